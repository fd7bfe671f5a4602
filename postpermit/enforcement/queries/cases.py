"""Penalty cases as a list, each with the clock that ends soonest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from postpermit import law
from postpermit.enforcement.models import CaseMember, LegalReview, PenaltyCase
from postpermit.enforcement.queries.case_beside import unsettled
from postpermit.enforcement.queries.case_standing import archive_clock, facts_of
from postpermit.enforcement.rules.clock import Clock, ClockState, Whose
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.states import CaseRole, CaseState, ReviewState
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.workdays import Calendar

C = CaseState
# Nobody has to do anything about these any more.
DONE = (C.ARCHIVED,)
RUNS = (ClockState.RUNNING, ClockState.STOPPED, ClockState.LATE)


@dataclass(frozen=True)
class CaseMarks:
    """Beside a row: who investigates, and the clock that ends soonest."""

    people: str
    clock: Clock | None


def case_list(
    standing: Standing, *, state: str = "", conduct: str = "", mine: str = "", facility: str = "", q: str = ""
) -> "QuerySet[PenaltyCase]":
    """Cases that this officer may see, newest first. ``state``: a state, "open" for all that are not archived."""
    rows = visible_to(standing, PenaltyCase)
    if state == "open":
        rows = rows.exclude(state__in=DONE)
    elif state == "reviewing":
        asked = LegalReview.objects.filter(case=OuterRef("pk"), state=ReviewState.ASKED)
        rows = rows.filter(Exists(asked))
    elif state:
        rows = rows.filter(state=state)
    if conduct:
        rows = rows.filter(conduct=conduct)
    if mine:
        held = CaseMember.objects.filter(case=OuterRef("pk"), officer=standing.officer, to_on__isnull=True)
        rows = rows.filter(Exists(held))
    if facility:
        rows = rows.filter(facility__public_id__in=_uuids(facility))
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(number__contains=word)
            | Q(city_number__icontains=word)
            | Q(decision_number__icontains=word)
            | Q(facility__search_text__contains=word)
        )
    return rows.select_related("facility").order_by("-found_on", "-pk")


def _uuids(text: str) -> list[str]:
    clean = text.replace("-", "")
    return [text] if len(clean) == 32 and all(c in "0123456789abcdefABCDEF" for c in clean) else []


def marks_of(cases: Sequence[PenaltyCase], on: date, calendar: Calendar) -> dict[int, CaseMarks]:
    """Case → its marks. Two queries, however many."""
    prefetch_related_objects(list(cases), "pauses", "members")
    return {case.pk: CaseMarks(_people(case), soonest(case, on, calendar)) for case in cases}


def _people(case: PenaltyCase) -> str:
    held = [m for m in case.members.all() if m.role == CaseRole.INVESTIGATOR and m.to_on is None]
    return "、".join(m.name for m in sorted(held, key=lambda m: m.pk))


def soonest(case: PenaltyCase, on: date, calendar: Calendar) -> Clock | None:
    """The clock of the authority or of the party's duty that ends soonest and is not met; the rest is not urgent."""
    if case.state == C.ARCHIVED:
        return None
    clocks = [c for c in clocks_of(facts_of(case), calendar, on) if c.code != "archive"]
    # What belongs to a stage that never came is not waited for any more once the case has ended.
    over = case.state in (C.CLOSED, C.NOT_FILED, C.WITHDRAWN, C.NOT_PUNISHED)
    beside = [*unsettled(case, clocks).values(), *(c for c in clocks if c.code == "withdrawal")]
    kept = [archive_clock(case, on, calendar), *beside] if over else clocks
    live = [c for c in kept if runs(c)]
    return min(live, key=lambda c: c.due_on or date.max, default=None)


def runs(clock: Clock) -> bool:
    """Whether somebody has to act on it by its day."""
    if clock.whose is Whose.RIGHT or clock.due_on is None or clock.met_on is not None:
        return False
    return clock.state in RUNS


def conduct_choices() -> list[tuple[str, str]]:
    """Every conduct that is fined, for a select."""
    return [(c.code, c.label) for c in law.penalty_conducts()]
