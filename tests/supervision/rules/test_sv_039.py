"""SV-39: 低于检出限的监测结果写成了0。"""

from datetime import date
from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import Sample
from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, report, row

ZERO = STATISTICS_ROW | {"min": "0"}
FUGITIVE = {
    "point": "厂界",
    "on": "2026-03-01",
    "pollutant": "颗粒物",
    "limit": "1.0",
    "result": "0",
    "exceeded": "否",
}


def sample(
    value: str | None, limit: str | None, outlet: str = "DA001", pollutant: str = "氮氧化物"
) -> Sample:
    """An uploaded result with its detection limit."""
    on = date(2026, 3, 1)
    return Sample(outlet, pollutant, on, value and Decimal(value), detection_limit=limit and Decimal(limit))  # type: ignore[arg-type]


@pytest.mark.parametrize("found", [sample(None, "3"), sample("0", "3"), sample("2.9", "3")])
def test_a_zero_that_was_below_detection_is_a_formal_hit(found: Sample) -> None:
    """SV-39 fires when a sample says below detection."""
    (hit,) = fires(39, case(report(row("air-concentration", 5, **ZERO)), samples=(found,)))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell.endswith("第5行“最小值”")
    assert (hit.found, hit.expected) == ("0", "按未检出或低于检出限填写（检出限 3）")


def test_fugitive_results_are_judged_alike() -> None:
    """SV-39 fires in the table of single results."""
    found = sample(None, None, "厂界", "颗粒物")
    (hit,) = fires(39, case(report(row("fugitive", **FUGITIVE)), samples=(found,)))
    assert (hit.found, hit.expected) == ("0", "按未检出或低于检出限填写")


def test_a_sample_at_its_limit_was_found() -> None:
    """SV-39 at its boundary: a value equal to the detection limit is a result; the zero is another rule's matter."""
    assert fires(39, case(report(row("air-concentration", **ZERO)), samples=(sample("3", "3"),))) == []


def test_instruments_and_absent_results_may_be_zero() -> None:
    """SV-39 does not fire on automatic data, on rows without data, on blackness."""
    for change in ({"device": "自动监测"}, {"count": "0"}, {"pollutant": "林格曼黑度"}, {"min": "ND"}):
        assert fires(39, case(report(row("air-concentration", **ZERO | change)))) == []


def test_without_samples_a_zero_cannot_be_judged() -> None:
    """SV-39 says 无法判断 without samples, or without one of this outlet and pollutant."""
    read = report(row("air-concentration", **ZERO))
    expected = ["没有上传的自行监测结果，无法核实写为0的结果是否低于检出限"]
    assert lacks(39, case(read)) == expected
    assert lacks(39, case(read, samples=(sample(None, "3", "DA002"),))) == expected
