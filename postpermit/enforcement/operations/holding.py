"""What every act on a visit shares: its row is locked first, and its duty says whose it is and by when."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit, VisitFinding, VisitOfficer
from postpermit.enforcement.operations.waiting import About
from postpermit.enforcement.rules.visits import before_prepared
from postpermit.enforcement.states import FindingState, TeamRole, VisitState
from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.office.models import Officer
from postpermit.trail.errors import Refused

A_YEAR = timedelta(days=366)


class UnableToActOnVisit(Refused):
    """The visit is at another point than the act needs, or what was written may not be kept here."""


def hold(pk: int) -> Visit:
    """The visit, locked until the end of the transaction."""
    Visit.objects.select_for_update().get(pk=pk)
    return Visit.objects.select_related("facility", "planned", "assignment__slip", "recheck_of").get(pk=pk)


def hold_as_seen(visit: Visit) -> Visit:
    """The visit, locked, but at the point where the caller saw it: a second person who moves it is told."""
    held = hold(visit.pk)
    held.state, held.revision = visit.state, visit.revision
    return held


def mirror(given: Visit, held: Visit) -> Visit:
    """Bring the caller's object up to what was written; answers it."""
    given.refresh_from_db()
    return given if given.pk == held.pk else held


def refuse_state(visit: Visit, *states: VisitState) -> None:
    """Refuse unless the visit stands in one of these states."""
    if visit.state not in states:
        words = "、".join(s.label for s in states)
        raise UnableToActOnVisit(
            f"检查当前为“{VisitState(visit.state).label}”，只有{words}的检查才能这样办理。"
        )


def refuse_secret(*texts: str) -> None:
    """Nothing that may be a state secret is stored, not even refused words of it."""
    if any(holds_secret(text) for text in texts):
        raise UnableToActOnVisit(SECRET_REFUSAL)


def refuse_future(when: datetime, at: datetime, what: str, place: str) -> None:
    """A deed lies in the past."""
    if when > at:
        raise UnableToActOnVisit(f"{what}不能晚于现在。", place=place)


def about_visit(visit: Visit, **more: Any) -> About:
    """What the duties of a visit say: until it has ended it is due on the day it was scheduled for."""
    going = visit.state in (VisitState.ASSIGNED, VisitState.UNDERWAY)
    given: dict[str, Any] = {
        "division": "ENFORCEMENT",
        "facility": visit.facility,
        "name": f"{visit.facility.name} {visit.number}",
        "period": f"{visit.scheduled_on:%Y-%m}",
        "due_on": visit.scheduled_on if going else None,
        # Whoever is sent is sent by the day of the visit itself.
        "latest": visit.scheduled_on if visit.state == VisitState.PREPARED else None,
        "lead": lead_of(visit),
    }
    return About(**given | more)


def lead_of(visit: Visit) -> Officer | None:
    """主办, whose desk the visit lies on."""
    lead = visit.officers.filter(role=TeamRole.LEAD, left_as="").select_related("officer").first()
    return lead.officer if lead else None


def about_finding(finding: VisitFinding, **more: Any) -> About:
    """What the duties of a finding say."""
    given: dict[str, Any] = {
        "division": "ENFORCEMENT",
        "facility": finding.facility,
        "name": f"{finding.facility.name}：{finding.text}",
        "period": f"{finding.found_on:%Y-%m}",
        "due_on": finding.due_on if finding.state == FindingState.CORRECTING else None,
        "lead": lead_of(finding.visit),
    }
    return About(**given | more)


def team_of(visit: Visit) -> list[VisitOfficer]:
    """Who goes: 主办 first, recused ones left out."""
    rows = visit.officers.filter(left_as="").select_related("officer")
    return sorted(rows, key=lambda row: (row.role != TeamRole.LEAD, row.pk))


def names_of(visit: Visit) -> str:
    """The inspectors' names in one line."""
    return "、".join(row.name for row in team_of(visit))


def refuse_long_ago(when: datetime, visit: Visit, what: str, place: str) -> None:
    """Nothing of a visit happened before it was prepared; where that day is unknown, a year before is a slip of the pen."""
    if fault := before_prepared(localdate(when), visit.entered_on, what):
        raise UnableToActOnVisit(fault, place=place)
    if localdate(when) < visit.scheduled_on - A_YEAR:
        raise UnableToActOnVisit(f"{what}比计划日期早一年以上，请核对。", place=place)


def to_the_minute(when: datetime) -> datetime:
    """A record of an inspection gives its times to the minute."""
    return when.replace(second=0, microsecond=0)


def day_of(when: datetime) -> str:
    """The day in Shanghai, for facts of an entry."""
    return localdate(when).isoformat()
