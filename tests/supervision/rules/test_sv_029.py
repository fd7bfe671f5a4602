"""SV-29: 填写的许可限值与许可证不一致。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.rules.facts import LimitFacts, PermitFacts
from tests.supervision.building import (
    AMOUNT_ROW,
    STATISTICS_ROW,
    WATER_ROW,
    case,
    fires,
    lacks,
    permit,
    report,
    row,
)

AIR, WATER, AMOUNT = "air-concentration", "water-concentration", "air-amount"
PH = LimitFacts("DW001", "pH值", "6-9", Decimal(6), Decimal(9), "无量纲")
NONE_AT_ALL = LimitFacts("DW001", "总汞", "不得检出")


def stated(
    text: str, table: str = AIR, held: PermitFacts | None = None, **changes: str
) -> list[tuple[str, str]]:
    """(found, expected) for a limit written so."""
    base = STATISTICS_ROW if table == AIR else WATER_ROW
    read = report(row(table, **base | {"limit": text, **changes}))
    return [(h.found, h.expected) for h in fires(29, case(read, permit=held or permit()))]


def test_another_limit_is_a_hit() -> None:
    """SV-29 fires at the cell of the limit."""
    (hit,) = fires(29, case(report(row(AIR, 2, **STATISTICS_ROW | {"limit": "80"}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-29", "FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第2行“许可排放浓度限值”"
    assert (hit.found, hit.expected) == ("80", "许可证限值：50 mg/m³")


@pytest.mark.parametrize(
    "text",
    [
        "50",
        "50.0",
        "50mg/Nm3",
        "≤50",
        "<50mg/m³",
        "0.05g/m3",
        "50（小时值）",
        "小时50，日均30",
        "",
        "/",
        "见许可证",
    ],
)
def test_the_same_limit_in_other_words_and_blanks_are_in_order(text: str) -> None:
    """SV-29 compares numbers; blanks are rule 8's."""
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [("6-9", 0), ("6.0～9.0", 0), ("6至9（无量纲）", 0), ("6-9.5", 1), ("9", 1), ("5.5-9", 1)],
)
def test_ranges_are_compared_at_both_ends(text: str, hits: int) -> None:
    """SV-29 reads closed ranges."""
    found = stated(text, WATER, permit(limits=(PH,)), pollutant="pH值")
    assert found == [(text, "许可证限值：6–9 无量纲")] * hits


@pytest.mark.parametrize(("text", "hits"), [("不得检出", 0), ("0.005", 1)])
def test_not_to_be_found_at_all_is_a_limit_too(text: str, hits: int) -> None:
    """SV-29 reads 不得检出 on both sides."""
    assert len(stated(text, WATER, permit(limits=(NONE_AT_ALL,)), pollutant="总汞")) == hits
    assert len(stated("不得检出", WATER)) == 1


def test_any_limit_of_the_permit_and_its_stricter_promise_will_do() -> None:
    """SV-29 knows that a pollutant may have several limits."""
    several = permit(limits=tuple(LimitFacts("DA001", "氮氧化物", high=Decimal(h)) for h in (50, 30)))
    assert stated("30", held=several) == []
    assert stated("40", held=several) == [("40", "许可证限值：50、30")]


def test_rates_are_compared_with_rates() -> None:
    """SV-29 in the table of rates takes the permitted rate."""
    held = permit(limits=(LimitFacts("DA001", "氮氧化物", high=Decimal(50), rate=Decimal("1.5")),))
    rate = {"outlet": "DA001", "pollutant": "氮氧化物"}
    assert fires(29, case(report(row("air-rate", **rate, limit="1.5")), permit=held)) == []
    (hit,) = fires(29, case(report(row("air-rate", **rate, limit="50")), permit=held))
    assert hit.expected == "许可证限值：1.5 kg/h"


def test_the_permitted_amount_is_compared_in_the_years_report() -> None:
    """SV-29 also holds the stated amount against the permit, by outlet and for the site, not by quarter."""
    wrong = row(AMOUNT, **AMOUNT_ROW | {"permitted": "20"})
    (hit,) = fires(29, case(report(wrong)))
    assert (hit.section, hit.found, hit.expected) == ("emissions", "20", "许可年排放量：2 t")
    assert fires(29, case(report(row(AMOUNT, **AMOUNT_ROW | {"permitted": "2000kg"})))) == []
    assert fires(29, case(report(wrong, kind="QUARTERLY", period="2026Q3"))) == []
    group = row(AMOUNT, **AMOUNT_ROW | {"type": "一般排放口（合计）", "permitted": "20"})
    assert fires(29, case(report(group))) == []


@given(st.decimals(min_value="0.01", max_value=900, places=2))
def test_only_the_permits_own_number_is_in_order(number: Decimal) -> None:
    """SV-29 fires exactly when the number differs."""
    assert bool(stated(str(number))) == (number != 50)


def test_without_limits_it_cannot_judge() -> None:
    """SV-29 says 无法判断 without limits and for a pair that has none; other outlets are rule 18's."""
    read = report(row(AIR, **STATISTICS_ROW))
    assert lacks(29, case(read, permit=None)) == ["登记信息中没有许可限值"]
    assert lacks(29, case(read, permit=permit(limits=()))) == ["DA001 氮氧化物 没有登记浓度限值"]
    assert stated("50", outlet="DA009") == []
    assert fires(29, case(report(), permit=None)) == []
