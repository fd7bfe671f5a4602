"""SV-37: 超标率与超标数据数量、有效监测数据数量不符。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.supervision.building import STATISTICS_ROW, case, fires, report, row


def said(count: str, exceeded: str, rate: str) -> list[tuple[str, str]]:
    """(found, expected) of a row with these three."""
    texts = STATISTICS_ROW | {"count": count, "exceeded": exceeded, "rate": rate}
    return [(h.found, h.expected) for h in fires(37, case(report(row("air-concentration", **texts))))]


def test_another_rate_than_the_counts_give_is_a_formal_hit() -> None:
    """SV-37 fires with the rate that would be right."""
    texts = STATISTICS_ROW | {"count": "200", "exceeded": "3", "rate": "15"}
    (hit,) = fires(37, case(report(row("air-concentration", 4, **texts))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell.endswith("第4行“超标率”")
    assert (hit.found, hit.expected) == ("15", "1.5%")


@pytest.mark.parametrize("rate", ["0", "0.00%", "/", ""])
def test_no_exceedance_needs_no_rate(rate: str) -> None:
    """SV-37 does not fire on 0, / or blank beside no exceedance."""
    assert said("12", "0", rate) == []
    assert said("/", "0", rate) == []


def test_a_rate_without_exceedance_or_an_exceedance_without_rate_is_wrong() -> None:
    """SV-37 fires on either alone."""
    assert said("12", "0", "5") == [("5", "0%")]
    assert said("/", "0", "5") == [("5", "0%")]
    assert said("12", "3", "0") == [("0", "25%")]
    assert said("12", "3", "/") == [("/", "25%")]


def test_the_tolerance_is_a_tenth_of_a_point() -> None:
    """SV-37 at its boundary: 0.1 points off is rounding, more is not."""
    assert said("1000", "100", "10.10") == []
    assert said("1000", "100", "10.11") == [("10.11", "10%")]
    assert said("3", "1", "33") == []
    assert said("3", "1", "34") == [("34", "33.33%")]


def test_a_fraction_is_read_as_a_fraction() -> None:
    """SV-37 does not fire on 0.05 for 5 %, but on 0.05% and on a fraction that is wrong."""
    assert said("20", "1", "0.05") == []
    assert said("20", "1", "0.05%") == [("0.05%", "5%")]
    assert said("20", "1", "0.5") == [("0.5", "5%")]


def test_what_is_not_reported_is_not_compared() -> None:
    """SV-37 leaves blanks to the rules of completeness."""
    assert said("/", "3", "5") == []
    assert said("12", "/", "5") == []


@given(st.integers(1, 9000), st.data(), st.integers(0, 4))
def test_a_rightly_rounded_rate_is_right(count: int, data: st.DataObject, decimals: int) -> None:
    """SV-37 accepts every rate that rounding gives, unless exceedances round away to nothing."""
    exceeded = data.draw(st.integers(0, count))
    rate = round(Decimal(exceeded) / count * 100, decimals)
    if rate or not exceeded:
        assert said(str(count), str(exceeded), f"{rate:f}") == []
