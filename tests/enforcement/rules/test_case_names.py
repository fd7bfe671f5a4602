"""How a case and its documents are called."""

import pytest

from postpermit.enforcement.rules.case_names import case_title, next_document

PATTERN = "环罚〔{year}〕{n}号"


@pytest.mark.parametrize(
    "conduct", ["未提交执行报告", "涉嫌未提交执行报告", "未提交执行报告案", "涉嫌未提交执行报告案"]
)
def test_a_case_is_called_by_what_is_suspected(conduct: str) -> None:
    """EN-138"""
    assert case_title(conduct) == "涉嫌未提交执行报告案"


@pytest.mark.parametrize(
    ("used", "number"),
    [
        ([], "环罚〔2026〕1号"),
        (["环罚〔2026〕9号", "环罚〔2026〕10号"], "环罚〔2026〕11号"),
        (["普环罚〔2026〕3号"], "普环罚〔2026〕4号"),
        (["环罚〔2025〕7号", "环罚〔2026〕号", "当罚1"], "环罚〔2026〕1号"),
    ],
)
def test_a_number_follows_the_highest_of_its_year(used: list[str], number: str) -> None:
    """EN-139: with the letters of the district as they were used."""
    assert next_document(PATTERN, 2026, used) == number
