"""SV-54: 报告的平均值与自动监测数据的平均值不一致。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.facts import AutomaticFacts, MonitoringFacts
from postpermit.supervision.rules.monitoring import differs
from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, permit, report, row

AUTOMATIC = permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "AUTOMATIC", "连续"),))


def told(mean: str, device: str = "自动监测") -> Row:
    """The instrument's row with this mean; the limit is 50."""
    return row("air-concentration", **STATISTICS_ROW | {"mean": mean, "device": device})


def known(mean: str | None) -> tuple[AutomaticFacts, ...]:
    """What the automatic data say, under another spelling of the pollutant."""
    return (AutomaticFacts("da001", "NOx", mean=Decimal(mean) if mean else None),)


@pytest.mark.parametrize(("mean", "hit"), [("27.0", False), ("26.9", True), ("33.0", False), ("33.1", True)])
def test_a_tenth_off_is_kept_and_more_is_a_question(mean: str, hit: bool) -> None:
    """SV-54 at its boundary: 10 % of the automatic mean."""
    found = fires(54, case(report(told(mean)), permit=AUTOMATIC, automatic=known("30")))
    assert [(h.kind, h.expected) for h in found] == ([("QUESTION", "与自动监测均值 30 一致")] if hit else [])


def test_a_mean_above_the_limit_that_the_report_brings_below_it_is_worse() -> None:
    """SV-54 is substantive when the report hides what is above the limit."""
    (hit,) = fires(54, case(report(told("40")), permit=AUTOMATIC, automatic=known("51")))
    assert (hit.kind, hit.division, hit.cell[-5:]) == ("SUBSTANTIVE", "ECOLOGY", "“平均值”")
    (hit,) = fires(54, case(report(told("60")), permit=AUTOMATIC, automatic=known("90")))
    assert hit.kind == "QUESTION"


def test_rounding_and_sampling_by_hand_are_no_difference() -> None:
    """SV-54 allows the rounding of what is written, and compares no manual mean."""
    assert fires(54, case(report(told("1")), permit=AUTOMATIC, automatic=known("1.4"))) == []
    assert fires(54, case(report(told("1", "手工监测")), permit=AUTOMATIC, automatic=known("30"))) == []


def test_below_detection_is_below_its_limit() -> None:
    """SV-54 takes <3 as at most 3."""
    assert fires(54, case(report(told("<3")), permit=AUTOMATIC, automatic=known("2"))) == []
    assert len(fires(54, case(report(told("3L")), permit=AUTOMATIC, automatic=known("30")))) == 1


def test_without_automatic_data_it_cannot_judge_what_an_instrument_measured() -> None:
    """SV-54 lacks the data where the permit or the report tells of an instrument; else it has nothing to judge."""
    assert lacks(54, case(report(told("30")), permit=None)) == ["没有自动监测数据"]
    assert lacks(54, case(report(told("30")), permit=AUTOMATIC, automatic=())) == [
        "DA001 氮氧化物 没有自动监测的平均值"
    ]
    assert fires(54, case(report(told("30", "手工监测")))) == []
    assert fires(54, case(report(told("/")), permit=AUTOMATIC)) == []


@given(st.decimals("0.001", "9999", places=3), st.integers(0, 3))
def test_the_true_mean_rounded_never_differs(true: Decimal, places: int) -> None:
    assert not differs(Cell(str(round(true, places))), true, Decimal("0.1"))
