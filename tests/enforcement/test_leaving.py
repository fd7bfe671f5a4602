"""Who leaves a team keeps his row: replaced, ill, or recused also while the visit is under way."""

from datetime import timedelta
from typing import Any

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitOfficer
from postpermit.enforcement.operations.holding import team_of
from postpermit.enforcement.queries.people import next_drawn, sendable
from postpermit.enforcement.queries.visits import marks_of
from postpermit.office.models import Absence
from postpermit.planning.models import Recusal
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

HEAD = "enforcement-head"
ORDER = ("enforcement-3", "enforcement-1", "enforcement-4", "enforcement-2")


def there(visit: Visit) -> list[tuple[str, str]]:
    return [(r.officer.user.username, r.role) for r in team_of(visit)]


def left(visit: Visit) -> list[tuple[str, str, str]]:
    rows = visit.officers.exclude(left_as="").order_by("left_at", "pk").select_related("officer__user")
    assert all(r.left_at for r in rows)
    return [(r.officer.user.username, r.left_as, r.left_why) for r in rows]


def told(visits: VisitDesk, visit: Visit, out: str, **more: Any) -> dict[str, Any]:
    return {"visit": visit, "officer": visits.officer(out), "by": visits.by(HEAD), "at": visits.at} | more


def test_who_is_replaced_stays_on_file_and_can_come_back(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    send: dict[str, Any] = {"visit": visit, "by": visits.by(HEAD), "at": visits.at}
    do.assign_team(officers=[visits.officer("enforcement-3"), visits.officer("enforcement-4")], **send)
    assert {(a, how) for a, how, _ in left(visit)} == {
        ("enforcement-1", "REPLACED"),
        ("enforcement-2", "REPLACED"),
    }
    assert there(visit) == [("enforcement-3", "LEAD"), ("enforcement-4", "MEMBER")]
    names = {visits.officer(f"enforcement-{n}").name for n in (3, 4)}
    assert set(marks_of([visit])[visit.pk].team.split("、")) == names
    do.assign_team(officers=[visits.officer("enforcement-2"), visits.officer("enforcement-3")], **send)
    assert there(visit) == [("enforcement-2", "LEAD"), ("enforcement-3", "MEMBER")]
    assert VisitOfficer.objects.filter(visit=visit).count() == 4


def test_one_who_is_ill_is_followed_by_the_next_and_may_go_there_another_time(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visits.draw_officers(planned, *ORDER)
    visit = do.assign_drawn_team(visit=visits.prepare(1, planned=planned), by=visits.by(HEAD), at=visits.at)
    with pytest.raises(Refused, match="理由"):
        do.excuse_officer(why=" ", **told(visits, visit, "enforcement-3"))
    do.excuse_officer(why="生病", **told(visits, visit, "enforcement-3"))
    assert there(visit) == [("enforcement-4", "LEAD"), ("enforcement-1", "MEMBER")]
    assert left(visit) == [("enforcement-3", "UNABLE", "生病")]
    assert not Recusal.objects.exists()
    # The draw does not bring him back to this visit; to another of the unit he may go.
    do.excuse_officer(why="另有任务", **told(visits, visit, "enforcement-1"))
    assert there(visit) == [("enforcement-4", "LEAD"), ("enforcement-2", "MEMBER")]
    assert next_drawn(visit) is None
    assert dict(sendable(visits.prepare(1)))[visits.officer("enforcement-3")] == ""


def test_recusal_is_possible_on_site_and_the_visit_goes_on(visits: VisitDesk) -> None:
    """EN-2: the right to ask for it is told on site."""
    visit = visits.underway(1)
    today, out = visits.at.date(), visits.officer("enforcement-4")
    Absence.objects.create(officer=out, kind="LEAVE", from_on=today, to_on=today + timedelta(days=1))
    with pytest.raises(Refused, match="离岗"):
        do.recuse_officer(why="亲属", instead=out, **told(visits, visit, "enforcement-1"))
    comes = visits.officer("enforcement-3")
    do.recuse_officer(why="亲属", instead=comes, **told(visits, visit, "enforcement-1"))
    assert visit.state == "UNDERWAY"
    assert there(visit) == [("enforcement-3", "LEAD"), ("enforcement-2", "MEMBER")]
    assert Recusal.objects.get().officer == visits.officer("enforcement-1")
    with pytest.raises(Refused):
        do.excuse_officer(why="生病", instead=out, **told(visits, visit, "enforcement-2"))
