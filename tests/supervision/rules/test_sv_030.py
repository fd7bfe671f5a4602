"""SV-30: 有超标数据，超标时段报表没有对应记录，也没有说明原因。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import STATISTICS_ROW, WATER_ROW, case, fires, report, row

AIR, WATER = "air-concentration", "water-concentration"
EXCEEDED = row(AIR, 2, **STATISTICS_ROW | {"exceeded": "1"})


def listed(table: str = "air-exceedance", **changes: str) -> Row:
    """A line of the list of exceedances."""
    told = {
        "on": "2026-05-11",
        "outlet": "DA001",
        "pollutant": "氮氧化物",
        "concentration": "60",
        "cause": "调试",
    }
    return row(table, **told | changes)


def hits(*rows: Row, **chapters: str) -> int:
    """How often it fires."""
    return len(fires(30, case(report(*rows, chapters=chapters))))


def test_exceedances_without_a_list_are_a_hit() -> None:
    """SV-30 fires at the count."""
    (hit,) = fires(30, case(report(EXCEEDED)))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-30",
        "SUBSTANTIVE",
        "ECOLOGY",
        "monitoring",
    )
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第2行“超标数据数量”"
    assert (hit.found, hit.message[:10]) == ("1", "DA001·氮氧化物")


@pytest.mark.parametrize("count", ["0", "/", "", "无", "-1"])
def test_none_is_none(count: str) -> None:
    """SV-30 at its boundary: one exceedance is enough, none is none."""
    assert hits(row(AIR, **STATISTICS_ROW | {"exceeded": count})) == 0


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (listed(), 0),
        (listed(pollutant="颗粒物、NOx"), 1),
        (listed(pollutant="颗粒物、氮氧化物"), 0),
        (listed(outlet=""), 0),
        (listed(outlet="DA002"), 1),
        (listed(pollutant="颗粒物"), 1),
        (listed("water-exceedance"), 1),
    ],
)
def test_the_list_must_name_outlet_and_pollutant(line: Row, count: int) -> None:
    """SV-30 is content with a line of the same outlet and pollutant in the list of the medium."""
    assert hits(EXCEEDED, line) == count


def test_water_has_its_own_list() -> None:
    """SV-30 looks for water among water."""
    water = row(WATER, **WATER_ROW | {"exceeded": "2"})
    assert hits(water) == 1
    assert hits(water, listed("water-exceedance", outlet="DW001", pollutant="化学需氧量")) == 0


@pytest.mark.parametrize(
    ("remark", "count"), [("开停炉期间，豁免", 0), ("手工监测", 1), ("未超标", 1), ("/", 1)]
)
def test_a_remark_with_a_reason_is_enough(remark: str, count: int) -> None:
    """SV-30 does not take any remark for a reason."""
    assert hits(row(AIR, **STATISTICS_ROW | {"exceeded": "1", "remark": remark})) == count


def test_rates_have_a_column_for_the_cause() -> None:
    """SV-30 judges rates, which have no list of their own, by their cause."""
    rate = {"outlet": "DA001", "pollutant": "氮氧化物", "exceeded": "1"}
    assert hits(row("air-rate", **rate, cause="/")) == 1
    assert hits(row("air-rate", **rate, cause="风机故障")) == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [("5月11日DA001氮氧化物超标1小时，系调试所致。", 0), ("DA001各污染物未超标。", 1), ("DA002超标1次。", 1)],
)
def test_a_sentence_about_it_is_enough(text: str, count: int) -> None:
    """SV-30 reads whether the text tells of it at this outlet."""
    assert hits(EXCEEDED, emissions=text) == count


@pytest.mark.parametrize(("value", "count"), [("55", 0), ("50", 1), ("/", 1)])
def test_a_failure_that_passed_the_limit_tells_of_it(value: str, count: int) -> None:
    """SV-30 accepts the table of failures only where it shows a value above the limit."""
    failure = row("facility-abnormal", facility="TA001", pollutant="氮氧化物", concentration=value)
    assert hits(EXCEEDED, failure) == count
