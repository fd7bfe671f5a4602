"""SV-22: 污染物名称不是规范名称。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.supervision.rules.facts import LimitFacts
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, WATER_ROW, case, fires, permit, report, row

AIR, WATER, AMOUNT = "air-concentration", "water-concentration", "air-amount"


def test_another_spelling_is_a_hit_with_the_standard_name() -> None:
    """SV-22 fires and says the name of the code table."""
    (hit,) = fires(22, case(report(row(WATER, 4, **WATER_ROW | {"pollutant": "COD"}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-22", "FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "废水污染物排放浓度监测数据统计表 第4行“污染物种类”"
    assert (hit.found, hit.expected) == ("COD", "规范名称：化学需氧量")


def test_a_name_in_no_list_is_a_hit() -> None:
    """SV-22 fires on what nobody knows."""
    (hit,) = fires(22, case(report(row(AIR, **STATISTICS_ROW | {"pollutant": "氮氧化某"}))))
    assert hit.expected == "规范的污染物名称"


def test_each_wrong_spelling_is_told_once_in_a_table() -> None:
    """SV-22 counts spellings, not rows; a total may hold its own."""
    rows = [
        row(AIR, n, **STATISTICS_ROW | {"pollutant": name}) for n, name in enumerate(("NOx", "NOx", "NOX"), 1)
    ]
    total = row(AMOUNT, **AMOUNT_ROW | {"type": "全厂合计", "outlet": "", "pollutant": "NOx"})
    hits = fires(22, case(report(*rows, total)))
    assert [(h.found, h.section) for h in hits] == [
        ("NOx", "monitoring"),
        ("NOX", "monitoring"),
        ("NOx", "emissions"),
    ]
    assert len({h.key for h in hits}) == 3


@pytest.mark.parametrize("name", ["", "/", "无", "氮氧化物", " 氮氧化物 ", "烟气流量", "工业废气排放量"])
def test_right_names_blanks_and_flows_are_in_order(name: str) -> None:
    """SV-22 leaves blanks to rule 8."""
    assert fires(22, case(report(row(AIR, **STATISTICS_ROW | {"pollutant": name})))) == []


def test_what_the_permit_writes_is_no_mistake_of_the_report() -> None:
    """SV-22 accepts names of the permit that the list does not know, whatever the width of their brackets."""
    held = permit(limits=(LimitFacts("DA001", "醋酸酯类（以碳计）"),))
    read = report(row(AIR, **STATISTICS_ROW | {"pollutant": "醋酸酯类(以碳计)"}))
    assert fires(22, case(read, permit=held)) == []
    assert len(fires(22, case(read, permit=None))) == 1


@given(st.sampled_from(sorted(law.pollutants().names)))
def test_no_name_of_the_code_table_is_wrong(name: str) -> None:
    """SV-22 accepts every name of its own list."""
    assert fires(22, case(report(row(AIR, **STATISTICS_ROW | {"pollutant": name})), permit=None)) == []
