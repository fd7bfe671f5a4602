"""SV-83: 与其他单位使用同一检测报告，或监测数值雷同。"""

from datetime import date
from decimal import Decimal

import pytest

from postpermit.supervision.rules.cross_unit import figures_told
from postpermit.supervision.rules.facts import OtherReport, Sample
from tests.supervision.building import (
    NAME,
    STATISTICS_ROW,
    WATER_ROW,
    case,
    fires,
    lacks,
    report,
    row,
    verdict,
)

SAMPLES = (Sample("DA001", "氮氧化物", date(2026, 5, 1), Decimal(30), report_number="HJ2026-0012"),)
READ = report(row("air-concentration", **STATISTICS_ROW), row("water-concentration", **WATER_ROW))
FIGURES = figures_told(READ)
NEIGHBOUR = "邻家厂（演示）"


def other(*numbers: str, values: tuple[Decimal, ...] = (), holder: str = NEIGHBOUR) -> OtherReport:
    """What another holder's report shares."""
    return OtherReport(holder, frozenset(numbers), values)


def test_one_laboratory_report_of_two_holders_is_a_hit() -> None:
    """SV-83 is substantive for the same number, in any writing; it names the holder, for 生态科."""
    (hit,) = fires(83, case(READ, samples=SAMPLES, others=(other("ｈj2026-0012 "),)))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert (hit.found, hit.cell) == ("HJ2026-0012", "检测报告编号")
    assert hit.message.startswith(f"{NEIGHBOUR}：")


def test_the_same_figures_in_any_order_are_asked_about() -> None:
    """SV-83 is a question for equal figures."""
    (hit,) = fires(83, case(READ, samples=SAMPLES, others=(other(values=FIGURES[::-1]),)))
    assert (hit.kind, hit.found) == ("QUESTION", "6 个数值相同")


def test_figures_of_the_laboratory_are_compared_as_well() -> None:
    """SV-83 compares single results where the other report brings those."""
    samples = tuple(Sample("DA001", "氮氧化物", date(2026, n, 1), Decimal(n)) for n in range(1, 7))
    twin = other(values=tuple(Decimal(n) for n in range(1, 7)))
    assert len(fires(83, case(READ, samples=samples, others=(twin,)))) == 1


@pytest.mark.parametrize(("mean", "hits"), [("150", 1), ("100", 0)])
def test_few_different_figures_agree_by_chance(mean: str, hits: int) -> None:
    """SV-83 at its boundary: six different figures tell, five do not."""
    read = report(
        row("air-concentration", **STATISTICS_ROW), row("water-concentration", **WATER_ROW | {"mean": mean})
    )
    assert len(fires(83, case(read, samples=(), others=(other(values=figures_told(read)),)))) == hits


def test_short_numbers_and_other_figures_are_no_hit() -> None:
    """SV-83 knows that every laboratory counts from 001; the holder's own other report is no stranger's."""
    short = (Sample("DA001", "氮氧化物", date(2026, 5, 1), Decimal(30), report_number="26001"),)
    assert fires(83, case(READ, samples=short, others=(other("26001"),))) == []
    assert fires(83, case(READ, samples=SAMPLES, others=(other(values=FIGURES[:-1]),))) == []
    assert fires(83, case(READ, samples=SAMPLES, others=(other("HJ2026-0012", holder=NAME),))) == []


def test_without_other_reports_it_cannot_judge() -> None:
    """SV-83 says 无法判断 without others or its own numbers; figures are compared all the same."""
    assert lacks(83, case(READ, samples=SAMPLES)) == ["没有其他单位同期报告可供比对"]
    assert lacks(83, case(READ, others=(other("HJ2026-0012"),))) == ["没有本单位的检测报告编号"]
    said = verdict(83, case(READ, others=(other(values=FIGURES),)))
    assert (len(said.hits), len(said.gaps)) == (1, 1)


def test_a_quarter_tells_of_no_monitoring() -> None:
    """SV-83 does not apply to a quarterly report without samples, and alone in the district there is nothing to share."""
    assert fires(83, case(report(kind="QUARTERLY", period="2026Q2"))) == []
    assert fires(83, case(READ, others=())) == []
