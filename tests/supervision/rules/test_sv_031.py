"""SV-31: 报告有超标记录，结论却称达标。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import STATISTICS_ROW, case, fires, permit, report, row

AIR = "air-concentration"


def listed(concentration: str = "50", table: str = "air-exceedance", **changes: str) -> Row:
    """A line of the list of exceedances."""
    told = {"on": "2026-05-11", "outlet": "DA001", "pollutant": "氮氧化物", "concentration": concentration}
    return row(table, **told | changes)


def hits(text: str, *rows: Row, chapter: str = "emissions") -> int:
    """How often it fires over a chapter's text."""
    return len(fires(31, case(report(*(rows or (listed(),)), chapters={chapter: text}))))


def test_a_claim_beside_a_list_of_exceedances_is_a_hit() -> None:
    """SV-31 fires at the sentence, once for each of the two chapters."""
    texts = {"emissions": "监测按方案开展。各污染物均达标排放。全年无超标。", "conclusion": "本年度合规。"}
    first, second = fires(31, case(report(listed(), chapters=texts)))
    assert (first.rule, first.kind, first.division, first.section) == (
        "SV-31",
        "FORMAL",
        "ECOLOGY",
        "emissions",
    )
    assert (first.cell, first.found) == ("实际排放情况及达标判定分析", "各污染物均达标排放")
    assert first.expected == "与超标记录一致：DA001 氮氧化物"
    assert (second.division, second.section, second.found) == ("APPROVAL", "conclusion", "本年度合规")


def test_above_the_permits_limit_it_is_worse() -> None:
    """SV-31 at its boundary: substantive when the value really passes the limit, in the list or in the statistics."""
    claim = {"conclusion": "全部达标。"}
    kinds = [fires(31, case(report(listed(c), chapters=claim)))[0].kind for c in ("50", "50.1")]
    assert kinds == ["FORMAL", "SUBSTANTIVE"]
    counted = row(AIR, **STATISTICS_ROW | {"exceeded": "1", "max": "60"})
    assert fires(31, case(report(counted, chapters=claim)))[0].kind == "SUBSTANTIVE"
    assert fires(31, case(report(counted, chapters=claim), permit=permit(limits=None)))[0].kind == "FORMAL"


@pytest.mark.parametrize(
    "text",
    [
        "均达标",
        "本年度未超标，超标时段报表不适用",
        "达标率为100%",
        "超标率为0",
        "除尘设施正常，各项均达标",
        "合规",
    ],
)
def test_ways_to_claim(text: str) -> None:
    """SV-31 knows the usual words."""
    assert hits(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "除5月11日氮氧化物超标外，其余时段均达标。",
        "5月11日氮氧化物超标1小时，整改后均达标。",
        "废水各污染物均达标。",
        "DA002各污染物均达标。",
        "个别时段未能达标。",
        "本章为达标判定分析。",
        "合规判定分析如下。",
        "不合规。",
        "氮氧化物超标1小时。",
    ],
)
def test_exceptions_and_other_media_contradict_nothing(text: str) -> None:
    """SV-31 keeps quiet where the text makes an exception or speaks of something else."""
    assert hits(text) == 0


def test_without_exceedances_a_claim_is_right() -> None:
    """SV-31 does not take /, 无 or a count of 0 for an exceedance; other chapters are not read."""
    assert hits("均达标。", row(AIR, **STATISTICS_ROW)) == 0
    assert hits("均达标。", listed(pollutant="/", concentration="/")) == 0
    assert hits("均达标。", listed(pollutant="不适用")) == 0
    assert hits("均达标。", chapter="ledger") == 0
    assert hits("废水均达标。", listed(table="water-exceedance", outlet="DW001")) == 1
