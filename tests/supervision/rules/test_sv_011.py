"""SV-11: 报告中留有填表提示或样例文字。"""

from dataclasses import replace

import pytest

from postpermit import law
from tests.supervision.building import STATISTICS_ROW, case, fires, report, row


@pytest.mark.parametrize(
    "text",
    [
        "填写说明：按许可证填写。",
        "（示例）DA001。",
        "填写示例：无异常。",
        "请填写内容",
        "XXX有限公司",
        "ＸＸＸ",
        "某XXXX设备",
        "×××路",
        "某某公司按要求运行。",
        "样例：正常",
        "数据待补充",
    ],
)
def test_words_of_the_form_that_nobody_replaced(text: str) -> None:
    """SV-11 fires in a chapter."""
    (hit,) = fires(11, case(report(chapters={"ledger": text})))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "POLLUTION", "ledger")
    assert (hit.cell, hit.expected) == ("台账管理信息", "实际情况")


@pytest.mark.parametrize(
    "text",
    [
        "委托单位采样例行开展。",
        "按公示例行公开。",
        "按照填写说明逐项填写。",
        "联系电话138XXXX1234。",
        "型号AXXX1。",
        "规格3×4×5。",
        "XX型风机。",
    ],
)
def test_the_same_signs_in_other_words_are_let_pass(text: str) -> None:
    """SV-11 looks at whole words."""
    assert fires(11, case(report(chapters={"ledger": text}))) == []


def test_every_word_of_the_list_is_caught() -> None:
    """SV-11 knows the list of the form, whatever is added to it."""
    for word in law.report_form().placeholders:
        assert len(fires(11, case(report(chapters={"ledger": word})))) == 1


def test_cover_cells_and_strange_columns_are_read_too() -> None:
    """SV-11 names the place, and shows what stands around it."""
    cells = row("air-concentration", 2, **STATISTICS_ROW | {"device": "请填写监测设施名称及型号规格等"})
    strange = replace(row("ledger", record="监测记录信息", complete="是"), extra={"频次": "示例"})
    found = fires(11, case(report(cells, strange, cover={"technical_head": "XXX"})))
    assert [(h.cell, h.section, h.found) for h in found] == [
        ("封面“技术负责人”", "basic", "XXX"),
        ("有组织废气污染物排放浓度监测数据统计表 第2行“监测设施”", "monitoring", "请填写监测设施名称及型"),
        ("台账管理情况表 第1行“频次”", "ledger", "示例"),
    ]


def test_a_plain_report_holds_none() -> None:
    """SV-11 does not fire for what people write."""
    assert fires(11, case(report(row("air-concentration", **STATISTICS_ROW)))) == []
