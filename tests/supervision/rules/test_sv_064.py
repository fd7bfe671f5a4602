"""SV-64: 设施异常导致超标未向生态环境局报告，或已报告的异常未写入报告。"""

from datetime import date

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import AbnormalFacts
from tests.supervision.building import case, fires, lacks, report, row, verdict
from tests.supervision.rules.test_sv_062 import EVENT

KNOWN = AbnormalFacts(date(2026, 3, 5), "TA001 布袋除尘器", "滤袋破损", True, date(2026, 3, 5))
EXCEEDANCE = {
    "on": "2026-03-05",
    "time": "9时-11时",
    "outlet": "DA001",
    "pollutant": "氮氧化物",
    "concentration": "60",
    "cause": "设施检修",
}


def told(**changes: str) -> Row:
    """A row of the event with its pollutant within the limit of 50."""
    return row("facility-abnormal", **EVENT | {"pollutant": "NOx", "concentration": "30"} | changes)


@pytest.mark.parametrize("said", ["否", "", "/", "未报告"])
def test_an_exceedance_that_was_not_told_is_a_hit(said: str) -> None:
    """SV-64 fires on the cell that says so or says nothing."""
    (hit,) = fires(64, case(report(told(concentration="51", reported=said)), abnormal=()))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "POLLUTION", "facilities")
    assert (hit.found, hit.cell[-6:]) == (said, "“是否报告”")
    assert hit.message.endswith("：设施异常导致超标未向生态环境局报告。")


@pytest.mark.parametrize(
    ("changes", "hits"),
    [
        ({"concentration": "50"}, 0),
        ({"concentration": "50.1"}, 1),
        ({"cause": "滤袋破损，导致颗粒物超标"}, 1),
        ({"cause": "滤袋破损，未造成超标排放"}, 0),
        ({"concentration": "51", "reported": "是"}, 0),
    ],
)
def test_only_what_exceeded_had_to_be_told(changes: dict[str, str], hits: int) -> None:
    """SV-64 at its boundary: the limit itself is kept; the event's own words count."""
    asked = case(report(told(**{"reported": "否"} | changes)), abnormal=())
    assert len(fires(64, asked)) == hits


@pytest.mark.parametrize(
    ("changes", "hits"),
    [
        ({}, 1),
        ({"on": "2026-03-06"}, 0),
        ({"pollutant": "颗粒物"}, 0),
        ({"pollutant": "颗粒物", "cause": "TA001滤袋破损"}, 1),
    ],
)
def test_the_lists_of_exceedances_are_linked(changes: dict[str, str], hits: int) -> None:
    """SV-64: by day and pollutant, or by day and facility."""
    read = report(told(reported="否"), row("air-exceedance", **EXCEEDANCE | changes))
    assert len(fires(64, case(read, abnormal=()))) == hits


def test_what_the_bureau_was_told_is_no_exceedance_untold() -> None:
    """SV-64 believes the bureau's own record before the cell."""
    assert fires(64, case(report(told(concentration="51", reported="否")), abnormal=(KNOWN,))) == []
    seen = AbnormalFacts(date(2026, 3, 5), "TA001", exceeded=True)
    assert len(fires(64, case(report(told(reported="否")), abnormal=(seen,)))) == 1


def test_a_form_without_the_column_is_judged_by_the_record_alone() -> None:
    """SV-64 lacks the record where the table cannot say it."""
    cells = {c: t for c, t in EVENT.items() if c != "reported"} | {"cause": "破损致超标"}
    read = report(row("facility-abnormal", **cells))
    assert len(fires(64, case(read, abnormal=()))) == 1
    gaps = verdict(64, case(read)).gaps
    assert gaps[0].startswith("布袋除尘器(TA001)的异常导致超标")


@pytest.mark.parametrize(
    ("day", "facility", "hits"),
    [
        (date(2026, 3, 5), "TA001", 0),
        (date(2026, 3, 8), "布袋除尘器", 0),
        (date(2026, 3, 9), "布袋除尘器", 1),
        (date(2026, 3, 5), "TA002 喷淋塔", 1),
        (date(2025, 12, 30), "TA009", 0),
    ],
)
def test_an_event_told_to_the_bureau_has_to_stand_in_the_report(day: date, facility: str, hits: int) -> None:
    """SV-64 fires for what the bureau knows and the report does not mention; three days' difference are allowed."""
    found = fires(64, case(report(told()), abnormal=(AbnormalFacts(day, facility, reported_on=day),)))
    assert len(found) == hits
    for hit in found:
        assert hit.found == "未提及"
        assert hit.expected == f"说明2026年3月{day.day}日{facility}的异常情况"


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("3月5日除尘设施停运检修。", 0),
        ("2026年03月05日停电。", 0),
        ("TA001 布袋除尘器曾发生故障，已修复。", 0),
        ("TA001 布袋除尘器运行正常，未发生故障。", 1),
        ("13月5日、3月15日", 1),
        ("没有其他需要说明的情况。", 1),
    ],
)
def test_words_mention_it_too(text: str, hits: int) -> None:
    """SV-64: the day, or the facility's failure, told in words."""
    assert len(fires(64, case(report(chapters={"explanation": text}), abnormal=(KNOWN,)))) == hits


def test_without_the_record_or_the_period_it_cannot_judge() -> None:
    """SV-64 says what it lacks, and still judges what the report shows."""
    assert lacks(64, case(report())) == ["没有异常情况的报告记录"]
    assert lacks(64, case(report(period=""), abnormal=(KNOWN,))) == ["报告时段没有读出，或者与报告类型不符"]
    said = verdict(64, case(report(told(concentration="51", reported="否"))))
    assert (len(said.hits), said.gaps) == (1, ("没有异常情况的报告记录",))
