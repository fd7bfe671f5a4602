"""SV-14: 许可证编号或版本不是该时段有效的许可证。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import NUMBER, case, fires, lacks, permit, report, row


def version(text: str) -> Row:
    """A row of 表1-1 that states the version."""
    return row("summary", content="许可证版本", value=text, changed="否")


def test_the_number_of_another_permit() -> None:
    """SV-14 fires: the permit in force is told."""
    other = NUMBER[:18] + "002V"
    (hit,) = fires(14, case(report(cover={"permit_number": other})))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("封面“排污许可证编号”", other, NUMBER)


@pytest.mark.parametrize("number", [NUMBER, NUMBER.lower(), f" {NUMBER[:18]} {NUMBER[18:]}", ""])
def test_the_same_number_however_it_is_written(number: str) -> None:
    """SV-14 compares bare and in one case; a blank is for SV-8."""
    assert fires(14, case(report(cover={"permit_number": number}))) == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [("2023-03-01 首次申请", 0), ("2023年3月1日", 0), ("首次申请", 0), ("2021年3月1日", 1), ("/", 0)],
)
def test_a_version_is_compared_where_one_is_stated(text: str, hits: int) -> None:
    """SV-14 knows the version by its day or its words."""
    assert len(fires(14, case(report(version(text))))) == hits


def test_without_permit_or_version_it_cannot_judge() -> None:
    """SV-14 says 无法判断; of a version only when the report states one."""
    assert lacks(14, case(report(), permit=None)) == ["没有许可证登记信息"]
    assert lacks(14, case(report(version("2023年")), permit=permit(version=""))) == [
        "登记信息中没有许可证版本"
    ]
    assert fires(14, case(report(), permit=permit(version=""))) == []
