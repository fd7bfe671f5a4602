"""SV-57: 报告的监测结果与上传的监测结果不一致。"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.facts import MonitoringFacts, Sample
from postpermit.supervision.rules.sampled import ranges_of, statistics, strays
from tests.supervision.building import STATISTICS_ROW, WATER_ROW, case, fires, lacks, permit, report, row

TOLD = {"count": "4", "min": "20", "max": "40", "mean": "30"}


def told(**changes: str) -> Row:
    """The row: 4 results of 20, 25, 35 and 40 mg/m³."""
    return row("air-concentration", **STATISTICS_ROW | TOLD | changes)


def sampled(
    *values: str | None, outlet: str = "DA001", least: str | None = None, **more: object
) -> tuple[Sample, ...]:
    """Samples a month apart; None: below detection."""
    limit = Decimal(least) if least else None
    return tuple(
        Sample(
            outlet,
            "氮氧化物" if outlet == "DA001" else "化学需氧量",
            date(2026, 1, 15) + timedelta(days=30 * n),
            Decimal(value) if value else None,
            detection_limit=limit,
            **more,  # type: ignore[arg-type]
        )
        for n, value in enumerate(values)
    )


FOUR = sampled("20", "25", "35", "40")


def test_what_agrees_is_none() -> None:
    """SV-57 does not fire on the true statistics."""
    assert fires(57, case(report(told()), samples=FOUR)) == []


@pytest.mark.parametrize(
    ("column", "value", "label", "expected"),
    [
        ("max", "13", "最大值", "上传结果的最大值为 40"),
        ("min", "22", "最小值", "上传结果的最小值为 20"),
        ("mean", "24.0", "平均值", "上传结果的平均值为 30"),
        ("count", "3", "数量", "上传结果有 4 个"),
    ],
)
def test_each_statistic_is_compared(column: str, value: str, label: str, expected: str) -> None:
    """SV-57 fires on the cell that differs."""
    (hit,) = fires(57, case(report(told(**{column: value})), samples=FOUR))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert (hit.found, hit.expected) == (value, expected)
    assert hit.message == f"DA001·氮氧化物·{label}：报告的监测结果与上传的监测结果不一致。"


@pytest.mark.parametrize(
    ("column", "value", "hits"),
    [
        ("max", "40.4", 0),
        ("max", "40.5", 1),
        ("max", "39.6", 0),
        ("mean", "31.5", 0),
        ("mean", "31.6", 1),
        ("max", "4E+1", 0),
    ],
)
def test_the_tolerances_themselves_are_kept(column: str, value: str, hits: int) -> None:
    """SV-57 at its boundaries: 1 % of an extreme, 5 % of a mean, and the rounding of what is written."""
    assert len(fires(57, case(report(told(**{column: value})), samples=FOUR))) == hits


def test_several_values_of_one_sampling_are_a_multiple_and_no_question() -> None:
    """SV-57: 12 values of 4 samples are three each; 13 cannot be explained and is a question."""
    assert fires(57, case(report(told(count="12")), samples=FOUR)) == []
    (hit,) = fires(57, case(report(told(count="13")), samples=FOUR))
    assert hit.kind == "QUESTION"


def test_below_detection_is_a_range() -> None:
    """SV-57 accepts every usual way to count what was not found, but not what cannot be."""
    some, none = sampled("20", None, None, "40", least="3"), sampled(None, None, None, None, least="3")
    for low, mean in (("ND", "15"), ("<3", "16.5"), ("3L", "30"), ("1.5", "15.8"), ("0", "15")):
        assert fires(57, case(report(told(min=low, mean=mean)), samples=some)) == []
    assert len(fires(57, case(report(told(min="ND", max="ND", mean="16")), samples=some))) == 1
    assert fires(57, case(report(told(min="ND", max="<3", mean="未检出")), samples=none)) == []
    (hit,) = fires(57, case(report(told(min="ND", max="9", mean="ND")), samples=none))
    assert hit.expected == "上传结果的最大值为 不高于 3"


def test_water_is_compared_by_days() -> None:
    """SV-57: the statistics of waste water are those of daily means."""
    one_day = tuple(
        Sample("DW001", "化学需氧量", date(2026, 5, day), Decimal(value))
        for day, value in ((1, 100), (1, 140), (2, 200), (2, 160))
    )
    read = report(
        row("water-concentration", **WATER_ROW | {"count": "2", "min": "120", "max": "180", "mean": "150"})
    )
    assert fires(57, case(read, samples=one_day)) == []


def test_instruments_blank_rows_and_samples_of_another_year_are_left_out() -> None:
    """SV-57 compares manual results of the period."""
    assert fires(57, case(report(told(device="自动监测")), samples=())) == []
    automatic = permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "AUTOMATIC", "连续"),))
    assert fires(57, case(report(told(max="13")), permit=automatic, samples=FOUR)) == []
    for none in ("/", "0"):
        assert fires(57, case(report(told(count=none, min="/", max="/", mean="/")), samples=())) == []
    late = (*FOUR, Sample("DA001", "氮氧化物", date(2027, 1, 5), Decimal(99)))
    assert fires(57, case(report(told()), samples=late)) == []


def test_what_cannot_be_compared_is_said() -> None:
    """SV-57 lacks samples, one row for the pair, or one unit."""
    assert lacks(57, case(report(told()))) == ["没有上传的自行监测结果"]
    assert lacks(57, case(report(told()), samples=())) == ["DA001 氮氧化物 没有上传的监测结果"]
    assert lacks(57, case(report(told(), told()), samples=FOUR)) == [
        "DA001 氮氧化物 在报告中有多行，无法与监测结果对应"
    ]
    other = sampled("20", unit="μg/m³")
    assert lacks(57, case(report(told()), samples=other)) == [
        "DA001 氮氧化物 的监测结果与限值单位不同，无法比较"
    ]
    assert fires(57, case(report(told()), samples=sampled("20", "25", "35", "40", unit="mg/Nm3"))) == []


@given(st.lists(st.decimals("0.01", "500", places=2), min_size=1, max_size=20), st.integers(0, 2))
def test_true_statistics_rounded_never_stray(values: list[Decimal], places: int) -> None:
    samples = sampled(*map(str, values))
    for daily in (True, False):
        for name, true in statistics(ranges_of(samples, daily=daily)).items():
            written = Cell(str(round(true[0], places)))
            assert not strays(written, true, Decimal("0.01"), strict=name != "mean")
