"""Every article, paragraph and annex of the plan is a clause; what is cited exists."""

import pytest

from postpermit import law

PARAGRAPHS = {3: 6, 4: 3, 5: 3, 6: 2, 7: 2, 8: 2, 9: 2, 11: 2, 17: 2}


def test_the_plan_has_its_paragraphs_as_printed() -> None:
    wanted = {f"plan:{a}.{p}" for a in range(1, 21) for p in range(1, PARAGRAPHS.get(a, 1) + 1)}
    ours = {c.ref for c in law.clauses("plan") if not c.ref.startswith("plan:a")}
    assert ours == wanted


def test_the_checklist_has_seventeen_items() -> None:
    assert sum(c.ref.startswith("plan:a3.") for c in law.clauses("plan")) == 17


@pytest.mark.parametrize(
    ("ref", "label"),
    [
        ("plan:6.2", "第六条第二款"),
        ("plan:10.1", "第十条"),
        ("plan:20.1", "第二十条"),
        ("plan:a5", "附件5"),
        ("plan:a3.2.5", "附件3 二（5）"),
        ("regulation:14", "条例第十四条"),
    ],
)
def test_a_clause_is_cited_as_an_office_cites_it(ref: str, label: str) -> None:
    assert law.clause(ref).label == label


def test_a_clause_that_does_not_exist_is_unknown() -> None:
    with pytest.raises(law.UnknownClause, match="plan:6.9"):
        law.clause("plan:6.9")


def test_the_plan_shows_that_it_is_a_draft() -> None:
    plan = next(d for d in law.documents() if d.code == "plan")
    assert plan.status == "征求意见稿"
    assert "据文字重建" in plan.status_note


def test_every_clause_is_worded_shortly_and_with_its_strength() -> None:
    for clause in law.clauses():
        assert 4 <= len(clause.wording) <= 60, clause.ref
        assert clause.strength.label in {"应当", "原则上", "可以"}


def test_article_five_three_binds_in_principle() -> None:
    assert law.clause("plan:5.3").strength.label == "原则上"
