"""派员和换人: at least two certified officers; one who leaves is followed by the next of the draw, or by one named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import Visit, VisitOfficer
from postpermit.enforcement.operations.holding import (
    about_visit,
    hold_as_seen,
    mirror,
    names_of,
    refuse_secret,
)
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.people import candidates, drawn_order, drawn_team, next_drawn
from postpermit.enforcement.rules.visits import officer_fault, team_fault
from postpermit.enforcement.states import KEPT_OUT, LeftAs, TeamRole, VisitState
from postpermit.office.models import Officer
from postpermit.planning.models import Recusal
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToAssign(Refused):
    """Too few, or one of them may not go; or the draw names others."""


@transaction.atomic
def assign_team(*, visit: Visit, officers: Sequence[Officer], by: Actor, at: datetime) -> Visit:
    """Send these officers, the first as 主办. Sent again, the team is exactly these."""
    held = hold_as_seen(visit)
    drawn = drawn_team(held, _least(held))
    if names := _passed_over(held, officers, drawn):
        raise UnableToAssign(
            f"本次检查人员由抽取产生，按排序应派{names}；不能前往的，办理回避换人或者不能前往换人。",
            place="officers",
        )
    return _send(visit, held, officers, {o.pk for o in drawn}, by, at)


def _passed_over(visit: Visit, officers: Sequence[Officer], drawn: Sequence[Officer]) -> str:
    """The drawn, where others were picked instead; "" where they go. Only seats that the draw leaves empty are named."""
    due, sent = {o.pk for o in drawn}, {o.pk for o in officers}
    fits = due == sent or (due < sent and len(drawn) < _least(visit))
    return "" if fits or not drawn else "、".join(o.name for o in drawn)


@transaction.atomic
def assign_drawn_team(*, visit: Visit, by: Actor, at: datetime) -> Visit:
    """Send those whom the draw of officers chose for the planned visit; who cannot go that day is followed by the next."""
    held = hold_as_seen(visit)
    if not drawn_order(held):
        raise UnableToAssign("本次检查没有抽取过检查人员，请直接派员。", place="officers")
    team = drawn_team(held, _least(held))
    return _send(visit, held, team, {o.pk for o in team}, by, at)


def _least(visit: Visit) -> int:
    return int(law.value("inspection.officers.least", on=visit.scheduled_on).value)


def _send(
    visit: Visit, held: Visit, officers: Sequence[Officer], drawn: set[int], by: Actor, at: datetime
) -> Visit:
    if len({o.pk for o in officers}) < len(officers):
        raise UnableToAssign("同一人不能派两次。", place="officers")
    people = candidates(officers, held.facility, held.scheduled_on)
    if fault := team_fault(people, _least(held)):
        raise UnableToAssign(fault, place="officers")
    gone = set(held.officers.filter(left_as=LeftAs.RECUSED).values_list("officer", flat=True))
    if names := [o.name for o in officers if o.pk in gone]:
        raise UnableToAssign(f"{names[0]}已从本次检查回避，不能再派。", place="officers")
    again = held.state == VisitState.ASSIGNED
    before = names_of(held)
    facts = {"officers": [o.name for o in officers], "before": before}
    advance(held, "assign", by=by, at=at, clause="plan:6.1", facts=facts)
    # Who is no longer sent keeps his row: a phone that was loaded meanwhile may still bring what he did.
    held.officers.filter(left_as="").update(left_as=LeftAs.REPLACED, left_at=at)
    for place, officer in enumerate(officers):
        role = TeamRole.LEAD if place == 0 else TeamRole.MEMBER
        _put_on(held, officer, role, officer.pk in drawn)
    about = about_visit(held, undone="已改派检查人员" if again else "")
    rehang(held, about, by=by, at=at)
    return mirror(visit, held)


def _put_on(visit: Visit, officer: Officer, role: str, drawn: bool) -> None:
    """On the team, with the certificate as it is now; one who was replaced before is simply there again."""
    now = {"name": officer.name, "certificate": officer.certificate, "role": role, "drawn": drawn}
    back = {"left_as": "", "left_why": "", "left_at": None}
    VisitOfficer.objects.update_or_create(visit=visit, officer=officer, defaults=now | back)


@transaction.atomic
def recuse_officer(
    *, visit: Visit, officer: Officer, why: str, instead: Officer | None = None, by: Actor, at: datetime
) -> Visit:
    """回避换人, also while the visit is under way: the next of the drawn order takes his place and part, else the one
    named. He keeps away from the unit."""
    verb = "recuse-on-site" if visit.state == VisitState.UNDERWAY else "recuse"
    held = _swap(visit, officer, _Leaves(verb, LeftAs.RECUSED, "penalty-law:43", why), instead, by, at)
    _keep_away(held, officer, why, by, at)
    return mirror(visit, held)


@transaction.atomic
def excuse_officer(
    *, visit: Visit, officer: Officer, why: str, instead: Officer | None = None, by: Actor, at: datetime
) -> Visit:
    """不能前往，换人: someone who is ill or called elsewhere is followed by the next, and may go to the unit another time."""
    held = _swap(visit, officer, _Leaves("excuse", LeftAs.UNABLE, "penalty-law:42", why), instead, by, at)
    return mirror(visit, held)


@dataclass(frozen=True)
class _Leaves:
    """How somebody leaves the team."""

    verb: str
    left_as: LeftAs
    clause: str
    why: str


def _swap(
    visit: Visit, officer: Officer, leaves: _Leaves, instead: Officer | None, by: Actor, at: datetime
) -> Visit:
    """One goes and another comes, in his part."""
    held = hold_as_seen(visit)
    refuse_secret(leaves.why)
    row = held.officers.filter(officer=officer, left_as="").first()
    if row is None:
        raise UnableToAssign(f"{officer.name}不是本次检查人员。", place="officer")
    if len(leaves.why.strip()) > 100:
        raise UnableToAssign("理由不超过 100 字。", place="why")
    on = localdate(at) if held.state == VisitState.UNDERWAY else held.scheduled_on
    comes = _replacement(held, row, instead, on)
    facts = {"officer": officer.name, "instead": comes.name}
    advance(held, leaves.verb, by=by, at=at, clause=leaves.clause, why=leaves.why, facts=facts)
    gone = {"left_as": leaves.left_as, "left_why": leaves.why.strip(), "left_at": at}
    VisitOfficer.objects.filter(pk=row.pk).update(**gone)
    _put_on(held, comes, row.role, comes.pk in {r.officer_id for r in drawn_order(held)})
    rehang(held, about_visit(held, undone="已换人"), by=by, at=at)
    return held


def _replacement(visit: Visit, row: VisitOfficer, instead: Officer | None, on: date) -> Officer:
    follows = next_drawn(visit, row.officer, on)
    if follows is not None:
        if instead is not None and instead.pk != follows.pk:
            raise UnableToAssign(f"抽取产生的人员由排序中的下一名（{follows.name}）接替。", place="instead")
        return follows
    if instead is None:
        raise UnableToAssign("没有抽取排序可以递补，请选择接替的检查人员。", place="instead")
    if visit.officers.filter(officer=instead, left_as__in=("", *KEPT_OUT)).exists():
        raise UnableToAssign(
            f"{instead.name}已在本次检查人员中，或者已回避、不能前往，请另选。", place="instead"
        )
    (standing,) = candidates([instead], visit.facility, on)
    if fault := officer_fault(standing):
        raise UnableToAssign(fault, place="instead")
    return instead


def _keep_away(visit: Visit, officer: Officer, why: str, by: Actor, at: datetime) -> None:
    Recusal.objects.get_or_create(
        officer=officer,
        facility=visit.facility,
        to_on=None,
        defaults={"why": why.strip(), "from_on": localdate(at), "decided_name": by.signature},
    )
