"""SV-70: 报告称已公开，但公开平台上查不到或时间不一致。"""

from datetime import date

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import case, fires, lacks, report, row


def told(done: str = "国家平台，2026年4月10日公开", fits: str = "是", item: str = "自行监测结果") -> Row:
    """A row of the report's table."""
    return row("disclosure", item=item, done=done, fits=fits)


def test_what_is_not_to_be_seen_is_asked_about() -> None:
    """SV-70 fires when the platform was looked at and showed nothing."""
    (hit,) = fires(70, case(report(told()), published=(("自行监测结果", None),)))
    assert (hit.kind, hit.division, hit.section, hit.found) == (
        "QUESTION",
        "APPROVAL",
        "disclosure",
        "查不到",
    )
    assert hit.cell == "信息公开情况报表 第1行“执行情况”"
    assert hit.expected == "公开平台上可以查到自行监测结果"


def test_nothing_published_at_all_is_one_hit() -> None:
    """SV-70 takes an empty list for known: nothing was there."""
    (hit,) = fires(70, case(report(told()), published=()))
    assert hit.expected == "公开平台上可以查到"


@pytest.mark.parametrize(
    ("seen", "hits"), [(date(2026, 4, 9), 0), (date(2026, 4, 15), 0), (date(2026, 4, 16), 1)]
)
def test_the_dates_may_differ_by_the_days_allowed(seen: date, hits: int) -> None:
    """SV-70 at its boundary: five days later than claimed is let pass, six is not; earlier is no matter."""
    assert len(fires(70, case(report(told()), published=(("自行监测结果", seen),)))) == hits


def test_dates_of_something_else_are_not_compared() -> None:
    """SV-70 compares dates only where the platform's entry and the row are about the same content."""
    assert fires(70, case(report(told()), published=(("2026", date(2027, 1, 20)),))) == []
    (hit,) = fires(70, case(report(told()), published=(("2026", None),)))
    assert hit.expected == "公开平台上可以查到2026年执行报告"


def test_who_claims_nothing_is_not_asked() -> None:
    """SV-70 does not apply where the report does not say that it published."""
    assert fires(70, case(report(told("未到时间", "否")))) == []
    assert fires(70, case(report(kind="QUARTERLY", period="2026Q2"))) == []


def test_the_chapter_alone_may_claim_it() -> None:
    """SV-70 reads 已公开 in the chapter when there is no table."""
    read = report(chapters={"disclosure": "执行报告已公开。"})
    (hit,) = fires(70, case(read, published=(("执行报告", None),)))
    assert hit.cell == "信息公开情况"


def test_without_a_look_at_the_platform_it_cannot_judge() -> None:
    """SV-70 says 无法判断 when nobody looked."""
    assert lacks(70, case(report(told()))) == ["没有公开平台的查询结果"]
