"""Checklists of an inspection as dated data: groups, items and single questions, each with its own basis (plan annex 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnreadableLaw
from postpermit.law.district import clause, documents, page_of
from postpermit.law.penalties import PenaltyBasis, penalty_conduct

# What a visit looks at, by the kind of unit: permit holders, registered units, units without either.
KINDS = ("holder", "registered", "unlicensed")
CLASSES = ("KEY", "SIMPLIFIED", "REGISTERED", "UNLISTED")
DUTY, PENALTY = "duty", "penalty"


class NoChecklist(KeyError):
    """No list of that kind on that day."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class QuestionBasis:
    """A provision that a question stands on. ``role``: what is owed, or what follows if it is not.

    ``clause`` is "" where another list cites in its own words. ``since`` and ``until`` bound the day of the act.
    """

    role: str
    text: str
    clause: str = ""
    document: str = ""
    since: date | None = None
    until: date | None = None
    confirmed: bool = False

    def in_force(self, day: date) -> bool:
        """Whether an act of that day falls under it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def shown(self) -> str:
        """As an officer reads it, with 待确认 where nobody has confirmed it."""
        return self.text + ("" if self.confirmed else "（待确认）")


@dataclass(frozen=True)
class Question:
    """One question with one answer. ``needs``: facts without which it does not apply; ``conducts``: what a 不符合 points to."""

    code: str
    ask: str
    look: str
    bases: tuple[QuestionBasis, ...]
    classes: tuple[str, ...]
    needs: tuple[str, ...] = ()
    conducts: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChecklistItem:
    """An item of the printed list; its result follows from its questions."""

    code: str
    label: str
    clause: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class ChecklistGroup:
    """A heading of the printed list."""

    code: str
    label: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True)
class Checklist:
    """One version of a list, asked from ``since`` on."""

    kind: str
    code: str
    title: str
    since: date
    clause: str
    groups: tuple[ChecklistGroup, ...]

    @property
    def items(self) -> tuple[ChecklistItem, ...]:
        """Every item in the order printed."""
        return tuple(i for g in self.groups for i in g.items)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order asked."""
        return tuple(q for i in self.items for q in i.questions)

    def question(self, code: str) -> Question:
        """The question of that code; KeyError for another."""
        return {q.code: q for q in self.questions}[code]

    def item_of(self, code: str) -> ChecklistItem:
        """The item to which a question belongs; KeyError for another."""
        return {q.code: i for i in self.items for q in i.questions}[code]


@dataclass(frozen=True)
class CheckFact:
    """A fact about a unit on which questions depend: its name for an officer, and what its absence is called."""

    code: str
    label: str
    absent: str


def checklist(kind: str, *, on: date) -> Checklist:
    """The version of a list that is asked on a day. Raises ``NoChecklist``."""
    known = [c for c in checklist_versions(kind) if c.since <= on] if kind in KINDS else []
    if not known:
        raise NoChecklist(f"{on} 没有这种检查要点：{kind}")
    return max(known, key=lambda c: c.since)


def checklist_versions(kind: str) -> tuple[Checklist, ...]:
    """Every version of a list, oldest first. Old visits keep the version they were asked with."""
    return _read(page_of(f"checklists/{kind}.yaml"), kind, page_of("penalty_bases.yaml"))


def check_facts() -> Mapping[str, CheckFact]:
    """The facts on which questions depend, by code."""
    return _facts(page_of("checklists/facts.yaml"))


@cache
def _facts(path: Path) -> dict[str, CheckFact]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: CheckFact(code, row["label"], row["absent"]) for code, row in page.items()}


@cache
def _read(path: Path, kind: str, fines: Path) -> tuple[Checklist, ...]:
    """Kept per page of questions and page of fines: a district may have its own of either."""
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = tuple(sorted((_checklist(row, kind) for row in page), key=lambda c: c.since))
    except (KeyError, TypeError) as error:
        raise UnreadableLaw(f"{path.name}：缺少或写错 {error}") from error
    for one in found:
        if fault := next(faults_of(one), ""):
            raise UnreadableLaw(f"{path.name}：{fault}")
    return found


def faults_of(one: Checklist) -> Iterator[str]:
    """What is wrong with a list: codes used twice, questions nobody could answer, facts nobody knows."""
    seen: set[str] = set()
    for code in (
        *(g.code for g in one.groups),
        *(i.code for i in one.items),
        *(q.code for q in one.questions),
    ):
        if code in seen:
            yield f"编号 {code} 重复"
        seen.add(code)
    for item in one.items:
        if not item.questions:
            yield f"{item.code} 没有问题"
    for question in one.questions:
        if not question.ask.endswith("？"):
            yield f"{question.code} 不是问句"
        if not set(question.classes) <= set(CLASSES) or not question.classes:
            yield f"{question.code} 的适用类别不对"
        if not set(question.needs) <= set(check_facts()):
            yield f"{question.code} 的适用情形不对"


def _checklist(row: Mapping[str, Any], kind: str) -> Checklist:
    clause(row["clause"])
    groups = tuple(_group(g, row) for g in row["groups"])
    return Checklist(kind, row["code"], row["title"], row["since"], row["clause"], groups)


def _group(row: Mapping[str, Any], whole: Mapping[str, Any]) -> ChecklistGroup:
    return ChecklistGroup(str(row["code"]), row["label"], tuple(_item(i, whole) for i in row["items"]))


def _item(row: Mapping[str, Any], whole: Mapping[str, Any]) -> ChecklistItem:
    ref = row.get("clause", whole["clause"])
    clause(ref)
    return ChecklistItem(
        str(row["code"]), row["label"], ref, tuple(_question(q, whole) for q in row["questions"])
    )


def _question(row: Mapping[str, Any], whole: Mapping[str, Any]) -> Question:
    conducts = tuple(row.get("conducts", ()))
    # Dates and confirmation of what is punished are kept in one place, with the fines.
    fined = {b.clause: b for name in conducts for b in penalty_conduct(name).bases}
    bases = tuple(_basis(b, role, fined) for role in (DUTY, PENALTY) for b in row.get(role, ()))
    return Question(
        str(row["code"]),
        row["ask"],
        row["look"],
        bases,
        tuple(row.get("classes", whole["classes"])),
        tuple(row.get("needs", ())),
        conducts,
        tuple(row.get("standards", ())),
    )


def _basis(row: Any, role: str, fined: Mapping[str, PenaltyBasis]) -> QuestionBasis:
    """A bare clause is in force with its document; a provision cited in words says from when to when itself."""
    if not isinstance(row, str):
        return QuestionBasis(role, row["text"], since=row.get("from"), until=row.get("to"))
    cited = clause(row)
    if role == PENALTY and (known := fined.get(row)):
        dates, sure = (known.since, known.until), known.confirmed
        return QuestionBasis(role, cited.label, cited.ref, cited.document, *dates, sure)
    document = next(d for d in documents() if d.code == cited.document)
    since, sure = document.in_force_from, document.confirmed
    return QuestionBasis(role, cited.label, cited.ref, cited.document, since, None, sure)
