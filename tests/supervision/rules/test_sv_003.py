"""SV-3: 持证时间不足规定长度，这一期报告不必提交。"""

from datetime import date

import pytest

from postpermit.supervision.report import Report
from tests.supervision.building import case, fires, lacks, owed, permit, report


def test_a_report_demanded_of_a_new_permit_is_a_question() -> None:
    """SV-3 fires: nothing is owed, and why."""
    (hit,) = fires(3, case(None, obligation=owed(), permit=permit(first_issued_on=date(2026, 11, 20))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "APPROVAL", "basic")
    assert (hit.cell, hit.found) == ("登记信息“首次发证日期”", "2026年11月20日首次发证")
    assert hit.expected == "2027年2月20日才满规定的持证时间，本期情况并入下一期报告"


@pytest.mark.parametrize(
    ("kind", "period", "first", "hits"),
    [
        ("ANNUAL", "2026", date(2026, 10, 1), 0),
        ("ANNUAL", "2026", date(2026, 10, 2), 1),
        ("QUARTERLY", "2026Q3", date(2026, 9, 1), 0),
        ("QUARTERLY", "2026Q3", date(2026, 9, 2), 1),
        ("MONTHLY", "2026-06", date(2026, 6, 21), 0),
        ("MONTHLY", "2026-06", date(2026, 6, 22), 1),
        ("MONTHLY", "2026-06", date(2026, 6, 1), 0),
    ],
)
def test_three_months_a_month_or_ten_days_are_enough(kind: str, period: str, first: date, hits: int) -> None:
    """SV-3 at its boundary, for each kind of report as DU-8 counts."""
    asked = case(None, obligation=owed(kind, period), permit=permit(first_issued_on=first))
    assert len(fires(3, asked)) == hits


@pytest.mark.parametrize("note", ["stop_note", "waived"])
def test_nothing_demanded_needs_no_word(note: str) -> None:
    """SV-3 is silent when nothing is demanded any more."""
    young = permit(first_issued_on=date(2026, 11, 20))
    assert fires(3, case(None, obligation=owed(**{note: True}), permit=young)) == []


@pytest.mark.parametrize("read", [None, report()])
def test_without_obligation_or_permit_it_cannot_judge(read: Report | None) -> None:
    """SV-3 needs what is demanded and since when the permit is held."""
    assert lacks(3, case(read)) == ["没有这一期报告的应报信息"]
    assert lacks(3, case(read, obligation=owed(), permit=None)) == ["登记信息中没有首次发证日期"]
