"""Who goes: two certified officers who may, in the drawn order; one who keeps away is followed by the next."""

from datetime import date, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.holding import team_of
from postpermit.enforcement.queries.people import next_drawn, sendable
from postpermit.office.operations import disable_officer, record_absence
from postpermit.planning.models import Recusal
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"


def send(visits: VisitDesk, visit: Visit, *accounts: str) -> Visit:
    officers = [visits.officer(a) for a in accounts]
    return do.assign_team(visit=visit, officers=officers, by=visits.by(HEAD), at=visits.at)


def team(visit: Visit) -> list[tuple[str, str, str]]:
    rows = visit.officers.select_related("officer__user").order_by("role", "pk")
    return [(r.officer.user.username, r.role, r.left_why) for r in rows]


def test_the_first_is_lead_and_certificates_are_those_of_the_day(visits: VisitDesk) -> None:
    visit = send(visits, visits.prepare(1), "enforcement-2", "enforcement-1")
    assert team(visit) == [("enforcement-2", "LEAD", ""), ("enforcement-1", "MEMBER", "")]
    before = visit.officers.get(role="LEAD").certificate
    officer = visits.officer("enforcement-2")
    type(officer).objects.filter(pk=officer.pk).update(certificate="演示新证")
    assert visit.officers.get(role="LEAD").certificate == before != "演示新证"


def test_nobody_goes_alone_or_without_certificate_or_twice(visits: VisitDesk) -> None:
    visit = visits.prepare(1)
    for accounts, said in (
        (["enforcement-1"], "不得少于 2 人"),
        ([], "不得少于 2 人"),
        (["enforcement-1", "station-1"], "参加人"),
        (["enforcement-1", "enforcement-1"], "同一人"),
    ):
        with pytest.raises(Refused, match=said):
            send(visits, visit, *accounts)
    assert team(visit) == []


def test_away_disabled_and_recused_ones_are_not_sent(visits: VisitDesk) -> None:
    visit = visits.prepare(1)
    on = visits.today
    record_absence(
        officer=visits.officer("enforcement-1"),
        kind="LEAVE",
        from_on=on,
        to_on=on,
        by=COMMAND_LINE,
        at=visits.at,
    )
    disable_officer(officer=visits.officer("enforcement-2"), why="调离", by=COMMAND_LINE, at=visits.at)
    Recusal.objects.create(
        officer=visits.officer("enforcement-3"),
        facility=visits.units[1],
        why="曾任职",
        from_on=on - timedelta(days=9),
        decided_name="沈",
    )
    for account, said in (("1", "离岗"), ("2", "停用"), ("3", "曾任职")):
        visits.officer(f"enforcement-{account}").refresh_from_db()
        with pytest.raises(Refused, match=said):
            send(visits, visit, "enforcement-4", f"enforcement-{account}")
    said = {o.user.username: why for o, why in sendable(visit)}
    assert [bool(said[f"enforcement-{n}"]) for n in (1, 2, 3, 4)] == [True, True, True, False]
    later = visits.prepare(1, scheduled_on=on + timedelta(days=1))
    send(visits, later, "enforcement-4", "enforcement-1")


def test_sent_again_the_team_is_exactly_those_and_one_duty_runs(visits: VisitDesk) -> None:
    visit = send(visits, visits.prepare(1), "enforcement-1", "enforcement-2")
    stale = Visit.objects.get(pk=visit.pk)
    send(visits, visit, "enforcement-3", "enforcement-1")
    assert [r.officer.user.username for r in team_of(visit)] == ["enforcement-3", "enforcement-1"]
    live = Duty.objects.filter(kind="carry-out-visit", state="OPEN").select_related("post")
    assert [d.post.code for d in live if d.post] == ["ENFORCEMENT-3"]
    with pytest.raises(AlreadyMoved):
        send(visits, stale, "enforcement-1", "enforcement-2")


def test_the_drawn_pair_goes_and_nobody_else_is_chosen_instead(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visits.draw_officers(planned, "enforcement-3", "enforcement-1", "enforcement-4", "enforcement-2")
    visit = visits.prepare(1, planned=planned)
    with pytest.raises(Refused, match="抽取产生"):
        send(visits, visit, "enforcement-2", "enforcement-1")
    do.assign_drawn_team(visit=visit, by=visits.by(HEAD), at=visits.at)
    assert team(visit) == [("enforcement-3", "LEAD", ""), ("enforcement-1", "MEMBER", "")]
    assert all(visit.officers.values_list("drawn", flat=True))


def test_without_a_draw_of_officers_there_is_none_to_send(visits: VisitDesk) -> None:
    with pytest.raises(Refused, match="没有抽取过"):
        do.assign_drawn_team(visit=visits.prepare(1), by=visits.by(HEAD), at=visits.at)


def test_a_recused_officer_is_followed_by_the_next_of_the_draw_who_may_go(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visits.draw_officers(planned, "enforcement-3", "enforcement-1", "enforcement-4", "enforcement-2")
    on = visits.today
    record_absence(
        officer=visits.officer("enforcement-4"),
        kind="COURSE",
        from_on=on,
        to_on=on,
        by=COMMAND_LINE,
        at=visits.at,
    )
    visit = do.assign_drawn_team(visit=visits.prepare(1, planned=planned), by=visits.by(HEAD), at=visits.at)
    told = {
        "visit": visit,
        "officer": visits.officer("enforcement-3"),
        "by": visits.by(HEAD),
        "at": visits.at,
    }
    with pytest.raises(Refused, match="下一名"):
        do.recuse_officer(why="亲属在该单位任职", instead=visits.officer("enforcement-head"), **told)
    with pytest.raises(Refused, match="理由"):
        do.recuse_officer(why="", **told)
    do.recuse_officer(why="亲属在该单位任职", **told)
    assert team(visit) == [
        ("enforcement-3", "LEAD", "亲属在该单位任职"),
        ("enforcement-2", "LEAD", ""),
        ("enforcement-1", "MEMBER", ""),
    ]
    assert Recusal.objects.get().officer == visits.officer("enforcement-3")
    assert next_drawn(visit) is None
    with pytest.raises(Refused, match="不是本次检查人员"):
        do.recuse_officer(why="再次", **told)


def test_where_nobody_was_drawn_the_replacement_is_named_and_checked(visits: VisitDesk) -> None:
    visit = send(visits, visits.prepare(1), "enforcement-1", "enforcement-2")
    told = {
        "visit": visit,
        "officer": visits.officer("enforcement-1"),
        "by": visits.by(HEAD),
        "at": visits.at,
    }
    with pytest.raises(Refused, match="请选择接替"):
        do.recuse_officer(why="利害关系", **told)
    for account, said in (("enforcement-2", "另选"), ("station-1", "参加人")):
        with pytest.raises(Refused, match=said):
            do.recuse_officer(why="利害关系", instead=visits.officer(account), **told)
    do.recuse_officer(why="利害关系", instead=visits.officer("enforcement-3"), **told)
    assert [(a, r) for a, r, why in team(visit) if not why] == [
        ("enforcement-3", "LEAD"),
        ("enforcement-2", "MEMBER"),
    ]
    with pytest.raises(Refused, match="回避"):
        send(visits, visit, "enforcement-1", "enforcement-2")
    assert date(2026, 11, 24) == Recusal.objects.get().from_on
