"""SV-5: 当年季报或月报已交，年报到期没有提交。"""

from datetime import date, datetime

import pytest

from postpermit.supervision.rules.facts import FiledReport
from tests.supervision.building import case, fires, lacks, owed, permit, report

QUARTERS = tuple(FiledReport("QUARTERLY", f"2026Q{n}", date(2026, 3 * n, 15)) for n in (1, 2))


def test_quarters_came_and_the_year_did_not() -> None:
    """SV-5 fires: what came, and what is missing."""
    (hit,) = fires(5, case(None, obligation=owed(), filed=QUARTERS))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "APPROVAL", "basic")
    assert (hit.cell, hit.expected) == ("2026年年报", "不晚于2027年1月31日提交")
    assert hit.found == "只交了2026年第1季度、2026年第2季度的报告"


@pytest.mark.parametrize(("on", "hits"), [(date(2027, 1, 31), 0), (date(2027, 2, 1), 1)])
def test_the_last_day_is_in_time(on: date, hits: int) -> None:
    """SV-5 at its boundary."""
    assert len(fires(5, case(None, obligation=owed(), filed=QUARTERS, on=on))) == hits


def test_it_is_silent_when_the_year_came_or_is_not_awaited() -> None:
    """SV-5 does not fire for what came, was waived, is owed by nobody, or stands beside nothing else."""
    annual = FiledReport("ANNUAL", "2026", date(2027, 1, 20))
    other_year = (FiledReport("QUARTERLY", "2025Q4", date(2026, 1, 15)),)
    assert fires(5, case(report(), obligation=owed(), filed=QUARTERS)) == []
    assert fires(5, case(None, obligation=owed(submitted_at=datetime(2027, 3, 1)), filed=QUARTERS)) == []
    assert fires(5, case(None, obligation=owed(), filed=(*QUARTERS, annual))) == []
    assert fires(5, case(None, obligation=owed(stop_note=True), filed=QUARTERS)) == []
    assert fires(5, case(None, obligation=owed(), filed=other_year)) == []
    assert fires(5, case(None, obligation=owed("QUARTERLY", "2026Q3"), filed=QUARTERS)) == []
    young = permit(first_issued_on=date(2026, 11, 20))
    assert fires(5, case(None, obligation=owed(), filed=QUARTERS, permit=young)) == []


def test_without_knowing_what_is_owed_and_filed_it_cannot_judge() -> None:
    """SV-5 says 无法判断 without obligation, without the list of what came, and by a default date."""
    assert lacks(5, case(None)) == ["没有这一期报告的应报信息"]
    assert lacks(5, case(None, obligation=owed())) == ["没有当年季报、月报的提交记录"]
    assert "默认" in lacks(5, case(None, obligation=owed(due_source="default"), filed=QUARTERS))[0]
