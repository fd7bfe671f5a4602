"""SV-1: 应报的执行报告到期没有提交。"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.rules.facts import FiledReport
from tests.supervision.building import ON, case, fires, lacks, owed, permit, report, verdict

DUE = date(2027, 1, 31)


def test_nothing_came_by_the_day_of_the_permit() -> None:
    """SV-1 fires: which report, and until when."""
    (hit,) = fires(1, case(None, obligation=owed()))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("2026年年报", "未提交", "不晚于2027年1月31日提交")
    assert hit.message == "2026年年报：应报的执行报告到期没有提交。"
    assert hit.clause == "regulation:22"


def test_a_day_moved_by_notice_binds_too() -> None:
    """SV-1 judges by a notice as by the permit."""
    later = owed(due_on=date(2027, 2, 28), due_source="notice")
    assert fires(1, case(None, obligation=later)) == []
    assert len(fires(1, case(None, obligation=later, on=date(2027, 3, 1)))) == 1


@given(st.integers(-400, 400))
def test_it_fires_from_the_day_after_the_last_one_on(days: int) -> None:
    """SV-1 at its boundary: on the last day itself nothing is late."""
    on = DUE + timedelta(days=days)
    assert len(fires(1, case(None, obligation=owed(due_on=DUE), on=on))) == (days > 0)


@pytest.mark.parametrize("note", ["stop_note", "waived"])
def test_a_stop_note_or_a_waiver_is_enough(note: str) -> None:
    """SV-1 is silent where nothing more is awaited."""
    assert fires(1, case(None, obligation=owed(**{note: True}))) == []


def test_what_came_is_no_matter_of_this_rule() -> None:
    """SV-1 is silent when the report is there, or known to have come."""
    assert fires(1, case(report(), obligation=owed())) == []
    assert fires(1, case(None, obligation=owed(submitted_at=datetime(2027, 3, 1)))) == []
    filed = (FiledReport("ANNUAL", "2026", date(2027, 1, 20)),)
    assert fires(1, case(None, obligation=owed(), filed=filed)) == []


@pytest.mark.parametrize(
    ("kind", "period", "hits"),
    [("QUARTERLY", "2026Q4", 0), ("MONTHLY", "2026-12", 0), ("QUARTERLY", "2026Q3", 1)],
)
def test_the_annual_report_stands_for_the_last_part_of_its_year(kind: str, period: str, hits: int) -> None:
    """SV-1 lets the annual report replace the last quarter's and month's, and no other."""
    filed = (FiledReport("ANNUAL", "2026", date(2027, 1, 20)),)
    assert len(fires(1, case(None, obligation=owed(kind, period), filed=filed))) == hits


def test_a_permit_held_too_short_owes_nothing() -> None:
    """SV-1 leaves that case to SV-3."""
    assert fires(1, case(None, obligation=owed(), permit=permit(first_issued_on=date(2026, 11, 20)))) == []


def test_a_default_date_proves_no_lateness() -> None:
    """SV-1 says 无法判断 where neither permit nor notice gives the day."""
    (said,) = lacks(1, case(None, obligation=owed(due_source="default")))
    assert said == "许可证和通知都没有写明提交期限，默认为2027年1月31日，不能据此认定逾期"
    assert "默认为" not in lacks(1, case(None, obligation=owed(due_on=None)))[0]


def test_without_the_obligation_it_cannot_judge_an_absence() -> None:
    """SV-1 needs to know what is owed; of a report that is there it needs nothing."""
    assert lacks(1, case(None)) == ["没有这一期报告的应报信息"]
    assert verdict(1, case(report(), on=ON)).gaps == ()
