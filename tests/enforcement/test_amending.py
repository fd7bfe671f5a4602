"""When a visit began: not before it was prepared, and a wrong time is put right while it is under way."""

from datetime import timedelta

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.rules.visits import before_prepared
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from tests.conftest import TODAY
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db


def test_nothing_happens_before_the_visit_was_prepared() -> None:
    """EN-12"""
    assert before_prepared(TODAY, TODAY, "开始时间") == ""
    assert before_prepared(TODAY - timedelta(days=400), None, "开始时间") == ""
    fault = before_prepared(TODAY - timedelta(days=1), TODAY, "开始时间")
    assert "开始时间不能早于安排这次检查的日期" in fault
    assert TODAY.isoformat() in fault


def test_a_visit_begins_and_ends_no_earlier_than_it_was_prepared(visits: VisitDesk) -> None:
    visit = visits.assigned(1, inspection_code="JCM1")
    assert visit.entered_on == visits.today
    yesterday = visits.at - timedelta(days=1)
    with pytest.raises(Refused, match="不能早于安排"):
        do.start_visit(visit=visit, started_at=yesterday, by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="结束时间不能早于安排"):
        do.finish_visit(
            visit=visit, outcome="NOBODY", conclusion="", ended_at=yesterday, by=visits.by(), at=visits.at
        )
    visit.refresh_from_db()
    assert visit.state == "ASSIGNED"


def test_a_wrong_start_is_put_right_with_its_reason(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    finding = visits.find(visit)
    before, right = visit.started_at, visits.at - timedelta(hours=1)
    done = do.amend_start(visit=visit, started_at=right, why="误写为前一小时", by=visits.by(), at=visits.at)
    assert (done.state, done.started_at) == ("UNDERWAY", right.replace(second=0, microsecond=0))
    entry = next(iter(timeline(done)))
    assert before is not None
    assert (entry.why, entry.facts["from"]) == ("误写为前一小时", before.isoformat())
    finding.refresh_from_db()
    assert finding.found_on == visits.today


def test_a_start_is_only_put_right_while_under_way_and_with_something_to_put_right(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    told = {"visit": visit, "why": "误写", "by": visits.by(), "at": visits.at}
    for wrong in (visit.started_at, visits.at + timedelta(minutes=5), visits.at - timedelta(days=2)):
        with pytest.raises(Refused):
            do.amend_start(started_at=wrong, **told)
    with pytest.raises(Refused):
        do.amend_start(started_at=visits.at - timedelta(hours=1), **told | {"why": " "})
    ended = visits.finish(visit)
    with pytest.raises(Refused):
        do.amend_start(started_at=visits.at - timedelta(hours=1), **told | {"visit": ended})
