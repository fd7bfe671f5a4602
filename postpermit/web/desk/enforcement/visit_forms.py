"""What the visit page draws beside its steps: the list with its answers, the record, and the small forms."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import Visit, VisitAnswer, VisitFinding, VisitPicture
from postpermit.enforcement.queries.answers import named
from postpermit.enforcement.queries.asked import Answered, facts_of
from postpermit.enforcement.queries.lists import offered_lists
from postpermit.enforcement.queries.paper_parts import elements_of
from postpermit.enforcement.queries.visit_page import VisitPage
from postpermit.enforcement.rules.applicability import applicable
from postpermit.enforcement.rules.checklist import Bases, basis_of
from postpermit.enforcement.rules.record_elements import ELEMENTS, PARTY, PEOPLE, TOLD, YES, Element
from postpermit.enforcement.states import CheckResult, FindingState, ParticipantKind, PictureKind
from postpermit.web.desk.acts import Act, Ask
from postpermit.web.desk.supervision.acts import Wrong, read_by_its_view
from postpermit.web.forms import FormReader

RESULTS = CheckResult.choices()
Asking = Sequence[tuple[str, str]]


@dataclass
class Row:
    """A question as it is drawn. ``base``: the version that was seen; ``rivals``: two versions that both count."""

    question: law.Question
    result: str
    note: str
    base: str
    why_not: str
    bases: Bases
    rivals: tuple[VisitAnswer, ...] = ()
    by: str = ""
    pictures: list[VisitPicture] = field(default_factory=list)
    findings: list[VisitFinding] = field(default_factory=list)
    error: str = ""


@dataclass
class Item:
    """An item with its questions; its result follows from theirs."""

    item: law.ChecklistItem
    result: str
    label: str
    rows: list[Row]


@dataclass
class Group:
    """A heading with what still waits below it."""

    group: law.ChecklistGroup
    items: list[Item]

    @property
    def waiting(self) -> int:
        """Questions without an answer."""
        return sum(r.result == CheckResult.NOT_CHECKED for i in self.items for r in i.rows)

    @property
    def failed(self) -> int:
        """Questions that failed."""
        return sum(r.result == CheckResult.FAILS for i in self.items for r in i.rows)


def groups_of(page: VisitPage, act_day: date, wrong: Wrong | None = None) -> list[Group]:
    """The list as it stands, or as it was typed when something in it was wrong."""
    rows = rows_of(page.visit, page.stand, act_day)
    _hang(rows, page)
    if wrong and wrong[0] == "answers":
        for code, row in rows.items():
            row.result = wrong[1].post.get(f"result-{code}", row.result)
            row.note = wrong[1].post.get(f"note-{code}", row.note)
            row.error = wrong[1].errors.get(f"note-{code}", "")
    results = page.stand.summary.items
    return [
        Group(g, [Item(i, results[i.code], results[i.code].label, [rows[q.code] for q in i.questions]) for i in g.items])
        for g in page.stand.asked.groups
    ]  # fmt: skip


def rows_of(visit: Visit, stand: Answered, act_day: date) -> dict[str, Row]:
    """Question → what stands there now; one that does not apply to the unit says so by itself."""
    facts = facts_of(visit)
    out: dict[str, Row] = {}
    for question in stand.asked.questions:
        versions = stand.answers.get(question.code, ())
        last = versions[-1] if versions else None
        fits = applicable(question, facts)
        begins = CheckResult.NOT_CHECKED if fits.applies else CheckResult.NOT_APPLICABLE
        out[question.code] = Row(
            question,
            last.result if last else begins,
            last.note if last else fits.reason,
            str(last.uid) if last else "",
            fits.reason,
            basis_of(question, act_day, decided_on=max(act_day, localdate(visit.ended_at) if visit.ended_at else act_day)),
            versions if len(versions) > 1 else (),
            last.by_name if last else "",
        )  # fmt: skip
    return out


def _hang(rows: dict[str, Row], page: VisitPage) -> None:
    for picture in page.pictures:
        if picture.kind == PictureKind.EVIDENCE and picture.question in rows:
            rows[picture.question].pictures.append(picture)
    for finding in page.findings:
        if finding.question in rows and finding.state != FindingState.DROPPED:
            rows[finding.question].findings.append(finding)


@dataclass(frozen=True)
class Rivals:
    """Two versions of one answer, for somebody to choose."""

    code: str
    words: str
    versions: tuple[VisitAnswer, ...]
    over: str


def rivals_of(visit: Visit, stand: Answered) -> list[Rivals]:
    """Everything of which two versions count."""
    held = [(code, stand.answers[code]) for code in stand.conflicts]
    words = named([code for code, _ in held], visit)
    return [
        Rivals(code, said, rows, " ".join(str(r.uid) for r in rows))
        for (code, rows), said in zip(held, words, strict=True)
    ]


def act_day_of(visit: Visit, asked: date | None = None) -> date:
    """The day whose provisions are shown: of the visit, or another that somebody asks for."""
    if asked is not None:
        return asked
    return localdate(visit.started_at) if visit.started_at else visit.scheduled_on


@dataclass
class Entry:
    """An element of the record as it is drawn."""

    element: Element
    value: str
    seen: str
    error: str = ""

    @property
    def yes(self) -> bool:
        """Whether it is ticked or not."""
        return self.element.kind == YES

    @property
    def short(self) -> bool:
        """Whether a line is enough, and what stands there is one."""
        return self.element.part in (PARTY, PEOPLE, TOLD) and "\n" not in self.value


def record_parts(visit: Visit, wrong: Wrong | None = None) -> list[tuple[str, list[Entry]]]:
    """The elements by their part of the form, filled with what is known."""
    known = elements_of(visit)
    form = wrong[1] if wrong and wrong[0] == "record" else None
    parts: dict[str, list[Entry]] = defaultdict(list)
    for element in ELEMENTS:
        value = as_text(known.get(element.code))
        if form is not None:
            value = form.post.get(f"r-{element.code}", "")
        parts[element.part].append(
            Entry(
                element,
                value,
                as_text(visit.record.get(element.code)),
                form.errors.get(element.code, "") if form else "",
            )
        )
    return list(parts.items())


def as_text(value: Any) -> str:
    """An element as a form carries it; a tick is 1."""
    return "1" if value is True else "" if value in (None, False) else str(value)


def read_elements(form: FormReader, visit: Visit) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was written otherwise than it stood, and what the writer had seen there."""
    known = elements_of(visit)
    given: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    for element in ELEMENTS:
        typed = form.text(f"r-{element.code}", element.label)
        before = form.post.get(f"seen-{element.code}", "")
        if typed == before or (not before and typed == as_text(known.get(element.code))):
            continue
        given[element.code] = (typed == "1") if element.kind == YES else typed
        seen[element.code] = (before == "1") if element.kind == YES else before
    return given, seen


CODE = Act(read_by_its_view, (Ask("code", "检查码", "line", required=True, longest=64),))
TAKE_BACK = Act(
    read_by_its_view,
    (Ask("why", "理由", required=True),),
    says="本次检查已计入应办事项。申请后，由另一人“继续检查”或“撤销办结”，办理记录随之撤回。",
)
LIST = Act(
    read_by_its_view,
    (Ask("list", "行业检查单", "select", options=lambda v: offered_lists(v.facility, v.scheduled_on)[0], help="不选的，不加查。"),),
    says="检查开始前可以加选、更换或去掉，与附件三的要点一并填写。",
)  # fmt: skip
REOPEN = Act(
    read_by_its_view,
    (Ask("why", "理由", required=True, longest=200),),
    says="笔录已签字，不再改动。确需更正的重开，重开前的内容保留可查，更正后重新签字。",
)
PARTICIPANT = Act(
    read_by_its_view,
    (
        Ask("kind", "身份", "select", required=True, options=lambda _: ParticipantKind.choices()),
        Ask("name", "姓名", "line", required=True, longest=32),
        Ask("body", "单位和职务", "line", longest=100),
    ),
    says="监测站和第三方人员只作参加人，不是检查人员。",
)


def questions_offered(asked: law.Checklist) -> list[tuple[str, str]]:
    """Questions as somebody chooses among them."""
    return [(q.code, f"{q.code} {q.ask}"[:60]) for q in asked.questions]


def find_act(asked: law.Checklist, failed: Sequence[str]) -> Act:
    """The form for a finding; questions that failed come first."""
    offered = questions_offered(asked)
    offered.sort(key=lambda row: row[0] not in failed)
    conducts = [(c.code, c.label) for c in law.penalty_conducts()]
    return Act(
        read_by_its_view,
        (
            Ask("text", "发现的问题", required=True, help="什么地方、什么情况，能对上照片的写明。"),
            Ask("question", "检查内容", "select", options=lambda _: offered),
            Ask("conduct", "可能的违法行为", "select", options=lambda _: conducts, help="按检查内容预选，供处理时参考，由人认定。"),
        ),
    )  # fmt: skip
