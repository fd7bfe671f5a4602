"""SV-34: 报告称全部合规，与本年度处罚记录矛盾。"""

import pytest

from postpermit.supervision.rules import Case
from tests.supervision.building import case, fires, lacks, report

PENALTY = "演示罚字〔2026〕1号，超标排放水污染物"


def told(penalties: tuple[str, ...] | None = (PENALTY,), **chapters: str) -> Case:
    """A report with these chapters, and what the bureau decided in its year."""
    return case(report(chapters=chapters), penalties=penalties)


def test_a_claim_against_a_penalty_is_a_hit() -> None:
    """SV-34 fires at the sentence, once for a chapter."""
    text = "本年度生产正常。未受到生态环境行政处罚。严格遵守法律法规。"
    (hit,) = fires(34, told(compliance=text))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-34",
        "SUBSTANTIVE",
        "APPROVAL",
        "compliance",
    )
    assert (hit.cell, hit.found) == ("遵守法律法规情况", "未受到生态环境行政处罚")
    assert hit.expected == f"写明处罚情况：{PENALTY}"


@pytest.mark.parametrize(
    "text",
    [
        "各项要求已落实，合规。",
        "无违法行为。",
        "处罚情况：无。",
        "行政处罚0次。",
        "均符合许可要求。",
        "严格遵守有关规定。",
    ],
)
def test_ways_to_claim(text: str) -> None:
    """SV-34 knows the usual words in the conclusion."""
    assert [h.section for h in fires(34, told(conclusion=text))] == ["conclusion"]


@pytest.mark.parametrize(
    "text",
    [
        "受到处罚1次，已缴纳罚款。",
        "除受到一次处罚外，其余均符合要求。",
        "本章为合规判定分析。",
        "部分要求不合规。",
        "见附件。",
    ],
)
def test_what_is_told_is_not_denied(text: str) -> None:
    """SV-34 keeps quiet where the penalty is told or nothing is claimed."""
    assert fires(34, told(conclusion=text)) == []


def test_told_in_one_chapter_it_is_told() -> None:
    """SV-34 reads both chapters together."""
    assert fires(34, told(compliance="5月受到行政处罚1次。", conclusion="总体合规。")) == []


def test_without_penalties_a_claim_is_right() -> None:
    """SV-34 does not fire when it is known that there was none."""
    assert fires(34, told((), conclusion="均合规。")) == []


def test_without_the_record_it_cannot_judge() -> None:
    """SV-34 says 无法判断, and nothing for a report that has no such chapters."""
    assert lacks(34, told(None, conclusion="均合规。")) == ["没有处罚记录可供核对"]
    assert fires(34, told(None, emissions="均合规。")) == []
