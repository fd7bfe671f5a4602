"""SV-27: 排放方式或去向与许可证不一致。"""

from dataclasses import replace

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import OutletFacts, PermitFacts
from tests.supervision.building import WATER_ROW, case, fires, lacks, permit, report, row


def line(value: str, content: str = "DW001排放去向", changed: str = "否") -> Row:
    """A line of the summary."""
    group = "产排污节点、污染物及污染防治设施—废水"
    return row(
        "summary", 9, item="排污单位基本情况", group=group, content=content, value=value, changed=changed
    )


def going(*destinations: str) -> PermitFacts:
    """A permit whose water goes there, outlet by outlet, and an air outlet."""
    water = (OutletFacts(f"DW00{n}", "", "WATER", "", d) for n, d in enumerate(destinations, 1))
    return permit(outlets=(*water, OutletFacts("DA001", "", "AIR", "", "大气")))


def hits(read: Row, held: PermitFacts | None = None) -> int:
    """How often it fires."""
    return len(fires(27, case(report(read), permit=held or going("进入城市污水处理厂"))))


def test_another_destination_is_a_hit() -> None:
    """SV-27 fires at the cell of the destination."""
    (hit,) = fires(27, case(report(line("直接进入江河、湖、库等水环境"))))
    assert (hit.rule, hit.kind, hit.section) == ("SV-27", "SUBSTANTIVE", "basic")
    assert hit.cell == "排污许可执行情况汇总表 第9行“登记内容”"
    assert (hit.found, hit.expected) == ("直接进入江河、湖、库等水环境", "许可证载明：城镇污水处理厂")


@pytest.mark.parametrize(
    "said",
    ["进入城市污水处理厂", "城镇污水处理厂", "纳管", "经厂内处理后排入市政污水管网", "间接排放", "/", ""],
)
def test_the_same_in_other_words_is_in_order(said: str) -> None:
    """SV-27 compares where the water goes, not the wording."""
    assert hits(line(said)) == 0


@pytest.mark.parametrize(
    "said", ["直接排放", "排入苏州河", "不外排", "工业废水集中处理厂", "排至厂内综合污水处理站"]
)
def test_other_places_are_hits(said: str) -> None:
    """SV-27 tells the kinds of places apart."""
    assert hits(line(said)) == 1


def test_a_declared_change_is_a_hit() -> None:
    """SV-27 believes a unit that says its destination changed."""
    (hit,) = fires(27, case(report(line("城镇污水处理厂", changed="☑变化 □未变化"))))
    assert hit.cell.endswith("“报告周期内执行情况”")
    assert hits(line("进入城市污水处理厂", changed="□变化 ☑未变化")) == 0


def test_without_a_code_any_water_outlet_may_be_meant() -> None:
    """SV-27 fires only where no outlet of the medium fits."""
    held = going("进入城市污水处理厂", "排至厂内综合污水处理站")
    assert hits(line("排至厂内综合污水处理站", "排放去向"), held) == 0
    assert hits(line("排至厂内综合污水处理站", "DW001排放去向"), held) == 1
    assert hits(line("直接进入海域", "排放去向"), held) == 1


@pytest.mark.parametrize(("said", "count"), [("有组织", 0), ("大气", 0), ("无组织排放", 1)])
def test_gas_that_leaves_without_its_outlet_is_a_hit(said: str, count: int) -> None:
    """SV-27 reads the way of gas where an outlet is named, and not for the site as a whole."""
    assert hits(line(said, "DA001排放形式")) == count
    assert hits(row("summary", content="大气污染物排放形式", value="有组织、无组织", changed="否")) == 0


def test_a_column_that_nobody_knows_is_read() -> None:
    """SV-27 finds 排放去向 also as a further column of a table."""
    read = replace(row("water-concentration", 2, **WATER_ROW), extra={"排放去向": "直接进入江河"})
    (hit,) = fires(27, case(report(read)))
    assert (hit.section, hit.cell) == ("monitoring", "废水污染物排放浓度监测数据统计表 第2行“排放去向”")


def test_what_cannot_be_compared_is_said() -> None:
    """SV-27 says 无法判断 without outlets, without their destination, and for words it does not understand."""
    read = report(line("直接进入海域"))
    assert lacks(27, case(read, permit=None)) == ["登记信息中没有排放口"]
    assert lacks(27, case(read, permit=going(""))) == ["登记信息中没有 DW001 的排放去向"]
    assert lacks(27, case(report(line("另行安排")))) == ["DW001 的排放去向“另行安排”与登记内容不能比较"]
    assert fires(27, case(report(), permit=None)) == []
