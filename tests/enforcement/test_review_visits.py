"""What a stranger tried on visits: odd endings, a pair that the draw bars, a team that left, codes written twice."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitComplaint
from postpermit.enforcement.queries.caps import used_visits
from postpermit.enforcement.queries.people import next_drawn
from postpermit.linkage.models import Slip
from postpermit.linkage.operations import approve_slip, call_off_slip
from postpermit.office.access import visible_to
from postpermit.office.operations import disable_officer
from postpermit.office.standing import standing_of
from postpermit.planning.models import YearPlan
from postpermit.planning.states import TriggerReason
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"


def start(visits: VisitDesk, visit: Visit, began: datetime | None = None) -> Visit:
    when = began or visits.at - timedelta(hours=2)
    return do.start_visit(visit=visit, started_at=when, by=visits.by(), at=visits.at)


@pytest.mark.parametrize(
    "reason", [str(r) for r in TriggerReason if r not in ("NONE", "RECHECK", "CASE", "COMPLAINT")]
)
def test_every_triggered_visit_on_site_begins_with_its_code_counting_or_not(
    visits: VisitDesk, reason: str
) -> None:
    visit = visits.assigned(2, kind="TRIGGERED", reason=reason, reason_text="区局转来第3号")
    with pytest.raises(Refused, match="检查码"):
        start(visits, visit)
    do.note_code(visit=visit, code=f"YS2026{reason}", by=visits.by(), at=visits.at)
    assert start(visits, visit).state == "UNDERWAY"


def test_a_recheck_begins_with_a_code_and_the_visit_of_a_case_without(visits: VisitDesk) -> None:
    finding = visits.find(visits.underway(2))
    do.correct_on_the_spot(finding=finding, demand="补设标志牌", by=visits.by(), at=visits.at)
    recheck = visits.assigned(2, kind="RECHECK", reason="RECHECK", recheck_of=finding)
    with pytest.raises(Refused, match="检查码"):
        start(visits, recheck)
    case = visits.assigned(1, kind="CASE", reason="CASE", case=visits.case(1))
    assert start(visits, case).state == "UNDERWAY"
    away = visits.assigned(1, manner="OFF_SITE")
    assert start(visits, away).state == "UNDERWAY"


def test_a_code_stands_on_one_visit_also_in_the_database(visits: VisitDesk) -> None:
    first, second = visits.prepare(1, inspection_code="YS20261"), visits.prepare(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=second.pk).update(inspection_code="YS20261")
    do.cancel_visit(visit=first, why="改期", by=visits.by(HEAD), at=visits.at)
    assert do.note_code(visit=second, code="YS20261", by=visits.by(), at=visits.at).inspection_code


def test_two_who_write_one_code_at_once_are_told(visits: VisitDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    visits.prepare(1, inspection_code="YS20262")
    late = visits.prepare(2)
    # As if the other had not committed yet when this one looked.
    monkeypatch.setattr("postpermit.enforcement.operations.noting.free_code", lambda code, own=None: code)
    monkeypatch.setattr("postpermit.enforcement.operations.visits.free_code", lambda code: code)
    with pytest.raises(Refused, match="一次检查一个码"):
        do.note_code(visit=late, code="YS20262", by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="一次检查一个码"):
        visits.prepare(3, inspection_code="YS20262")


def test_a_time_of_long_ago_is_a_slip_of_the_pen_and_no_fault_of_the_machine(visits: VisitDesk) -> None:
    visit = visits.assigned(1, inspection_code="YS20263")
    Visit.objects.filter(pk=visit.pk).update(entered_on=None)  # of the oldest visits the day is not known
    ancient = visits.at.replace(year=2001)
    with pytest.raises(Refused, match="一年以上"):
        start(visits, visit, ancient)
    with pytest.raises(Refused, match="一年以上"):
        do.finish_visit(
            visit=visit, outcome="NOBODY", conclusion="", ended_at=ancient, by=visits.by(), at=visits.at
        )
    assert start(visits, visit, visits.at - timedelta(days=40)).state == "UNDERWAY"


def test_a_refusal_told_at_length_ends_the_visit_and_one_without_end_is_told_its_limit(
    visits: VisitDesk,
) -> None:
    visit = visits.underway(2)
    with pytest.raises(Refused, match="不超过 2000 字"):
        visits.finish(visit, "REFUSED", "拒" * 2001)
    visits.finish(visit, "REFUSED", "拒" * 2000)
    assert len(visit.findings.get().text) == 2000


def test_a_visit_is_sent_out_from_an_approved_plan_only(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    YearPlan.objects.filter(pk=planned.plan_id).update(state="DRAFT", approved_ref="", approved_on=None)
    planned.plan.refresh_from_db()
    with pytest.raises(Refused, match="还没有批准"):
        visits.prepare(1, planned=planned)
    assert not Visit.objects.exists()


def test_the_pair_goes_that_was_chosen_though_others_stand_before_it(visits: VisitDesk) -> None:
    """Ranks 1 and 2 were there the last time, so the draw chose 1 and 3."""
    planned = visits.plan(1)
    order = (f"enforcement-{n}" for n in (1, 2, 3, 4))
    visits.draw_officers(planned, *order, chosen=(1, 3))
    visit = do.assign_drawn_team(visit=visits.prepare(1, planned=planned), by=visits.by(HEAD), at=visits.at)
    sent = sorted(visit.officers.values_list("officer__user__username", flat=True))
    assert sent == ["enforcement-1", "enforcement-3"]


def test_where_a_drawn_one_cannot_go_the_next_goes_and_nobody_is_picked(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visits.draw_officers(planned, "enforcement-1", "enforcement-2", "enforcement-3", "enforcement-4")
    disable_officer(officer=visits.officer("enforcement-2"), why="调离", by=COMMAND_LINE, at=visits.at)
    visit = visits.prepare(1, planned=planned)
    told = {"visit": visit, "by": visits.by(HEAD), "at": visits.at}
    picked = [visits.officer("enforcement-1"), visits.officer("enforcement-4")]
    with pytest.raises(Refused, match="抽取产生"):
        do.assign_team(officers=picked, **told)
    due = [visits.officer("enforcement-1"), visits.officer("enforcement-3")]
    assert do.assign_team(officers=due, **told).officers.filter(drawn=True).count() == 2


def test_an_order_that_is_used_up_leaves_its_empty_seats_to_the_head(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visits.draw_officers(planned, "enforcement-1", "enforcement-2")
    disable_officer(officer=visits.officer("enforcement-2"), why="调离", by=COMMAND_LINE, at=visits.at)
    visit = visits.prepare(1, planned=planned)
    told = {"visit": visit, "by": visits.by(HEAD), "at": visits.at}
    with pytest.raises(Refused, match="抽取产生"):
        do.assign_team(officers=[visits.officer("enforcement-3"), visits.officer("enforcement-4")], **told)
    do.assign_team(officers=[visits.officer("enforcement-1"), visits.officer("enforcement-4")], **told)
    assert visit.officers.get(drawn=True).officer == visits.officer("enforcement-1")
    assert next_drawn(visit) is None


def test_what_a_closed_gate_set_going_is_stopped_before_the_visit_goes_on(visits: VisitDesk) -> None:
    gone = visits.ended(2, "SHUT")
    slip = Slip.objects.get(facility=visits.units[2])
    again = {"visit": gone, "why": "找错门牌", "by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match=re.escape(slip.number)):
        do.resume_visit(**again)
    call_off_slip(slip=slip, why="结局有误", by=visits.by(HEAD), at=visits.at)
    do.resume_visit(**again)
    visits.finish(gone, "SHUT")
    second = Slip.objects.exclude(pk=slip.pk).get(facility=visits.units[2])
    approve_slip(slip=second, by=visits.by(HEAD), at=visits.at)
    do.resume_visit(**again)
    second.refresh_from_db()
    assert second.state == "WITHDRAWAL_ASKED"


def test_a_visit_whose_team_has_left_is_the_heads_to_end_and_close(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    head = standing_of(visits.officer(HEAD), visits.today)
    clerk = standing_of(visits.officer("enforcement-3"), visits.today)
    assert not visible_to(head, Visit, "finish").filter(pk=visit.pk).exists()
    for account in ("enforcement-1", "enforcement-2"):
        disable_officer(officer=visits.officer(account), why="调离", by=COMMAND_LINE, at=visits.at)
    for act in ("finish", "resume", "close", "sign-paper"):
        assert visible_to(head, Visit, act).filter(pk=visit.pk).exists(), act
        assert not visible_to(clerk, Visit, act).filter(pk=visit.pk).exists(), act
    assert not visible_to(head, Visit, "fill").filter(pk=visit.pk).exists()
    duty = Duty.objects.get(kind="carry-out-visit", state="OPEN", facility=visits.units[1])
    assert duty.post is not None


def test_a_bare_word_does_not_lead_past_the_ceiling(visits: VisitDesk) -> None:
    visits.prepare(3)
    for reason in ("COMPLAINT", "DATA_LEAD", "TRANSFER", "CAMPAIGN", "INSTRUCTION"):
        with pytest.raises(Refused, match="写明来源"):
            visits.prepare(3, kind="TRIGGERED", reason=reason, reason_text=" ")


def test_what_is_over_is_no_reason_for_a_visit(visits: VisitDesk) -> None:
    case = visits.case(1)
    type(case).objects.filter(pk=case.pk).update(state="NOT_FILED")
    with pytest.raises(Refused, match="不能再安排案件调查"):
        visits.prepare(1, kind="CASE", reason="CASE", case=case)
    told = {
        "received_on": visits.today,
        "handled_on": visits.today,
        "replied_on": visits.today,
        "what": "异味",
    }
    old = VisitComplaint.objects.create(
        facility=visits.units[3], state="CLOSED", number="诉1", source="LETTER", result="UNFOUNDED", outcome="未见异味",
        entered_ref="officer:示", entered_name="示", **told,
    )  # fmt: skip
    with pytest.raises(Refused, match="不能再据以安排检查"):
        visits.prepare(3, kind="TRIGGERED", reason="COMPLAINT", complaint=old)


def test_a_visit_counts_in_the_year_in_which_it_was_made(visits: VisitDesk) -> None:
    visit = visits.assigned(
        3, inspection_code="YS20270101", scheduled_on=visits.today.replace(month=12, day=31)
    )
    assert (used_visits(visits.units[3], 2026), used_visits(visits.units[3], 2027)) == (1, 0)
    new_year = visits.at.replace(year=2027, month=1, day=4)
    do.start_visit(visit=visit, started_at=new_year, by=visits.by(), at=new_year)
    assert (used_visits(visits.units[3], 2026), used_visits(visits.units[3], 2027)) == (0, 1)
