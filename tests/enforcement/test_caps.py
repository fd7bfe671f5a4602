"""The yearly ceiling beside the minima: what counts, what is refused, and what the head lets through once."""

import pytest

from postpermit.duties.operations import record_act
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import VisitComplaint
from postpermit.enforcement.queries.caps import free_exceptions, used_visits
from postpermit.planning.operations import approve_exception
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"


def test_over_the_ceiling_is_refused_with_the_reason_and_exemptions_do_not_count(visits: VisitDesk) -> None:
    first = visits.prepare(3)
    assert (first.counts_toward_cap, used_visits(visits.units[3], 2026)) == (True, 1)
    with pytest.raises(Refused, match="年度上限 1次.*本年已计 1 次.*不能安排"):
        visits.prepare(3)
    assert not visits.prepare(3, manner="OFF_SITE").counts_toward_cap
    assert not visits.prepare(
        3, kind="TRIGGERED", reason="COMPLAINT", complaint=told(visits)
    ).counts_toward_cap
    assert used_visits(visits.units[3], 2026) == 1
    with pytest.raises(Refused, match="年度上限"):
        visits.prepare(3, kind="TRIGGERED", reason="FOLLOW_UP")


def told(visits: VisitDesk) -> VisitComplaint:
    """A registered complaint about the registered unit."""
    return do.register_complaint(
        source="HOTLINE", received_on=visits.today, facility=visits.units[3], what="夜间有异味。", by=visits.by(), at=visits.at
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["COMPLAINT", "DATA_LEAD", "TRANSFER"])
def test_below_the_ceiling_words_will_do_and_at_it_only_a_record_or_the_head(
    visits: VisitDesk, reason: str
) -> None:
    """PL-78: one letter is nowhere enough."""
    given = {"kind": "TRIGGERED", "reason": reason}
    with pytest.raises(Refused, match="不少于 6 个字"):
        visits.prepare(3, **given, reason_text="x")
    assert not visits.prepare(3, **given).counts_toward_cap
    visits.prepare(3)
    with pytest.raises(Refused, match="由负责人确认") as refused:
        visits.prepare(3, **given)
    assert refused.value.place == "exception"
    let = approve_exception(
        facility=visits.units[3], year=2026, why="已核实", by=visits.by(HEAD), at=visits.at
    )
    visit = visits.prepare(3, **given, exception=let)
    assert (visit.exception, visit.counts_toward_cap) == (let, False)
    assert used_visits(visits.units[3], 2026) == 1


def test_the_head_lets_one_visit_through_once(visits: VisitDesk) -> None:
    unit = visits.units[3]
    visits.prepare(3)
    with pytest.raises(Refused, match="理由"):
        approve_exception(facility=unit, year=2026, why=" ", by=visits.by(HEAD), at=visits.at)
    with pytest.raises(Refused, match="今年或明年"):
        approve_exception(facility=unit, year=2025, why="群众反映强烈", by=visits.by(HEAD), at=visits.at)
    let = approve_exception(facility=unit, year=2026, why="群众反映强烈", by=visits.by(HEAD), at=visits.at)
    assert free_exceptions(unit, 2026) == [let]
    with pytest.raises(Refused, match="不是这个单位"):
        visits.prepare(2, exception=let)
    visit = visits.prepare(3, exception=let)
    assert (visit.exception, free_exceptions(unit, 2026)) == (let, [])
    assert "群众反映强烈" in str(Entry.objects.filter(verb="prepare").latest("pk").facts["cap"])
    with pytest.raises(Refused, match="只用一次"):
        visits.prepare(3, exception=let)
    do.cancel_visit(visit=visit, why="改期", by=visits.by(HEAD), at=visits.at)
    assert visits.prepare(3, exception=let).exception == let


def test_an_exception_is_not_spent_where_none_is_needed(visits: VisitDesk) -> None:
    let = approve_exception(facility=visits.units[3], year=2026, why="预留", by=visits.by(HEAD), at=visits.at)
    assert visits.prepare(3, exception=let).exception is None
    assert free_exceptions(visits.units[3], 2026) == [let]


def test_a_locked_gate_uses_nothing_up_and_a_cancelled_visit_neither(visits: VisitDesk) -> None:
    visits.ended(3, "NOBODY")
    assert used_visits(visits.units[3], 2026) == 0
    do.cancel_visit(visit=visits.prepare(3), why="改期", by=visits.by(HEAD), at=visits.at)
    assert used_visits(visits.units[3], 2026) == 0
    visits.ended(3)
    assert used_visits(visits.units[3], 2026) == 1


def test_an_inspection_entered_without_a_visit_counts_as_well(visits: VisitDesk) -> None:
    record_act(
        kind="inspection",
        facility=visits.units[3],
        on=visits.today,
        who="韩示安",
        result="未见异常",
        by=visits.by(),
        at=visits.at,
    )
    assert used_visits(visits.units[3], 2026) == 1
    with pytest.raises(Refused, match="年度上限"):
        visits.prepare(3)
    assert used_visits(visits.units[3], 2027) == 0


def test_what_came_to_nothing_is_gone_on_with_only_while_the_ceiling_leaves_room(visits: VisitDesk) -> None:
    locked = visits.ended(3, "NOBODY")
    visits.ended(3)
    with pytest.raises(Refused, match="年度上限"):
        do.resume_visit(visit=locked, why="再去", by=visits.by(), at=visits.at)
