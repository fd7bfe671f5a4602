"""SV-81: 许可证到期或终止后仍报告有排放。"""

from datetime import date

import pytest

from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, case, fires, lacks, permit, report, row

YEAR = report(row("air-amount", **AMOUNT_ROW))
QUARTER = report(
    row("air-amount", **AMOUNT_ROW | {"p1": "0.2", "p2": "0.1", "p3": "0", "p4": ""}),
    kind="QUARTERLY",
    period="2026Q2",
)


def test_a_period_after_the_end_with_amounts_is_a_hit() -> None:
    """SV-81 fires at the first amount, for 审批科, with the day of the end."""
    (hit,) = fires(81, case(YEAR, permit=permit(valid_to=date(2025, 12, 31))))
    assert (hit.kind, hit.division, hit.clause) == ("SUBSTANTIVE", "APPROVAL", "regulation:33")
    assert (hit.found, hit.cell) == ("1.0", "废气污染物实际排放量报表 第1行“合计”")
    assert hit.expected == "许可证2025年12月31日后没有排放"


def test_an_ended_permit_ends_before_its_validity() -> None:
    """SV-81 takes the earlier of both days."""
    assert len(fires(81, case(YEAR, permit=permit(ended_on=date(2025, 11, 1))))) == 1


@pytest.mark.parametrize(
    ("ended", "found"),
    [
        (date(2026, 12, 31), []),
        (date(2026, 10, 1), []),
        (date(2026, 9, 30), ["0.25"]),
        (date(2026, 3, 31), ["0.25"]),
    ],
)
def test_within_a_year_only_quarters_that_begin_after_the_end_tell(ended: date, found: list[str]) -> None:
    """SV-81 at its boundaries: a quarter that holds the last day tells nothing."""
    assert [h.found for h in fires(81, case(YEAR, permit=permit(ended_on=ended)))] == found


def test_within_a_quarter_the_months_tell() -> None:
    """SV-81 reads the month after the end, and zero is no discharge."""
    assert [h.found for h in fires(81, case(QUARTER, permit=permit(ended_on=date(2026, 4, 30))))] == ["0.1"]
    assert fires(81, case(QUARTER, permit=permit(ended_on=date(2026, 5, 31)))) == []


def test_an_application_not_yet_answered_makes_it_a_question() -> None:
    """SV-81 asks only, when renewal was applied for in time."""
    waiting = permit(valid_to=date(2025, 12, 31), renewal_applied_on=date(2025, 10, 1))
    assert [h.kind for h in fires(81, case(YEAR, permit=waiting))] == ["QUESTION"]


def test_nothing_discharged_or_a_permit_in_force_is_right() -> None:
    """SV-81 does not fire on / and zero after the end, nor within the validity."""
    nothing = row("air-amount", outlet="DA001", pollutant="氮氧化物", p1="/", total="0")
    assert fires(81, case(report(nothing), permit=permit(ended_on=date(2025, 1, 1)))) == []
    assert fires(81, case(YEAR)) == []


def test_results_of_outlets_tell_of_discharge_too() -> None:
    """SV-81 takes a monitored outlet for discharge where no amount is reported, in a period wholly after the end."""
    read = report(row("air-concentration", **STATISTICS_ROW))
    assert [h.found for h in fires(81, case(read, permit=permit(ended_on=date(2025, 1, 1))))] == ["40"]
    assert fires(81, case(read, permit=permit(ended_on=date(2026, 2, 1)))) == []


def test_without_the_permit_it_cannot_judge() -> None:
    """SV-81 says 无法判断 without the permit."""
    assert lacks(81, case(YEAR, permit=None)) == ["没有许可证登记信息"]
