"""SV-18: 报告中有许可证没有载明的排放口。"""

import pytest

from postpermit.supervision.rules.facts import OutletFacts
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


def test_an_outlet_that_the_permit_does_not_hold_is_a_hit() -> None:
    """SV-18 fires in a table of results with its cell and what the permit holds."""
    (hit,) = fires(18, case(report(row(AIR, 3, **STATISTICS_ROW | {"outlet": "DA009"}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-18",
        "SUBSTANTIVE",
        "ECOLOGY",
        "monitoring",
    )
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第3行“排放口编号”"
    assert (hit.found, hit.expected) == ("DA009", "许可证载明的排放口：DA001、DW001")
    assert hit.message == "DA009：报告中有许可证没有载明的排放口。"


def test_in_a_quarterly_report_it_stands_with_the_amounts() -> None:
    """SV-18 in a table of amounts belongs to 污防科."""
    read = report(row(AMOUNT, **AMOUNT_ROW | {"outlet": "da009"}), kind="QUARTERLY", period="2026Q3")
    (hit,) = fires(18, case(read))
    assert (hit.division, hit.section) == ("POLLUTION", "emissions")


def test_an_outlet_is_told_once_at_its_first_cell() -> None:
    """SV-18 does not repeat itself for every pollutant and table."""
    rows = [
        row(t, n, **held | {"outlet": "DA009"}) for n, (t, held) in enumerate([(AIR, STATISTICS_ROW)] * 2)
    ]
    read = report(*rows, row(AMOUNT, **AMOUNT_ROW | {"outlet": "DA009"}))
    assert [hit.section for hit in fires(18, case(read))] == ["monitoring"]


@pytest.mark.parametrize(
    "written", ["DA001", " da001 ", "DA001（锅炉废气）", "锅炉废气", "DA001/MF0001", "/", "无组织", "厂界"]
)
def test_outlets_of_the_permit_and_diffuse_points_are_in_order(written: str) -> None:
    """SV-18 knows an outlet by code or name, and leaves out what is no outlet."""
    assert fires(18, case(report(row(AIR, **STATISTICS_ROW | {"outlet": written})))) == []


def test_totals_name_no_outlet() -> None:
    """SV-18 keeps totals apart."""
    assert fires(18, case(report(row(AMOUNT, **AMOUNT_ROW | {"type": "全厂合计", "outlet": "全厂"})))) == []


def test_codes_of_the_units_own_are_compared_as_written() -> None:
    """SV-18 also compares codes of another make."""
    own = permit(outlets=(OutletFacts("1#排气筒", "", "AIR"),))
    read = report(
        row(AIR, **STATISTICS_ROW | {"outlet": "1#排气筒"}),
        row(AIR, 2, **STATISTICS_ROW | {"outlet": "2#排气筒"}),
    )
    assert [hit.found for hit in fires(18, case(read, permit=own))] == ["2#排气筒"]


def test_without_the_permits_outlets_it_cannot_judge() -> None:
    """SV-18 says 无法判断 without outlets, and nothing when the report names none."""
    read = report(row(WATER, **WATER_ROW))
    assert lacks(18, case(read, permit=None)) == ["登记信息中没有排放口"]
    assert lacks(18, case(read, permit=permit(outlets=None))) == ["登记信息中没有排放口"]
    assert fires(18, case(report(), permit=None)) == []
