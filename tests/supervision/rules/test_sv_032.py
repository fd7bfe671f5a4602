"""SV-32: 实际排放量超过许可排放量。"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import LimitFacts, PermitFacts
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, permit, report, row

AMOUNT, SPECIAL = "air-amount", "special-amount"


def amount(total: str, number: int = 1, **changes: str) -> Row:
    """A row of amounts."""
    return row(AMOUNT, number, **AMOUNT_ROW | {"total": total, **changes})


def found(*rows: Row, held: PermitFacts | None = None, **kind: Any) -> list[tuple[str, str]]:
    """(found, expected) of a report with these rows."""
    return [(h.found, h.expected) for h in fires(32, case(report(*rows, **kind), permit=held or permit()))]


def test_more_than_permitted_is_a_hit() -> None:
    """SV-32 fires at the total, by the permit's amount and not by what the report says of it."""
    (hit,) = fires(32, case(report(amount("2.01", 3, permitted="20"))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-32",
        "SUBSTANTIVE",
        "ECOLOGY",
        "emissions",
    )
    assert hit.cell == "废气污染物实际排放量报表 第3行“合计”"
    assert (hit.found, hit.expected) == ("2.01", "不超过 2 t/a")


@given(st.decimals(min_value=0, max_value=5, places=3))
def test_the_permitted_amount_itself_is_kept(total: Decimal) -> None:
    """SV-32 fires exactly above the permitted amount."""
    assert bool(found(amount(str(total)))) == (total > 2)


def test_eleven_billion_tonnes_in_a_quarter() -> None:
    """SV-32 holds a single quarter or month against the whole year's amount."""
    quarter: dict[str, Any] = {"kind": "QUARTERLY", "period": "2026Q3"}
    absurd = amount("11190000000", permitted="0.36")
    assert found(absurd, held=permit(limits=()), **quarter) == [("11190000000", "不超过 0.36 t/a")]
    assert found(amount("1.9"), **quarter) == []


def test_units_and_missing_totals_are_heeded() -> None:
    """SV-32 converts kilograms, adds up parts where no total is given, and takes no flow for an amount."""
    assert found(amount("1900", remark="单位：kg")) == []
    assert found(amount("2100kg")) == [("2100kg", "不超过 2 t/a")]
    assert found(amount("", p1="1", p2="1.5", p3="", p4="")) == [("1.5", "不超过 2 t/a")]
    assert found(amount("113157.1", pollutant="工业废气排放量", permitted="2")) == []
    for nothing in ("/", "无", "ND", "<3"):
        assert found(amount(nothing)) == []


def test_totals_have_their_own_scope() -> None:
    """SV-32 holds the whole site against the site's amount, a group against what its row says."""
    site = permit(limits=(LimitFacts("", "氮氧化物", annual_amount=Decimal(3)),))
    whole = amount("3.5", type="全厂合计", outlet="", permitted="9")
    (hit,) = fires(32, case(report(whole), permit=site))
    assert (hit.message[:9], hit.expected) == ("全厂合计·氮氧化物", "不超过 3 t/a")
    group = {"type": "一般排放口（合计）", "outlet": ""}
    assert found(amount("3.5", **group, permitted="/"), held=site) == []
    assert found(amount("3.5", **group, permitted="3"), held=site) == [("3.5", "不超过 3 t/a")]


def test_outlets_together_are_held_against_the_site() -> None:
    """SV-32 adds up the outlets where the table has no total."""
    site = permit(limits=(LimitFacts("", "氮氧化物", annual_amount=Decimal(3)),))
    rows = [amount("1.6", n, outlet=f"DA00{n}", permitted="/") for n in (1, 2)]
    assert found(*rows, held=site) == [("各排放口合计 3.2 t", "不超过 3 t/a")]
    assert found(*rows, amount("3", type="全厂合计", permitted="/"), held=site) == []


@pytest.mark.parametrize(("total", "hits"), [("8", 0), ("8.1", 1), ("/", 0)])
def test_special_periods_have_their_own_amount(total: str, hits: int) -> None:
    """SV-32 takes the permit's amount for special periods, failing that the row's."""
    told = {"on": "2026-12-01", "outlet": "DA001", "pollutant": "NOx", "permitted": "8", "total": total}
    assert len(found(row(SPECIAL, **told))) == hits
    held = permit(special_amounts={("DA001", "氮氧化物"): Decimal(8)})
    assert len(found(row(SPECIAL, **told | {"permitted": "99"}), held=held)) == hits


def test_without_permitted_amounts_it_cannot_judge() -> None:
    """SV-32 says 无法判断 without the permit; a permit without an amount permits none in particular."""
    read = report(amount("9", permitted="/"))
    assert lacks(32, case(read, permit=None)) == ["登记信息中没有许可排放量"]
    assert fires(32, case(read, permit=permit(limits=()))) == []
    special = row(SPECIAL, on="2026-12-01", outlet="DA001", pollutant="氮氧化物", permitted="/", total="9")
    assert lacks(32, case(report(special))) == ["登记信息中没有特殊时段许可排放量"]
