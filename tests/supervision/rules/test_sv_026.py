"""SV-26: 产量或用量超过许可证载明的数量。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import PermitFacts, SubstanceFacts
from tests.supervision.building import case, fires, lacks, permit, report, row


def line(amount: str, measure: str = "t", number: int = 1, **changes: str) -> Row:
    """A line of output."""
    told = {
        "unit": "镀锌线",
        "record": "主要产品产量",
        "name": "镀锌件",
        "amount": amount,
        "measure": measure,
    }
    return row("production", number, **told | changes)


def holding(capacity: str | None = "1000", unit: str = "t/a", name: str = "镀锌件") -> PermitFacts:
    """A permit with one product."""
    held = None if capacity is None else Decimal(capacity)
    return permit(substances=(SubstanceFacts("PRODUCT", name, held, unit),))


def kinds(*rows: Row, held: PermitFacts | None = None) -> list[str]:
    """The kinds of the hits."""
    return [hit.kind for hit in fires(26, case(report(*rows), permit=held or holding()))]


def test_more_than_permitted_is_a_question() -> None:
    """SV-26 fires above the tolerance, with cell, amount and capacity."""
    (hit,) = fires(26, case(report(line("1200", number=3)), permit=holding()))
    assert (hit.rule, hit.kind, hit.section) == ("SV-26", "QUESTION", "basic")
    assert hit.cell == "排污单位基本信息表 第3行“数量或内容”"
    assert (hit.found, hit.expected) == ("1200 t", "不超过 1000 t/a")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1100", []),
        ("1100.1", ["QUESTION"]),
        ("1300", ["QUESTION"]),
        ("1300.1", ["SUBSTANTIVE"]),
        ("0", []),
        ("/", []),
    ],
)
def test_the_tolerance_itself_is_kept(amount: str, said: list[str]) -> None:
    """SV-26 at both of its boundaries; grown by three tenths it is more than a question."""
    assert kinds(line(amount)) == said


@pytest.mark.parametrize(
    ("amount", "measure"), [("0.12", "万吨"), ("1200000", "千克"), ("1200", "吨/年"), ("1200t", "")]
)
def test_units_are_converted(amount: str, measure: str) -> None:
    """SV-26 compares amounts, not digits."""
    assert kinds(line(amount, measure)) == ["QUESTION"]


def test_units_of_the_plant_are_added_up() -> None:
    """SV-26 adds lines of one product, never output and scale."""
    assert kinds(line("600"), line("600", unit="二号线")) == ["QUESTION"]
    assert kinds(line("600"), line("600", record="生产规模")) == []


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_only_the_sum_counts(amounts: list[int]) -> None:
    """SV-26 fires exactly when the sum is above eleven tenths of the capacity."""
    assert bool(kinds(*(line(str(a)) for a in amounts))) == (sum(amounts) > 1100)


def test_what_cannot_be_compared_is_said() -> None:
    """SV-26 says 无法判断 for unlike units, an unknown capacity, and without the permit."""
    read = report(line("1200"))
    assert lacks(26, case(read, permit=holding(unit="件"))) == ["镀锌件的计量单位与登记的不同，不能比较"]
    assert lacks(26, case(report(line("1200", "")), permit=holding())) == [
        "镀锌件的计量单位与登记的不同，不能比较"
    ]
    assert lacks(26, case(read, permit=holding(None))) == ["登记信息中没有镀锌件的数量"]
    assert lacks(26, case(read)) == ["登记信息中没有产品、原辅料和燃料的数量"]
    assert kinds(line("1200"), held=holding(name="铝材")) == []
