"""SV-15: 法定代表人、地址或名称与许可证不一致，可能未按期变更。"""

from datetime import date

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import NAME, case, fires, lacks, permit, report, row


def item(content: str, value: str) -> Row:
    """A row of 表1-1."""
    return row("summary", content=content, value=value, changed="否")


def test_another_legal_representative() -> None:
    """SV-15 fires: the permit's person, and by when a change is to be filed."""
    (hit,) = fires(15, case(report(cover={"legal_representative": "演示新任"})))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "APPROVAL", "basic")
    assert (hit.cell, hit.found) == ("封面“法定代表人（实际负责人）”", "演示新任")
    assert hit.expected == "演示法人；有变化的，变化后30日内申请变更"


def test_the_person_in_charge_beside_the_right_one_is_a_question() -> None:
    """SV-15: the cover may name who is in charge; the summary names the representative."""
    told = item("法定代表人（主要负责人）", "演示法人")
    (hit,) = fires(15, case(report(told, cover={"legal_representative": "演示新任"})))
    assert hit.kind == "QUESTION"
    both = report(item("法定代表人", "演示新任"), cover={"legal_representative": "演示新任"})
    assert [h.kind for h in fires(15, case(both))] == ["SUBSTANTIVE", "SUBSTANTIVE"]


@pytest.mark.parametrize(
    ("address", "hits"),
    [
        ("演示路1号", 0),
        ("上海市普陀区演示路1号", 0),
        ("上海市 普陀区演示路１号2幢", 0),
        ("演示路1号（近云栖路）", 0),
        ("演示路11号", 1),
        ("远方路9号", 1),
        ("/", 0),
    ],
)
def test_addresses_are_compared_without_city_and_district(address: str, hits: int) -> None:
    """SV-15: one may say more than the other."""
    assert len(fires(15, case(report(item("生产经营场所地址", address))))) == hits


def test_the_name_in_the_summary() -> None:
    """SV-15 compares the name where SV-12 does not look."""
    (hit,) = fires(15, case(report(item("单位名称", "演示乙电镀厂"))))
    assert hit.message.startswith("单位名称：")
    assert fires(15, case(report(item("单位名称", NAME + "（一期）")))) == []


@pytest.mark.parametrize(
    ("changed", "filed", "hits"),
    [
        (date(2027, 1, 2), None, 0),
        (date(2027, 1, 1), None, 1),
        (date(2026, 6, 1), date(2026, 7, 1), 0),
        (date(2026, 6, 1), date(2026, 7, 2), 1),
    ],
)
def test_a_known_change_has_thirty_days(changed: date, filed: date | None, hits: int) -> None:
    """SV-15 at its boundary: filed, or still to be filed, by the thirtieth day."""
    held = permit(changed_on=changed, change_filed_on=filed)
    assert len(fires(15, case(report(cover={"legal_representative": "演示新任"}), permit=held))) == hits


def test_what_the_register_lacks_cannot_be_compared() -> None:
    """SV-15 says which field the register has not, when the report states it."""
    assert lacks(15, case(report(), permit=None)) == ["没有许可证登记信息"]
    assert lacks(15, case(report(), permit=permit(legal_representative=""))) == ["登记信息中没有法定代表人"]
    told = report(item("生产经营场所地址", "演示路1号"))
    assert lacks(15, case(told, permit=permit(address=""))) == ["登记信息中没有生产经营场所地址"]
    assert fires(15, case(report(), permit=permit(address=""))) == []
