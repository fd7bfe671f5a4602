"""SV-16: 行业类别或管理类别与许可证不一致。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import case, fires, lacks, permit, report, row


def item(content: str, value: str) -> Row:
    """A row of 表1-1."""
    return row("summary", content=content, value=value, changed="否")


def test_another_industry_is_a_question() -> None:
    """SV-16 fires: the cell and the permit's industry."""
    (hit,) = fires(16, case(report(item("行业类别", "水泥制造"))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "APPROVAL", "basic")
    assert (hit.found, hit.expected) == ("水泥制造", "金属表面处理")
    assert hit.cell == "排污许可执行情况汇总表 第1行“登记内容”"


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("金属表面处理及热处理加工", "金属表面处理"),
        ("锅炉，金属表面处理及热处理加工", "金属表面处理"),
        ("C3360金属表面处理及热处理加工", "3360"),
        ("C3360", "336 金属表面处理"),
        ("/", "金属表面处理"),
    ],
)
def test_longer_names_lists_and_codes_agree(stated: str, known: str) -> None:
    """SV-16 compares any of several industries, by name or by code."""
    assert fires(16, case(report(item("行业类别", stated)), permit=permit(industry=known))) == []


def test_another_code_is_another_industry() -> None:
    """SV-16 compares codes where there are only codes."""
    assert len(fires(16, case(report(item("行业类别", "C3011")), permit=permit(industry="3360")))) == 1


@pytest.mark.parametrize(
    ("stated", "hits"), [("重点管理", 0), ("重点", 0), ("简化管理", 1), ("登记管理", 1), ("", 0)]
)
def test_another_class(stated: str, hits: int) -> None:
    """SV-16 compares the class where one is stated."""
    found = fires(16, case(report(item("管理类别", stated))))
    assert [h.expected for h in found] == ["重点管理"] * hits


def test_what_the_register_lacks_cannot_be_compared() -> None:
    """SV-16 says 无法判断 without permit, industry or class, or where a name meets a code."""
    told = report(item("行业类别", "水泥制造"))
    assert lacks(16, case(told, permit=None)) == ["没有许可证登记信息"]
    assert lacks(16, case(told, permit=permit(industry=""))) == ["登记信息中没有行业类别"]
    assert lacks(16, case(told, permit=permit(industry="3360"))) == [
        "行业类别一处是名称、一处是代码，不能比较"
    ]
    classed = report(item("管理类别", "重点管理"))
    assert lacks(16, case(classed, permit=permit(management_class=""))) == ["登记信息中没有管理类别"]
    assert fires(16, case(report(), permit=permit(industry=""))) == []
