"""A rule has a number, a Chinese sentence and clauses that exist, or the program does not start."""

import pytest

from postpermit import law


def test_a_rule_without_a_chinese_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="Chinese sentence"):

        @law.rule("ZZ-1", "plan:6.2")
        def silent() -> None:
            """Says nothing in Chinese."""


def test_a_rule_that_cites_nothing_is_refused() -> None:
    with pytest.raises(law.UnknownClause):

        @law.rule("ZZ-2", "plan:6.7")
        def lost() -> None:
            """引用不存在的条款。"""


def test_a_number_belongs_to_one_rule() -> None:
    import postpermit.duties.rules  # noqa: F401

    with pytest.raises(ValueError, match="DU-1 is"):

        @law.rule("DU-1", "plan:6.2")
        def twin() -> None:
            """重复的编号。"""


def test_the_table_names_what_a_person_decides() -> None:
    text = law.clause_table([], {}, {})
    assert "人工判断" in text
    assert "`plan:6.2`" in text
    assert "`inspection.registered.share` 20%" in text
