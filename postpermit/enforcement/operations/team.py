"""派员和回避: at least two certified officers; one who keeps away is followed by the next of the draw, or by one named."""

from collections.abc import Sequence
from datetime import datetime

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
from postpermit.enforcement.states import TeamRole, VisitState
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
            f"本次检查人员由抽取产生，按排序应派{names}；不能前往的，办理回避换人。", place="officers"
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
    gone = set(held.officers.exclude(recused_why="").values_list("officer", flat=True))
    if names := [o.name for o in officers if o.pk in gone]:
        raise UnableToAssign(f"{names[0]}已从本次检查回避，不能再派。", place="officers")
    again = held.state == VisitState.ASSIGNED
    before = names_of(held)
    facts = {"officers": [o.name for o in officers], "before": before}
    advance(held, "assign", by=by, at=at, clause="plan:6.1", facts=facts)
    # Who is no longer sent leaves the list; the entry above keeps both lists. A recused one stays with the reason.
    held.officers.filter(recused_why="").delete()
    VisitOfficer.objects.bulk_create(
        VisitOfficer(
            visit=held,
            officer=o,
            name=o.name,
            certificate=o.certificate,
            role=TeamRole.LEAD if place == 0 else TeamRole.MEMBER,
            drawn=o.pk in drawn,
        )
        for place, o in enumerate(officers)
    )
    about = about_visit(held, undone="已改派检查人员" if again else "")
    rehang(held, about, by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def recuse_officer(
    *, visit: Visit, officer: Officer, why: str, instead: Officer | None = None, by: Actor, at: datetime
) -> Visit:
    """回避换人: the next of the drawn order takes his place and part, else the one named. He keeps away from the unit."""
    held = hold_as_seen(visit)
    refuse_secret(why)
    row = held.officers.filter(officer=officer, recused_why="").first()
    if row is None:
        raise UnableToAssign(f"{officer.name}不是本次检查人员。", place="officer")
    if len(why.strip()) > 100:
        raise UnableToAssign("理由不超过 100 字。", place="why")
    facts = {"officer": officer.name}
    comes = _replacement(held, row, instead)
    facts["instead"] = comes.name
    advance(held, "recuse", by=by, at=at, clause="penalty-law:43", why=why, facts=facts)
    VisitOfficer.objects.filter(pk=row.pk).update(recused_why=why.strip())
    VisitOfficer.objects.create(
        visit=held,
        officer=comes,
        name=comes.name,
        certificate=comes.certificate,
        role=row.role,
        drawn=comes.pk in {r.officer_id for r in drawn_order(held)},
    )
    _keep_away(held, officer, why, by, at)
    rehang(held, about_visit(held, undone="已换人"), by=by, at=at)
    return mirror(visit, held)


def _replacement(visit: Visit, row: VisitOfficer, instead: Officer | None) -> Officer:
    follows = next_drawn(visit, row.officer)
    if follows is not None:
        if instead is not None and instead.pk != follows.pk:
            raise UnableToAssign(f"抽取产生的人员由排序中的下一名（{follows.name}）接替。", place="instead")
        return follows
    if instead is None:
        raise UnableToAssign("没有抽取排序可以递补，请选择接替的检查人员。", place="instead")
    if visit.officers.filter(officer=instead).exists():
        raise UnableToAssign(f"{instead.name}已在本次检查人员中或已回避，请另选。", place="instead")
    (standing,) = candidates([instead], visit.facility, visit.scheduled_on)
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
