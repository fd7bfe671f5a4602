"""The 卷内目录 is data: every row has its volume, its fact and a clause that exists."""

from typing import Any

import pytest

from postpermit import law
from postpermit.law.case_files import case_file_rows, read_row

ROW: dict[str, Any] = {
    "label": "立案审批表",
    "volume": "MAIN",
    "from": "filed_on",
    "clause": "penalty-law:54",
    "confirmed": True,
}


def test_the_rows_are_numbered_in_the_order_of_filing() -> None:
    """The decision first, internal papers in the other volume, no document twice."""
    rows = case_file_rows()
    assert [r.order for r in rows] == list(range(1, len(rows) + 1))
    assert rows[0].code == "decision"
    assert len({r.label for r in rows}) == len(rows)
    internal = {"review-opinion", "discussion-record", "decision-approval", "investigation-report"}
    assert {r.code for r in rows if r.volume == "SIDE"} >= internal


@pytest.mark.parametrize(
    "wrong", [{"volume": "ATTIC"}, {"procedure": ["SECRET"]}, {"colour": "red"}, {"when": 7}]
)
def test_a_wrong_row_names_its_document(wrong: dict[str, Any]) -> None:
    """Nothing is guessed from a page that is not as agreed."""
    with pytest.raises(law.UnreadableLaw, match="filing"):
        read_row("filing", ROW | wrong, 1, "page.yaml")


def test_a_row_without_its_fact_or_with_an_unknown_clause_is_refused() -> None:
    """A missing part and a citation that does not exist are told apart."""
    with pytest.raises(law.UnreadableLaw, match="filing"):
        read_row("filing", {k: v for k, v in ROW.items() if k != "from"}, 1, "page.yaml")
    with pytest.raises(law.UnknownClause, match="penalty-law:540"):
        read_row("filing", ROW | {"clause": "penalty-law:540"}, 1, "page.yaml")
