"""EN-120: what a ruling on a decision may say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from postpermit.enforcement.rules.rulings import Ruled, ruling_faults, ruling_words
from postpermit.enforcement.states import Ruling

AMENDED = Ruled(Ruling.AMENDED, "复1号", "复议机关", date(2026, 11, 2), Decimal(10000))
BEFORE = Decimal(20000)


def places(ruled: Ruled, measures: str = "") -> list[str]:
    return [f.place for f in ruling_faults(ruled, BEFORE, measures)]


def test_an_amended_fine_is_named_lower_and_different() -> None:
    """EN-120: up to the fine that was decided; the same fine with other measures is a change too."""
    assert places(AMENDED) == []
    assert places(replace(AMENDED, fine=None)) == ["fine"]
    assert places(replace(AMENDED, fine=Decimal(-1))) == ["fine"]
    assert places(replace(AMENDED, fine=BEFORE + 1)) == ["fine"]
    assert places(replace(AMENDED, fine=BEFORE)) == ["fine"]
    assert places(replace(AMENDED, fine=BEFORE, measures="警告")) == []
    assert places(replace(AMENDED, fine=Decimal(0))) == ["measures"]
    assert places(replace(AMENDED, fine=Decimal(0), measures="警告")) == []


def test_a_revoked_decision_names_no_fine() -> None:
    """EN-120: nothing of it is left."""
    gone = replace(AMENDED, ruling=Ruling.REVOKED, fine=None)
    assert places(gone) == []
    assert places(replace(gone, fine=Decimal(1))) == ["fine"]
    assert ruling_words(gone) == "已撤销（复议机关2026年11月2日复1号）"
    assert (
        ruling_words(replace(AMENDED, measures="警告"))
        == "已变更为罚款10000元；警告（复议机关2026年11月2日复1号）"
    )
