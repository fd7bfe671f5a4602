"""The file of a case: what it needs by now, what is missing, and its 卷内目录 with page numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.counting import written
from postpermit.law.case_files import VOLUMES, FileRow, case_file_rows


@dataclass(frozen=True)
class Filed:
    """A document that is in the file. ``code`` "": one of a kind that the page does not name."""

    code: str
    title: str
    on: date
    pages: int
    number: str = ""
    side: bool = False


@dataclass(frozen=True)
class Needed:
    """A row that the case needs, since when, and the sentence that says why."""

    row: FileRow
    since: date
    reason: str


@dataclass(frozen=True)
class Line:
    """One line of 卷内目录; pages run through each volume by itself."""

    volume: str
    order: int
    title: str
    number: str
    on: date
    first_page: int
    last_page: int


@law.rule("EN-75", "penalty-law:47", "penalty-procedure:80")
def needed(facts: CaseFacts) -> tuple[Needed, ...]:
    """案件办到哪一步、有过哪些情形，就须有哪些文书；简易程序和普通程序各有各的。"""
    procedure = "SIMPLE" if facts.simple else "ORDINARY"
    found = []
    for row in case_file_rows():
        since: date | None = getattr(facts, row.since)
        holds = all(getattr(facts, name) for name in row.when)
        some = not row.any_of or any(getattr(facts, name) for name in row.any_of)
        if since is not None and procedure in row.procedures and holds and some:
            found.append(Needed(row, since, _reason(row, since)))
    return tuple(found)


@law.rule("EN-76", "penalty-law:47", "penalty-procedure:80")
def missing(facts: CaseFacts, filed: Iterable[Filed], excused: Iterable[str] = ()) -> tuple[Needed, ...]:
    """须有而卷内还没有的文书，按目录顺序列出；有人说明本案没有的可以免，条款写明须有的不能免。"""
    present, without = {f.code for f in filed}, set(excused)
    return tuple(
        n
        for n in needed(facts)
        if n.row.code not in present and (n.row.confirmed or n.row.code not in without)
    )


@law.rule("EN-77", "penalty-procedure:80")
def contents(filed: Iterable[Filed]) -> tuple[Line, ...]:
    """一案一卷：正卷、副卷各自按目录顺序排列，各编页码；目录没有列名的文书按日期排在后面。"""
    rows = {row.code: row for row in case_file_rows()}
    last = len(rows) + 1

    def place(one: Filed) -> tuple[int, date, str, str]:
        return (rows[one.code].order if one.code in rows else last, one.on, one.title, one.number)

    kept, out = sorted(filed, key=place), []
    for volume in VOLUMES:
        page = 0
        ours = [f for f in kept if volume_of(f) == volume]
        for order, one in enumerate(ours, start=1):
            out.append(Line(volume, order, one.title, one.number, one.on, page + 1, page + one.pages))
            page += one.pages
    return tuple(out)


@law.rule("EN-69", "penalty-procedure:80")
def file_faults(filed: Iterable[Filed], archived_on: date | None = None) -> tuple[str, ...]:
    """内部文书不得放入正卷，只应有一份的不得重复，每份至少一页，归档之后不再增加。"""
    kept = tuple(filed)
    rows = {row.code: row for row in case_file_rows()}
    faults = []
    for one in kept:
        row = rows.get(one.code)
        if row is not None and one.side != (row.volume == "SIDE"):
            faults.append(f"《{one.title}》应放入{VOLUMES[row.volume]}。")
        if one.pages < 1:
            faults.append(f"《{one.title}》没有页数。")
        if archived_on is not None and one.on > archived_on:
            faults.append(f"《{one.title}》的日期在归档之后。")
    counts = Counter(one.code for one in kept if one.code in rows and not rows[one.code].many)
    faults += [f"《{rows[code].label}》只应有一份，现有{n}份。" for code, n in counts.items() if n > 1]
    return tuple(faults)


def volume_of(one: Filed) -> str:
    """The volume in which the document lies."""
    return "SIDE" if one.side else "MAIN"


def _reason(row: FileRow, since: date) -> str:
    doubt = "" if row.confirmed else "（待确认）"
    return f"{written(since)}起须有，{VOLUMES[row.volume]}，{law.clause(row.clause).label}{doubt}。"
