"""Every conduct has its provisions with dates, ranges and citations that exist; a wrong page says where it is wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postpermit import law
from postpermit.law.checklists import KINDS, checklist
from postpermit.law.penalties import read_conduct

CODE = date(2026, 8, 15)
ROW: dict[str, Any] = {
    "clause": "regulation:39",
    "rank": "REGULATION",
    "from": date(2021, 3, 1),
    "fines": {"一般": [2, 20]},
    "measures": ["责令改正"],
    "confirmed": True,
}


def test_each_conduct_of_the_regulation_has_its_provision() -> None:
    """Articles 33 to 37, 39 to 41 and 43, item by item."""
    cited = {b.clause for c in law.penalty_conducts() for b in c.bases}
    items = {33: 4, 34: 2, 35: 2, 36: 9, 37: 4}
    wanted = {f"regulation:{a}.i{n}" for a, count in items.items() for n in range(1, count + 1)}
    assert wanted | {f"regulation:{a}" for a in (39, 40, 41, 43)} <= cited
    assert {f"code:{a}" for a in (1086, 1087, 1088, 1093, 1095, 1100, *range(1102, 1111))} <= cited


def test_what_a_checklist_points_to_is_known_here() -> None:
    """A 不符合 leads to provisions, whichever list it was found with."""
    lists = [checklist(kind, on=date(2026, 11, 26)) for kind in KINDS]
    pointed = {code for one in lists for question in one.questions for code in question.conducts}
    assert pointed
    assert pointed <= {c.code for c in law.penalty_conducts()}


def test_a_provision_ends_where_the_code_takes_its_place() -> None:
    """The day before the code the old acts are in force, from its first day on they are not."""
    for conduct in law.penalty_conducts():
        for basis in conduct.bases:
            document = basis.clause.partition(":")[0]
            if document in ("air-law", "water-law", "eia-law"):
                assert (basis.in_force(date(2026, 8, 14)), basis.in_force(CODE)) == (True, False)
            if document == "code":
                assert (basis.in_force(date(2026, 8, 14)), basis.in_force(CODE)) == (False, True)
            if document in ("shanghai-environment", "air-law", "water-law", "eia-law"):
                assert not basis.confirmed


def test_amounts_are_exact_and_read_as_an_office_writes_them() -> None:
    """Half of ten thousand is half of ten thousand."""
    first, *_ = law.penalty_conduct("report-missing").bases
    assert first.each
    assert (first.fines[0].low, first.fines[0].shown) == (Decimal("0.5"), "0.5万元以上2万元以下")
    assert law.penalty_conduct("registration").bases[0].fines[0].shown == "5万元以下"


def test_a_circumstance_has_its_own_range() -> None:
    """Where it has none, the ordinary one; where nothing has an amount, none."""
    basis = law.penalty_conduct("facilities").bases[1]
    shown = [basis.fine(when).shown for when in ("擅自拆除", "", "情节严重") if basis.fine(when)]  # type: ignore[union-attr]
    assert shown == ["10万元以上100万元以下", "2万元以上5万元以下", "2万元以上5万元以下"]
    assert law.penalty_conduct("eia-before-building").bases[0].fine() is None


def test_another_conduct_is_unknown() -> None:
    with pytest.raises(KeyError):
        law.penalty_conduct("noise-at-night")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": "KING"},
        {"fines": {"一般": [20, 2]}},
        {"fines": {"一般": [2]}},
        {"fines": {"一般": ["many", 20]}},
        {"from": "2021-03-01"},
        {"to": date(2020, 1, 1)},
        {"colour": "red"},
    ],
)
def test_a_wrong_row_names_its_conduct(wrong: dict[str, Any]) -> None:
    """Nothing is guessed from a page that is not as agreed."""
    with pytest.raises(law.UnreadableLaw, match="refusal"):
        read_conduct("refusal", {"label": "拒绝检查", "bases": [ROW | wrong]}, "page.yaml")


def test_a_row_without_a_part_or_twice_the_same_clause_is_refused() -> None:
    """Each provision stands once."""
    for rows in ([{k: v for k, v in ROW.items() if k != "fines"}], [ROW, ROW]):
        with pytest.raises(law.UnreadableLaw, match="refusal"):
            read_conduct("refusal", {"label": "拒绝检查", "bases": rows}, "page.yaml")


def test_a_citation_that_does_not_exist_is_an_unknown_clause() -> None:
    with pytest.raises(law.UnknownClause, match="regulation:390"):
        read_conduct(
            "refusal", {"label": "拒绝检查", "bases": [ROW | {"clause": "regulation:390"}]}, "page.yaml"
        )
