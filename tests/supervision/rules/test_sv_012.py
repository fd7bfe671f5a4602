"""SV-12: 单位名称与许可证不一致。"""

import pytest

from tests.supervision.building import NAME, case, fires, lacks, permit, report


def test_another_name_on_the_cover() -> None:
    """SV-12 fires: what the permit says."""
    (hit,) = fires(12, case(report(cover={"unit_name": "演示乙电镀厂（演示）"})))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("封面“单位名称”", "演示乙电镀厂（演示）", NAME)


def test_the_seal_is_compared_too() -> None:
    """SV-12 takes a blank at the seal for nothing, another name for a hit."""
    assert fires(12, case(report(cover={"sealed_name": ""}))) == []
    (hit,) = fires(12, case(report(cover={"sealed_name": "演示乙电镀厂"})))
    assert hit.message == "盖章处：单位名称与许可证不一致。"


@pytest.mark.parametrize(
    "name",
    [
        "演示甲电镀厂(演示)",
        " 演示甲 电镀厂（演示） ",
        "演示甲电镀厂（演示）（一期）",
        "演示甲电镀厂（演示）(二期工程)",
        "演示甲电镀厂（演示）一期",
        "演示旧名厂",
    ],
)
def test_phases_widths_and_former_names_are_the_same_unit(name: str) -> None:
    """SV-12 does not fire for a phase in brackets, another width, or a name of the change log."""
    held = permit(names=(NAME, "演示旧名厂"))
    assert fires(12, case(report(cover={"unit_name": name}), permit=held)) == []


def test_other_brackets_are_part_of_the_name() -> None:
    """SV-12 strips phases only."""
    assert len(fires(12, case(report(cover={"unit_name": NAME + "（分厂）"})))) == 1


def test_a_blank_is_for_the_rules_of_completeness() -> None:
    """SV-12 says nothing of a blank, and 无法判断 without a permit."""
    assert fires(12, case(report(cover={"unit_name": "/"}))) == []
    assert lacks(12, case(report(), permit=None)) == ["没有许可证登记信息"]
