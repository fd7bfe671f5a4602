"""SV-72: 清洁生产审核已到期，报告没有说明。"""

from datetime import date

import pytest

from tests.supervision.building import case, fires, lacks, permit, report


def test_an_audit_due_and_not_mentioned_is_asked_about() -> None:
    """SV-72 fires for 污防科 with the day on which it was due."""
    (hit,) = fires(72, case(report(), permit=permit(clean_production_due_on=date(2026, 9, 30))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "POLLUTION", "other")
    assert (hit.found, hit.cell) == ("没有提及", "其他排污许可证规定的内容执行情况")
    assert hit.expected == "说明应于2026年9月30日前完成的清洁生产审核"


@pytest.mark.parametrize(
    ("due", "hits"), [(date(2026, 12, 31), 1), (date(2027, 1, 1), 0), (date(2024, 5, 1), 1)]
)
def test_only_what_is_due_by_the_end_of_the_period_counts(due: date, hits: int) -> None:
    """SV-72 at its boundary: the last day of the period still counts."""
    assert len(fires(72, case(report(), permit=permit(clean_production_due_on=due)))) == hits


@pytest.mark.parametrize(
    "chapters",
    [{"other": "未纳入清洁生产审核名单。"}, {"other": "无。", "compliance": "清洁生产审核已通过评估。"}],
)
def test_a_mention_is_enough(chapters: dict[str, str]) -> None:
    """SV-72 leaves what is said about it to a person."""
    assert (
        fires(72, case(report(chapters=chapters), permit=permit(clean_production_due_on=date(2026, 9, 30))))
        == []
    )


def test_without_the_day_or_the_chapter_it_cannot_judge() -> None:
    """SV-72 says 无法判断 without the due day, and where the chapter was not read."""
    assert lacks(72, case(report())) == ["登记信息中没有清洁生产审核期限"]
    due = permit(clean_production_due_on=date(2026, 9, 30))
    assert lacks(72, case(report(chapters={}), permit=due)) == ["报告中没有读到其他许可规定内容的执行情况"]
    assert fires(72, case(report(kind="QUARTERLY", period="2026Q2"))) == []
