"""SV-41: 合计行的排放量与各排放口之和不符。"""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Report, Row
from tests.supervision.building import AMOUNT_ROW, case, fires, report, row

BLANK = dict.fromkeys(("p1", "p2", "p3", "p4"), "")


def outlet(total: str, kind: str = "主要排放口", code: str = "DA001", **changes: str) -> Row:
    """An outlet's row with its yearly amount only."""
    return row("air-amount", **AMOUNT_ROW | BLANK | {"type": kind, "outlet": code, "total": total, **changes})


def plant(total: str, kind: str = "全厂合计", **changes: str) -> Row:
    """A row of totals."""
    return row(
        "air-amount", 9, **AMOUNT_ROW | BLANK | {"type": kind, "outlet": "", "total": total, **changes}
    )


def said(*rows: Row, **changes: Any) -> list[tuple[str, str]]:
    """(found, expected) of a report with these rows."""
    read: Report = report(*rows, **changes)
    return [(h.found, h.expected) for h in fires(41, case(read))]


def test_a_total_of_zero_above_outlets_that_are_not_is_a_formal_hit() -> None:
    """SV-41 fires on the known fault, column by column."""
    rows = (outlet("304.38", p1="100"), outlet("265.03", code="DA002", p1="50"), plant("0", p1="150"))
    (hit,) = fires(41, case(report(*rows)))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "emissions")
    assert hit.cell == "废气污染物实际排放量报表 第9行“合计”"
    assert (hit.found, hit.expected) == ("0", "各排放口之和 569.41")
    assert hit.message == "全厂合计·氮氧化物·合计：合计行的排放量与各排放口之和不符。"


def test_a_total_may_be_written_with_fewer_decimals() -> None:
    """SV-41 at its boundary: rounding and 1 % are allowed."""
    assert said(outlet("8.778"), outlet("11.812", code="DA003"), plant("20.59")) == []
    assert said(outlet("50"), outlet("50", code="DA002"), plant("101")) == []
    assert said(outlet("50"), outlet("50", code="DA002"), plant("102")) == [("102", "各排放口之和 100")]


def test_outlets_not_reported_leave_room_above_only() -> None:
    """SV-41 takes / for unknown: the total may exceed the rest, never fall below it."""
    rows = (outlet("/"), outlet("8.778", code="DA003"))
    assert said(*rows, plant("8.778")) == []
    assert said(*rows, plant("20")) == []
    assert said(*rows, plant("5")) == [("5", "各排放口之和 8.778")]


def test_a_group_without_rows_of_its_own_counts_by_its_total() -> None:
    """SV-41 adds 一般排放口（合计） to the main outlets, and never counts a group twice."""
    rows = (outlet("2"), plant("3", "一般排放口（合计）"))
    assert said(*rows, plant("5")) == []
    assert said(*rows, plant("2")) == [("2", "各排放口之和 5")]
    full = (*rows, outlet("3", "一般排放口", "DA002"), plant("2", "主要排放口合计"))
    assert said(*full, plant("5")) == []
    assert said(*full, plant("10")) == [("10", "各排放口之和 5")]


def test_a_group_s_total_is_held_against_its_outlets() -> None:
    """SV-41 judges group totals too."""
    rows = (outlet("2"), outlet("1", "一般排放口", "DA002"))
    assert said(*rows, plant("4", "主要排放口合计")) == [("4", "各排放口之和 2")]
    assert said(*rows, plant("2", "主要排放口合计"), plant("1", "一般排放口（合计）"), plant("3")) == []


def test_fugitive_amounts_may_be_in_or_out() -> None:
    """SV-41 lets the plant's total include what leaves by no outlet, or not."""
    rows = (outlet("2"), outlet("1", "无组织", "厂界"))
    assert said(*rows, plant("2")) == said(*rows, plant("3")) == []
    assert said(*rows, plant("1.5")) == [("1.5", "各排放口之和 3")]
    assert said(*rows, plant("2", "全厂有组织排放总计")) == []


def test_a_total_of_all_stacks_stands_for_their_rows() -> None:
    """SV-41 takes 有组织排放合计 where no stack has a row, beside what leaves by no outlet."""
    rows = (plant("4", "有组织排放合计"), outlet("1", "无组织", "厂界"))
    assert said(*rows, plant("5")) == said(*rows, plant("4")) == []
    assert len(said(*rows, plant("7"))) == 1


def test_workshops_may_be_part_of_the_main_outlet() -> None:
    """SV-41 does not insist that a workshop's metals are counted again at the outlet of the plant."""
    rows = (outlet("2", "车间或生产设施排放口", "DW002"), outlet("2", "废水总排放口", "DW001"))
    assert said(*rows, plant("2")) == said(*rows, plant("4")) == []


def test_pollutants_are_added_apart() -> None:
    """SV-41 adds spellings of one pollutant, never two pollutants."""
    rows = (outlet("2", pollutant="NOx"), outlet("9", pollutant="颗粒物"))
    assert said(*rows, plant("2")) == []
    assert (
        said(outlet("2", pollutant="非甲烷总烃"), outlet("1", pollutant="VOCs"), plant("3", pollutant="VOCs"))
        == []
    )


def test_bare_totals_of_several_parts_are_not_judged() -> None:
    """SV-41 needs to know what a total adds up."""
    assert said(outlet("2", ""), plant("2", "合计")) == []
    assert said(outlet("2", ""), plant("4", "合计")) == [("4", "各排放口之和 2")]
    assert said(outlet("2", ""), plant("2", "合计"), outlet("1", "", "DA002"), plant("1", "合计")) == []


def test_nothing_to_compare_is_no_hit() -> None:
    """SV-41 needs a total with a number and an outlet with a number."""
    assert said(outlet("2"), plant("/")) == []
    assert said(outlet("/"), plant("3")) == []
    assert said(plant("3")) == []


@given(st.lists(st.decimals("0.01", 1000, places=2), min_size=1, max_size=5), st.booleans())
def test_an_exact_sum_never_fires_and_a_doubled_one_does(values: list[Decimal], doubled: bool) -> None:
    """SV-41 is arithmetic."""
    rows = [outlet(str(v), code=f"DA{n:03d}") for n, v in enumerate(values, 1)]
    total = sum(values, Decimal()) * (2 if doubled else 1)
    assert bool(said(*rows, plant(str(total)))) == (doubled and sum(values, Decimal()) > Decimal("0.1"))
