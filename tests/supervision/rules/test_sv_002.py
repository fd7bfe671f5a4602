"""SV-2: 执行报告提交晚于规定期限。"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.supervision.building import case, fires, lacks, owed, permit, report

HERE = ZoneInfo("Asia/Shanghai")


def test_a_report_after_the_last_day_is_late() -> None:
    """SV-2 fires: the day it came, and the day it was due."""
    came = datetime(2027, 2, 1, 0, 5, tzinfo=HERE)
    (hit,) = fires(2, case(report(), obligation=owed(submitted_at=came)))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("提交时间", "2027年2月1日", "不晚于2027年1月31日提交")
    assert hit.message == "2026年年报：执行报告提交晚于规定期限。"


@pytest.mark.parametrize(
    ("came", "hits"),
    [
        (datetime(2027, 1, 31, 23, 59, tzinfo=HERE), 0),
        (datetime(2027, 1, 31, 15, 59, tzinfo=UTC), 0),
        (datetime(2027, 1, 31, 16, 0, tzinfo=UTC), 1),
        (datetime(2027, 1, 31, 23, 59), 0),
    ],
)
def test_the_last_day_ends_at_midnight_in_shanghai(came: datetime, hits: int) -> None:
    """SV-2 at its boundary: the day counts here, whatever zone the moment is written in."""
    assert len(fires(2, case(report(), obligation=owed(submitted_at=came)))) == hits


@pytest.mark.parametrize("note", ["stop_note", "waived"])
def test_what_is_not_awaited_cannot_be_late(note: str) -> None:
    """SV-2 is silent beside a stop note or a waiver."""
    came = datetime(2027, 3, 1, tzinfo=HERE)
    assert fires(2, case(report(), obligation=owed(submitted_at=came, **{note: True}))) == []


def test_a_permit_held_too_short_owes_nothing() -> None:
    """SV-2 leaves that case to SV-3."""
    told = owed(submitted_at=datetime(2027, 3, 1, tzinfo=HERE))
    assert fires(2, case(report(), obligation=told, permit=permit(first_issued_on=date(2026, 11, 20)))) == []


def test_without_day_or_moment_it_cannot_judge() -> None:
    """SV-2 says 无法判断 without the obligation, the moment, or a day that binds."""
    came = datetime(2027, 3, 1, tzinfo=HERE)
    assert lacks(2, case(report())) == ["没有这一期报告的应报信息"]
    assert lacks(2, case(report(), obligation=owed())) == ["没有这一期报告的提交时间"]
    (said,) = lacks(2, case(report(), obligation=owed(submitted_at=came, due_source="default")))
    assert "默认为2027年1月31日" in said
