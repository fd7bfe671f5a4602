"""A checklist of another authority from plain rows, as a sheet or a file gives them: every fault named with its row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postpermit.law.checklists import (
    CLASSES,
    PENALTY,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Question,
    QuestionBasis,
    check_facts,
)
from postpermit.law.secrets import SECRET_REFUSAL, holds_secret

# Column → the longest text it takes.
COLUMNS = {
    "分组": 60,
    "检查项编号": 12,
    "检查项": 120,
    "问题编号": 16,
    "问题": 200,
    "看什么": 400,
    "依据": 400,
    "适用类别": 60,
    "适用情形": 120,
}
REQUIRED = ("分组", "检查项编号", "检查项", "问题编号", "问题")
MOST_ROWS = 1_000
CLASS_NAMES = dict(zip(("重点管理", "简化管理", "登记管理", "未纳入"), CLASSES, strict=True))


@dataclass(frozen=True)
class RowFault:
    """What is wrong at one place: the row as whoever wrote the list counts it, 0 the list as a whole."""

    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        """As shown to the person who loads the list."""
        place = f"第{self.row}行" if self.row else "检查要点"
        return f"{place}{'“' + self.column + '”' if self.column else ''}：{self.message}"


class UnreadableChecklist(ValueError):
    """The rows are no checklist; nothing of them is taken. ``faults`` in the order of the rows."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__("\n".join(f.sentence for f in faults))
        self.faults = tuple(faults)


def checklist_from_rows(
    rows: Sequence[Mapping[str, str]],
    *,
    code: str,
    title: str,
    since: date,
    kind: str = "holder",
    numbers: Sequence[int] = (),
) -> Checklist:
    """The list that the rows describe, one question each, in their order. Raises ``UnreadableChecklist``.

    ``numbers``: what the sheet itself calls the rows; without them they are counted from 1.
    """
    clean = [{c: str(row.get(c) or "").strip() for c in COLUMNS} for row in rows]
    if faults := list(_faults(rows, clean, title, numbers or range(1, len(clean) + 1))):
        raise UnreadableChecklist(faults)
    groups: dict[str, dict[str, ChecklistItem]] = {}
    for row in clean:
        items = groups.setdefault(row["分组"], {})
        item = items.setdefault(row["检查项编号"], ChecklistItem(row["检查项编号"], row["检查项"], "", ()))
        items[item.code] = replace(item, questions=(*item.questions, _question(row)))
    made = tuple(
        ChecklistGroup(str(n), label, tuple(items.values()))
        for n, (label, items) in enumerate(groups.items(), 1)
    )
    return Checklist(kind, code, title.strip(), since, "", made)


def _question(row: Mapping[str, str]) -> Question:
    labels = {f.label: f.code for f in check_facts().values()}
    return Question(
        row["问题编号"],
        row["问题"],
        row["看什么"],
        tuple(QuestionBasis(PENALTY, text) for text in _parts(row["依据"], "；;\n")),
        tuple(CLASS_NAMES[name] for name in _parts(row["适用类别"])) or CLASSES,
        tuple(labels[name] for name in _parts(row["适用情形"])),
    )


def _parts(text: str, marks: str = "、；;，,\n") -> list[str]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part.strip() for part in text.split(marks[0]) if part.strip()]


def _faults(
    rows: Sequence[Mapping[str, str]],
    clean: Sequence[Mapping[str, str]],
    title: str,
    numbers: Sequence[int],
) -> Iterator[RowFault]:
    if not title.strip() or not clean:
        yield RowFault(0, "", "没有名称。" if clean else "没有一行内容。")
    if len(clean) > MOST_ROWS:
        yield RowFault(0, "", f"超过{MOST_ROWS}行，请分开导入。")
        return
    # A secret anywhere refuses the whole, and nothing of the row is repeated.
    said = [title, *("\n".join(map(str, row.values())) for row in rows)]
    if held := [n for n, text in enumerate(said) if holds_secret(text)]:
        yield RowFault(numbers[held[0] - 1] if held[0] else 0, "", SECRET_REFUSAL)
        return
    for number, row in zip(numbers, clean, strict=True):
        yield from (RowFault(number, column, message) for column, message in _row_faults(row))
    yield from _faults_between(clean, numbers)


def _row_faults(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((column, "没有填写。") for column in REQUIRED if not row[column])
    for column, longest in COLUMNS.items():
        if len(row[column]) > longest:
            yield column, f"超过{longest}个字。"
    yield from _strange(row, "适用类别", CLASS_NAMES)
    yield from _strange(row, "适用情形", [f.label for f in check_facts().values()])


def _strange(row: Mapping[str, str], column: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    if any(name not in known for name in _parts(row[column])):
        yield column, f"只能填写{'、'.join(known)}，用顿号隔开。"


def _faults_between(clean: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> Iterator[RowFault]:
    questions: dict[str, int] = {}
    items: dict[str, tuple[str, str]] = {}
    for number, row in zip(numbers, clean, strict=True):
        code, item = row["问题编号"], row["检查项编号"]
        if code and questions.setdefault(code, number) != number:
            yield RowFault(number, "问题编号", f"与第{questions[code]}行重复。")
        named = (row["分组"], row["检查项"])
        if item and items.setdefault(item, named) != named:
            yield RowFault(number, "检查项编号", "同一编号的分组或检查项名称前后不一致。")
