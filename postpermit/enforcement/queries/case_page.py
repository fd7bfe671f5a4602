"""What one case's page shows: clocks, file, bases with both readings, conditions, people, findings, reviews, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from postpermit.duties.models import Duty
from postpermit.enforcement.models import (
    CaseFile,
    CaseMember,
    CasePause,
    CaseRuling,
    LegalReview,
    PenaltyCase,
    Visit,
    VisitFinding,
)
from postpermit.enforcement.queries.case_money import daily_of, surcharge_of
from postpermit.enforcement.queries.case_standing import (
    archive_clock,
    case_refs,
    chosen_basis,
    conditions_of,
    facts_of,
    filed_of,
    known_conduct,
)
from postpermit.enforcement.rules.bases import Readings, by_circumstance, readings
from postpermit.enforcement.rules.case_conditions import Condition
from postpermit.enforcement.rules.case_files import Line, Needed, contents, missing, needed
from postpermit.enforcement.rules.clock import Clock, ClockState
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.fines import Growth
from postpermit.enforcement.states import CaseState, ReviewState
from postpermit.law import FineRange, PenaltyBasis
from postpermit.law.case_files import case_file_rows
from postpermit.linkage.models import Slip
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.trail.models import reference
from postpermit.workdays import Calendar

ENDED = (CaseState.CLOSED, CaseState.NOT_FILED, CaseState.WITHDRAWN, CaseState.ARCHIVED)


@dataclass(frozen=True)
class Excused:
    """A document that this case does not have, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class CasePage:
    """Beside the case itself."""

    running: Sequence[Clock]
    ended: Sequence[Clock]
    ahead: Sequence[Clock]
    lines: Sequence[Line]
    files: Sequence[CaseFile]
    missing: Sequence[Needed]
    excused: Sequence[Excused]
    readings: Readings | None
    chosen: PenaltyBasis | None
    conditions: Sequence[Condition]
    members: Sequence[CaseMember]
    pauses: Sequence[CasePause]
    rulings: Sequence[CaseRuling]
    findings: Sequence[VisitFinding]
    reviews: Sequence[LegalReview]
    asked: LegalReview | None
    waits: Sequence[Duty]
    slip: Slip | None
    visits: Sequence[Visit]
    surcharge: Growth | None
    daily: Growth | None
    by_circumstance: Sequence[tuple[str, PenaltyBasis, FineRange]]


def case_page_of(case: PenaltyCase, standing: Standing, on: date, calendar: Calendar) -> CasePage:
    """Everything of one case. A fixed number of queries."""
    pauses = list(case.pauses.all())
    facts, files = facts_of(case, pauses), list(case.files.select_related("attachment"))
    kept = filed_of(case, files)
    clocks = _clocks(case, on, calendar, clocks_of(facts, calendar, on))
    reviews = list(case.reviews.all())
    asked = next((r for r in reviews if r.state == ReviewState.ASKED), None)
    refs = [*case_refs(case), *(reference(r) for r in reviews)]
    found = readings(case.conduct, case.act_from, case.act_to, on, case.circumstance) if known_conduct(
        case.conduct
    ) else None  # fmt: skip
    slip = (
        visible_to(standing, Slip).filter(lead=case.lead_id).order_by("-pk").first() if case.lead_id else None
    )
    return CasePage(
        [c for c in clocks if c.state in (ClockState.RUNNING, ClockState.STOPPED) or _late(c)],
        [c for c in clocks if _over(c)],
        [c for c in clocks if c.state is ClockState.NOT_STARTED],
        contents(kept),
        files,
        missing(facts, kept, case.excused),
        [Excused(_label(code), why) for code, why in case.excused.items()],
        found,
        chosen_basis(case, on),
        conditions_of(case, on, case.fine),
        list(case.members.select_related("officer")),
        pauses,
        list(case.rulings.all()),
        list(visible_to(standing, VisitFinding).filter(case=case).select_related("visit").order_by("pk")),
        reviews,
        asked,
        awaited(refs),
        slip,
        list(visible_to(standing, Visit).filter(case=case).order_by("-scheduled_on")),
        surcharge_of(case, on, calendar, facts),
        daily_of(case),
        by_circumstance(case.conduct, case.act_from, case.act_to, on) if found else (),
    )


def _clocks(case: PenaltyCase, on: date, calendar: Calendar, clocks: tuple[Clock, ...]) -> list[Clock]:
    """The clock of filing counts from whatever ended the case."""
    if case.state not in ENDED:
        return list(clocks)
    own = archive_clock(case, on, calendar)
    return [own if c.code == "archive" else c for c in clocks]


def _late(clock: Clock) -> bool:
    return clock.state is ClockState.LATE and clock.met_on is None


def _over(clock: Clock) -> bool:
    return clock.state in (ClockState.MET, ClockState.LAPSED) or (
        clock.state is ClockState.LATE and clock.met_on is not None
    )


def _label(code: str) -> str:
    return next((r.label for r in case_file_rows() if r.code == code), code)


def documents(case: PenaltyCase) -> list[tuple[str, str]]:
    """(code, label) of every kind of document: what the case needs and lacks first, then what it needs, then the rest."""
    facts = facts_of(case)
    gaps = [n.row for n in missing(facts, filed_of(case), case.excused)]
    asked = [n.row for n in needed(facts)]
    order = dict.fromkeys([*gaps, *asked, *case_file_rows()])
    return [
        (r.code, f"{r.label}（{'缺' if r in gaps else '已有' if r in asked else '可归入'}）") for r in order
    ]
