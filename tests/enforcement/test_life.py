"""A visit from its preparation to the publication of its result, act by act."""

from datetime import date, timedelta

import pytest

from postpermit.duties.models import Duty, Record
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Participant, Visit
from postpermit.enforcement.queries.papers import record_content
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db


def waiting(kind: str) -> list[str]:
    """On whose desks something of this kind lies open."""
    rows = Duty.objects.filter(kind=kind, state="OPEN", subject_ref__gt="").order_by("pk")
    return [d.post.code if d.post else "" for d in rows.select_related("post")]


def test_a_planned_visit_goes_its_way_and_discharges_what_it_meets(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visit = visits.prepare(1, planned=planned, inspection_code="JCM1")
    planned.refresh_from_db()
    assert (visit.number, visit.state, planned.state) == ("普环检〔2026〕1号", "PREPARED", "TAKEN_UP")
    assert (visit.checklist, visit.checklist_since <= visit.scheduled_on) == ("holder", True)
    assert waiting("assign-visit") == ["ENFORCEMENT-HEAD"]
    do.assign_team(visit=visit, officers=visits.team(), by=visits.by("enforcement-head"), at=visits.at)
    assert (waiting("assign-visit"), waiting("carry-out-visit")) == ([], ["ENFORCEMENT-1"])
    begun = visits.at - timedelta(hours=2, seconds=-37)
    do.start_visit(visit=visit, started_at=begun, by=visits.by(), at=visits.at)
    assert (visit.state, visit.started_at.second) == ("UNDERWAY", 0)
    visits.finish(visit)
    planned.refresh_from_db()
    assert (visit.state, planned.state, waiting("close-visit")) == ("ENDED", "DONE", ["ENFORCEMENT-1"])
    made = Record.objects.get(kind="inspection")
    assert (visit.done_as, made.facts["visit"], made.facts["manner"]) == (made, visit.reference(), "ON_SITE")
    done = Duty.objects.filter(discharged_by=made.reference()).values_list("kind", "period")
    assert ("inspect-key", "2026H2") in done
    visits.close(visit)
    assert (visit.state, waiting("close-visit"), waiting("disclose-inspection")) == (
        "CLOSED",
        [],
        ["ENFORCEMENT-1"],
    )
    told = {"visits": [visit], "on": visits.today, "by": visits.by(), "at": visits.at}
    assert (do.disclose_results(**told), do.disclose_results(**told)) == (1, 0)
    visit.refresh_from_db()
    assert (visit.disclosed_on, waiting("disclose-inspection")) == (visits.today, [])


def test_a_triggered_visit_counts_for_the_minimum_and_is_not_disclosed(visits: VisitDesk) -> None:
    visit = visits.ended(2, kind="TRIGGERED", reason="COMPLAINT")
    assert not visit.counts_toward_cap
    assert Duty.objects.get(kind="inspect-simplified", facility=visit.facility).state == "DISCHARGED"
    visits.close(visit)
    assert waiting("disclose-inspection") == []


@pytest.mark.parametrize(
    ("unit", "changes", "said"),
    [
        (1, {"scheduled_on": date(2026, 11, 23)}, "早于今天"),
        (1, {"scheduled_on": date(2028, 1, 1)}, "明年"),
        (1, {"kind": "SURPRISE"}, "检查类型"),
        (1, {"kind": "TRIGGERED"}, "检查事由"),
        (1, {"kind": "RECHECK", "reason": "RECHECK"}, "要复查的问题"),
        (1, {"reason_text": "长" * 201}, "200"),
        (1, {"reason_text": "该单位为涉密单位"}, "涉密"),
    ],
)
def test_what_does_not_fit_is_not_prepared(
    visits: VisitDesk, unit: int, changes: dict[str, object], said: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=said):
        visits.prepare(unit, **changes)
    assert (Visit.objects.count(), Entry.objects.count()) == (0, before)


def test_a_planned_visit_is_taken_up_once_and_only_for_its_own_unit(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    with pytest.raises(Refused, match="不是这个单位"):
        visits.prepare(2, planned=planned)
    visits.prepare(1, planned=planned)
    with pytest.raises(Refused, match="已派出"):
        visits.prepare(1, planned=planned)


def test_a_cancelled_visit_gives_its_place_in_the_plan_back(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visit = visits.prepare(1, planned=planned, inspection_code="JCM1")
    stale = Visit.objects.get(pk=visit.pk)
    with pytest.raises(Refused, match="理由"):
        do.cancel_visit(visit=visit, why=" ", by=visits.by("enforcement-head"), at=visits.at)
    do.cancel_visit(visit=visit, why="改日", by=visits.by("enforcement-head"), at=visits.at)
    planned.refresh_from_db()
    assert (visit.state, planned.state, waiting("assign-visit")) == ("CANCELLED", "PLANNED", [])
    with pytest.raises(AlreadyMoved):
        do.cancel_visit(visit=stale, why="改日", by=visits.by("enforcement-head"), at=visits.at)
    assert visits.prepare(1, planned=planned, inspection_code="JCM1").number == "普环检〔2026〕2号"


def test_one_code_belongs_to_one_visit(visits: VisitDesk) -> None:
    visit, other = visits.prepare(1), visits.prepare(2)
    for _ in range(2):
        do.note_code(visit=visit, code=" JCM7 ", by=visits.by(), at=visits.at)
    assert (visit.inspection_code, Entry.objects.filter(verb="note-code").count()) == ("JCM7", 1)
    with pytest.raises(Refused, match="另一次检查"):
        do.note_code(visit=other, code="JCM7", by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="请填写检查码"):
        do.note_code(visit=visit, code=" ", by=visits.by(), at=visits.at)


def test_elements_of_the_record_are_kept_and_nobody_overwrites_what_he_has_not_seen(
    visits: VisitDesk,
) -> None:
    visit = visits.assigned(1)
    do.edit_record(visit=visit, elements={"in_charge": "演示人"}, by=visits.by(), at=visits.at)
    content = record_content(visit)["elements"]
    assert (content["in_charge"], content["legal_representative"], content["place"]) == (
        "演示人",
        "演示法人",
        "演示路1号",
    )
    with pytest.raises(Refused, match="已由他人修改"):
        do.edit_record(
            visit=visit,
            elements={"in_charge": "另一人"},
            seen={"in_charge": ""},
            by=visits.by(),
            at=visits.at,
        )
    ticked = {"elements": {"rights_told": True}, "seen": {"rights_told": False}}
    do.edit_record(visit=visit, by=visits.by(), at=visits.at, **ticked)
    do.edit_record(visit=visit, by=visits.by(), at=visits.at, **ticked)
    with pytest.raises(Refused, match="没有"):
        do.edit_record(visit=visit, elements={"id_card": "310"}, by=visits.by(), at=visits.at)
    before = Entry.objects.count()
    do.edit_record(visit=visit, elements={"in_charge": "演示人"}, by=visits.by(), at=visits.at)
    assert (visit.record, Entry.objects.count()) == (
        {"in_charge": "演示人", "rights_told": True},
        before,
    )


def test_station_people_and_contractors_are_participants_and_never_inspectors(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    first = do.add_participant(kind="STATION", name="许示安", body="监测站", **told)
    assert do.add_participant(kind="STATION", name="许示安", **told) == first
    with pytest.raises(Refused, match="本次检查人员"):
        do.add_participant(kind="CONTRACTOR", name=visits.team()[0].name, **told)
    with pytest.raises(Refused, match="姓名"):
        do.add_participant(kind="CONTRACTOR", name="", **told)
    assert Participant.objects.count() == 1


def test_a_unit_met_without_a_permit_is_entered_and_found(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    unit, finding = do.register_unlicensed(
        name="演示喷漆坊（演示）",
        address="演示路9号",
        industry_code="8111",
        visit=visit,
        by=visits.by(),
        at=visits.at,
    )
    assert finding is not None
    assert (unit.management_class, unit.industry_code) == ("UNLISTED", "8111")
    assert (finding.facility, finding.visit, finding.conduct) == (unit, visit, "no-permit")
    later = visits.prepare_for(unit)
    assert later.checklist == "unlicensed"
    with pytest.raises(Refused, match="同名同址"):
        do.register_unlicensed(name=unit.name, address=unit.address, by=visits.by(), at=visits.at)
