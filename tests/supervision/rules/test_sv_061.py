"""SV-61: 监测结果全部相同，或者全部等于检出限。"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import Sample
from tests.supervision.building import STATISTICS_ROW, case, fires, report, row


def told(count: str = "4", value: str = "30.2", **changes: str) -> Row:
    """A row whose statistics are all one value."""
    same = {"count": count, "min": value, "max": value, "mean": value}
    return row("air-concentration", **STATISTICS_ROW | same | changes)


def sampled(*values: str | None, least: str | None = None) -> tuple[Sample, ...]:
    """Samples of successive months."""
    limit = Decimal(least) if least else None
    return tuple(
        Sample("DA001", "氮氧化物", date(2026, n, 3), Decimal(v) if v else None, detection_limit=limit)
        for n, v in enumerate(values, 1)
    )


@pytest.mark.parametrize(("count", "hits"), [("3", 0), ("4", 1), ("/", 0)])
def test_without_samples_the_report_is_asked(count: str, hits: int) -> None:
    """SV-61 at its boundary: four equal results are a question."""
    found = fires(61, case(report(told(count))))
    assert len(found) == hits
    for hit in found:
        assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "monitoring")
        assert hit.found == "4个结果的最小值、最大值、平均值都是 30.2"
        assert hit.cell[-5:] == "“平均值”"


def test_samples_decide_where_there_are_enough() -> None:
    """SV-61 looks at the samples first; three of them are too few to say."""
    read = report(row("air-concentration", **STATISTICS_ROW))
    (hit,) = fires(61, case(read, samples=sampled("7.1", "7.1", "7.10", "7.1")))
    assert hit.found == "4个结果都是 7.1"
    assert fires(61, case(read, samples=sampled("7.1", "7.1", "7.1", "7.2"))) == []
    assert fires(61, case(read, samples=sampled("7.1", "7.1", "7.1"))) == []
    assert fires(61, case(report(told()), samples=sampled("7.1", "7.2", "7.3", "7.4"))) == []


def test_results_exactly_at_the_detection_limit_are_a_question_and_below_it_are_none() -> None:
    """SV-61 takes ND for what it is."""
    read = report(row("air-concentration", **STATISTICS_ROW))
    (hit,) = fires(61, case(read, samples=sampled("3", "3", "3", "3", least="3")))
    assert hit.found == "4个结果都等于检出限"
    assert fires(61, case(read, samples=sampled(None, None, None, None, least="3"))) == []
    for value in ("ND", "<3", "3L", "0", "/"):
        assert fires(61, case(report(told(value=value)))) == []


def test_coarse_scales_repeat_themselves() -> None:
    """SV-61 does not wonder at 林格曼黑度 1 or at pH 7.2."""
    for pollutant in ("林格曼黑度", "pH", "臭气浓度"):
        assert fires(61, case(report(told(pollutant=pollutant)))) == []


@given(st.lists(st.integers(1, 3), min_size=4, max_size=12))
def test_it_fires_exactly_when_all_are_equal(values: list[int]) -> None:
    """SV-61 as a set of one."""
    asked = case(report(row("air-concentration", **STATISTICS_ROW)), samples=sampled(*map(str, values)))
    assert bool(fires(61, asked)) == (len(set(values)) == 1)
