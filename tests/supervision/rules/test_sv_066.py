"""SV-66: 台账缺少许可证规定的类别，或记录不完整。"""

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import LedgerFacts
from postpermit.supervision.rules.ledger import same_category
from tests.supervision.building import case, fires, lacks, permit, report, row, verdict

CATEGORIES = (
    "基本信息",
    "生产设施运行管理信息",
    "污染防治设施运行管理信息",
    "监测记录信息",
    "其他环境管理信息",
)
PERMIT = permit(ledger=tuple(LedgerFacts(name, "1次/日") for name in CATEGORIES))


def kept(record: str, complete: str = "是", remark: str = "", number: int = 1) -> Row:
    """A row of the ledger table."""
    return row("ledger", number, record=record, complete=complete, remark=remark)


def test_every_category_there_and_complete_is_none() -> None:
    """SV-66 does not fire."""
    assert fires(66, case(report(*(kept(name) for name in CATEGORIES)), permit=PERMIT)) == []


def test_a_missing_category_is_a_formal_hit() -> None:
    """SV-66 fires on the table."""
    rows = [kept(name) for name in CATEGORIES if name != "监测记录信息"]
    (hit,) = fires(66, case(report(*rows), permit=PERMIT))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "POLLUTION", "ledger")
    assert (hit.found, hit.expected) == ("没有这一类", "有“监测记录信息”的台账")


@pytest.mark.parametrize("remark", ["", "6月记录遗失"])
def test_a_category_of_the_permit_that_is_incomplete_is_substantive(remark: str) -> None:
    """SV-66 is worse where 是否完整 says 否, explained or not."""
    rows = [kept(name, "否" if n == 2 else "是", remark, n) for n, name in enumerate(CATEGORIES)]
    (hit,) = fires(66, case(report(*rows), permit=PERMIT))
    assert (hit.kind, hit.found) == ("SUBSTANTIVE", "否")
    assert hit.cell == "台账管理情况表 第2行“是否完整”"


@pytest.mark.parametrize(("remark", "hits"), [("", 1), ("/", 1), ("未开展绿化", 0)])
def test_another_row_that_says_no_has_to_say_why(remark: str, hits: int) -> None:
    """SV-66: outside the permit's categories an explanation is enough."""
    few = permit(ledger=(LedgerFacts("基本信息"),))
    found = fires(66, case(report(kept("基本信息"), kept("厂区绿化台账", "否", remark)), permit=few))
    assert [h.kind for h in found] == ["FORMAL"] * hits


def test_names_are_compared_loosely() -> None:
    """SV-66 knows the ways in which one category is named."""
    for one, other in (
        ("生产设施运行管理信息", "主要生产设施运行状况记录"),
        ("污染防治设施运行管理信息", "废气处理设施运行情况记录"),
        ("监测记录信息", "自动监测运维记录"),
        ("其他环境管理信息", "无组织废气控制措施"),
        ("雨水排放管理信息", "雨水排放记录"),
    ):
        assert same_category(one, other)
    for one, other in (
        ("基本信息", "监测记录信息"),
        ("生产设施运行管理信息", "污染防治设施运行管理信息"),
        ("台账", "记录"),
    ):
        assert not same_category(one, other)


def test_without_the_table_there_is_nothing_to_judge() -> None:
    """SV-66 leaves a missing table to the rules of completeness."""
    assert fires(66, case(report(), permit=PERMIT)) == []
    assert fires(66, case(report(kind="QUARTERLY", period="2026Q1"), permit=None)) == []


def test_without_ledger_duties_it_cannot_judge_what_is_missing() -> None:
    """SV-66 lacks the duties, and still judges a 否 without a reason."""
    assert lacks(66, case(report(kept("基本信息")))) == ["登记信息中没有台账要求"]
    assert lacks(66, case(report(kept("基本信息")), permit=None)) == ["登记信息中没有台账要求"]
    assert len(verdict(66, case(report(kept("基本信息", "否")))).hits) == 1
