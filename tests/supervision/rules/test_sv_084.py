"""SV-84: 同一机构在期限届满前集中提交多家报告。"""

from datetime import UTC, date, datetime

import pytest

from postpermit.supervision.rules.facts import Obligation, OtherReport
from tests.supervision.building import case, fires, lacks, report

DUE = date(2027, 1, 31)
AGENT = "演示环保咨询（演示）"
LATE = datetime(2027, 1, 31, 23, 30)


def owed(at: datetime | None = LATE, source: str = "permit") -> Obligation:
    """An annual report due on the last of January."""
    return Obligation("ANNUAL", "2026", DUE, source, at)


def others(count: int, agent: str = AGENT, at: datetime | None = LATE) -> tuple[OtherReport, ...]:
    """So many other holders' reports."""
    return tuple(OtherReport(f"邻家{n}厂（演示）", agent=agent, submitted_at=at) for n in range(count))


def test_many_reports_of_one_agent_in_the_last_hour_are_asked_about() -> None:
    """SV-84 fires for 审批科 with the time and the number of others."""
    (hit,) = fires(84, case(report(), obligation=owed(), agent=AGENT, others=others(6)))
    assert (hit.kind, hit.division) == ("QUESTION", "APPROVAL")
    assert (hit.cell, hit.found) == ("提交时间", "另有 6 家同时提交")
    assert hit.message == f"{AGENT}：同一机构在期限届满前集中提交多家报告。"


@pytest.mark.parametrize(("count", "hits"), [(4, 0), (5, 1)])
def test_it_begins_with_five_others(count: int, hits: int) -> None:
    """SV-84 at its boundary of number."""
    assert len(fires(84, case(report(), obligation=owed(), agent=AGENT, others=others(count)))) == hits


@pytest.mark.parametrize(
    ("at", "hits"),
    [
        (datetime(2027, 1, 31, 22, 59), 0),
        (datetime(2027, 1, 31, 23, 0), 1),
        (datetime(2027, 1, 31, 15, 30, tzinfo=UTC), 1),
        (datetime(2027, 1, 31, 23, 30, tzinfo=UTC), 0),
        (datetime(2027, 2, 1, 0, 0), 0),
    ],
)
def test_only_the_last_hour_before_the_day_ends_counts(at: datetime, hits: int) -> None:
    """SV-84 at its boundary of time, on the clock in Shanghai; what came after it is late, which SV-2 says."""
    assert len(fires(84, case(report(), obligation=owed(at), agent=AGENT, others=others(5)))) == hits


@pytest.mark.parametrize(
    "beside",
    [
        others(9, agent="另一家"),
        others(9, agent=""),
        others(9, at=datetime(2027, 1, 20, 10)),
        others(9, at=None),
    ],
)
def test_others_of_another_agent_or_time_do_not_count(beside: tuple[OtherReport, ...]) -> None:
    """SV-84 counts the same agent at the same time."""
    assert fires(84, case(report(), obligation=owed(), agent=AGENT, others=beside)) == []


def test_without_time_limit_or_agent_it_cannot_judge() -> None:
    """SV-84 says 无法判断, about agent and others only when the last hour makes them matter."""
    assert lacks(84, case(report())) == ["没有报告的提交时间"]
    assert lacks(84, case(report(), obligation=owed(None))) == ["没有报告的提交时间"]
    assert lacks(84, case(report(), obligation=owed(source="default"))) == ["没有许可证或通知规定的提交期限"]
    assert lacks(84, case(report(), obligation=owed(), others=others(9))) == [
        "没有代办机构或其他单位的提交情况"
    ]
    assert lacks(84, case(report(), obligation=owed(), agent=AGENT)) == ["没有代办机构或其他单位的提交情况"]
    assert fires(84, case(report(), obligation=owed(datetime(2027, 1, 20, 10)))) == []
