"""SV-73: 固体废物产生、转移、利用和贮存数量不平衡。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.rules.obligations import imbalance
from tests.supervision.building import case, fires, lacks, report, row

SLUDGE = {
    "name": "污泥",
    "kind": "危险废物",
    "before": "1",
    "produced": "99",
    "transferred": "95",
    "used": "0",
    "stored": "5",
}
AMOUNTS = st.integers(0, 10**7).map(lambda n: Decimal(n) / 1000)


def waste(**changes: str) -> Row:
    """A row that balances unless changed."""
    return row("waste", **SLUDGE | changes)


def test_what_vanished_is_a_hit_with_its_amount() -> None:
    """SV-73 fires for 污防科; beyond the second share it is no question any more."""
    (hit,) = fires(73, case(report(waste(transferred="60"))))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "POLLUTION", "other")
    assert hit.cell == "固体废物产生、转移和贮存情况表 第1行“期末贮存量”"
    assert (hit.found, hit.message) == (
        "相差 35 t",
        "污泥·危险废物：固体废物产生、转移、利用和贮存数量不平衡。",
    )


@pytest.mark.parametrize(
    ("transferred", "kind"), [("90", None), ("89.9", "QUESTION"), ("75", "QUESTION"), ("74.9", "SUBSTANTIVE")]
)
def test_the_shares_themselves_are_kept(transferred: str, kind: str | None) -> None:
    """SV-73 at its boundaries: 5 % and 20 % of the larger side."""
    found = fires(73, case(report(waste(transferred=transferred))))
    assert [h.kind for h in found] == ([kind] if kind else [])


def test_a_few_kilograms_are_never_asked_about() -> None:
    """SV-73 begins above its least amount, however large the share is."""
    small = {"before": "0", "produced": "0.02", "used": "0", "stored": "0"}
    assert fires(73, case(report(waste(**small, transferred="0.01")))) == []
    assert len(fires(73, case(report(waste(**small, transferred="0.009"))))) == 1


def test_what_is_not_reported_may_be_any_amount() -> None:
    """SV-73 takes / for unknown: an unknown stock explains that more went than came, never that less did."""
    assert fires(73, case(report(waste(before="/", transferred="150")))) == []
    assert len(fires(73, case(report(waste(before="/", transferred="50"))))) == 1
    assert fires(73, case(report(waste(used="/", transferred="50")))) == []
    assert fires(73, case(report(waste(produced="", stored="")))) == []


def test_kilograms_beside_tonnes_are_converted() -> None:
    """SV-73 reads the unit in the cell."""
    assert fires(73, case(report(waste(stored="5000kg")))) == []


def test_the_sum_of_all_waste_is_no_waste() -> None:
    """SV-73 leaves a row 合计 alone."""
    assert fires(73, case(report(waste(name="合计", transferred="0")))) == []


def test_what_it_cannot_compare_it_says() -> None:
    """SV-73 says 无法判断 for mixed units, and when hazardous waste is told of without a table."""
    assert lacks(73, case(report(waste(stored="3个")))) == ["污泥各项数量的单位不同"]
    told = report(chapters={"other": "危险废物委托有资质单位处置。"})
    assert lacks(73, case(told)) == ["报告提到危险废物，但没有读到固体废物表"]
    assert fires(73, case(report(chapters={"other": "本单位不产生危险废物。"}))) == []
    assert fires(73, case(report(kind="QUARTERLY", period="2026Q2"))) == []


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_row_that_balances_never_fires(
    before: Decimal, produced: Decimal, used: Decimal, stored: Decimal
) -> None:
    """SV-73 with exact amounts: what came is what went and stayed, in any split."""
    went = max(before + produced - used - stored, Decimal(0))
    told = waste(
        before=str(before), produced=str(went + used + stored - before), transferred=str(went),
        used=str(used), stored=str(stored),
    )  # fmt: skip
    assert imbalance(told)[0] == 0
