"""SV-17: 报告时段与报告类型不符，或与以前的报告不衔接。"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Report, first_and_last, period_of, span_of, words_of
from postpermit.supervision.rules.facts import FiledReport
from tests.supervision.building import case, fires, lacks, owed, permit, report

KINDS = {"ANNUAL": "2026", "QUARTERLY": "2026Q3", "MONTHLY": "2026-06"}


def told(text: str, kind: str = "ANNUAL") -> Report:
    """A report with that period on its cover."""
    return report(kind=kind, period=KINDS[kind], cover={"period": text})


def former(*periods: str, kind: str = "ANNUAL") -> tuple[Report, ...]:
    """Earlier reports of a kind."""
    return tuple(report(kind=kind, period=p, cover={"period": words_of(p)}) for p in periods)


def test_a_quarter_on_an_annual_report() -> None:
    """SV-17 fires: the cover's period, and what its kind wants."""
    (hit,) = fires(17, case(told("2026年第3季"), earlier=()))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "basic")
    assert (hit.cell, hit.found, hit.expected) == ("封面“报告时段”", "2026年第3季", "年报的完整时段")


@pytest.mark.parametrize(
    ("text", "kind", "hits"),
    [
        ("2026年", "ANNUAL", 0),
        ("2026年1月1日至2026年12月31日", "ANNUAL", 0),
        ("2025年", "ANNUAL", 1),
        ("2026年上半年", "ANNUAL", 1),
        ("2026年1月1日至12月30日", "ANNUAL", 1),
        ("2026年第03季", "QUARTERLY", 0),
        ("2026年7月-9月", "QUARTERLY", 0),
        ("2026年第2季度", "QUARTERLY", 1),
        ("2026年", "QUARTERLY", 1),
        ("2026年06月", "MONTHLY", 0),
        ("2026年第2季度", "MONTHLY", 1),
        ("/", "ANNUAL", 0),
    ],
)
def test_the_cover_against_kind_and_period(text: str, kind: str, hits: int) -> None:
    """SV-17 reads a period however it is written; a blank is for SV-8."""
    assert len(fires(17, case(told(text, kind), earlier=()))) == hits


def test_what_is_owed_counts_before_what_was_read() -> None:
    """SV-17 compares with the period that the unit owes."""
    (hit,) = fires(17, case(told("2026年"), obligation=owed(period="2025"), earlier=()))
    assert hit.expected == "2025年"
    assert fires(17, case(told("2026年"), obligation=owed("QUARTERLY", "2026Q4"), earlier=())) == []


def test_the_part_of_a_year_in_which_there_was_a_permit() -> None:
    """SV-17 lets a period begin with the permit and end with it, and no other part."""
    young = permit(first_issued_on=date(2026, 3, 1), ended_on=date(2026, 11, 30))
    for text in ("2026年3月1日至12月31日", "2026年3月1日至11月30日", "2026年1月1日至11月30日"):
        assert fires(17, case(told(text), permit=young, earlier=())) == []
    assert len(fires(17, case(told("2026年3月2日至12月31日"), permit=young, earlier=()))) == 1
    (said,) = lacks(17, case(told("2026年3月1日至12月31日"), permit=None, earlier=()))
    assert said == "没有许可证登记信息，不知道2026年3月1日至12月31日是否为持证时段"


def test_a_year_left_out_is_a_question() -> None:
    """SV-17: a stop note or a waiver of the other period is not among the facts."""
    (hit,) = fires(17, case(told("2026年"), earlier=former("2024")))
    assert (hit.kind, hit.found, hit.expected) == ("QUESTION", "此前最近一期是2024年", "此前有2025年的报告")
    assert hit.message == "2025年：与以前的报告之间缺少一期。"


def test_what_joins_is_right() -> None:
    """SV-17 does not fire for the next period, a first report, or one that came without being read."""
    assert fires(17, case(told("2026年"), earlier=former("2025", "2023"))) == []
    assert fires(17, case(told("2026年"), earlier=former("2025Q4", kind="QUARTERLY"))) == []
    filed = (FiledReport("ANNUAL", "2025", date(2026, 1, 20)),)
    assert fires(17, case(told("2026年"), earlier=former("2024"), filed=filed)) == []
    assert fires(17, case(told("2026年"), earlier=former("2024"), permit=permit(stopped=True))) == []
    young = permit(first_issued_on=date(2025, 11, 1))
    assert fires(17, case(told("2026年"), earlier=former("2024"), permit=young)) == []


def test_a_last_quarter_may_be_told_in_the_year() -> None:
    """SV-17 misses no part that the larger report may stand for."""
    first = report(kind="QUARTERLY", period="2026Q1", cover={"period": "2026年第1季度"})
    assert fires(17, case(first, earlier=former("2025Q3", kind="QUARTERLY"))) == []
    assert (
        len(fires(17, case(told("2026年第3季", "QUARTERLY"), earlier=former("2026Q1", kind="QUARTERLY"))))
        == 1
    )


def test_days_told_twice_overlap() -> None:
    """SV-17 fires when an earlier report of the kind covers days of this one."""
    other = report(period="2025", cover={"period": "2025年7月1日至2026年6月30日"})
    (hit,) = fires(17, case(told("2026年"), earlier=(other,)))
    assert hit.message == "2025年：报告时段与以前的报告重叠。"
    wrong = report(kind="QUARTERLY", period="2026Q2", cover={"period": "2026年"})
    assert fires(17, case(told("2026年第3季", "QUARTERLY"), earlier=(wrong,))) == []


def test_what_was_not_read_is_not_judged() -> None:
    """SV-17 says 无法判断 without kind, earlier reports, or a period it understands."""
    for kind in ("", "半年报"):
        assert lacks(17, case(report(kind=kind), earlier=())) == ["没有识别出报告类型，不能核对报告时段"]
    assert lacks(17, case(told("2026年"))) == ["没有以前各期的报告，不能核对时段是否衔接"]
    assert lacks(17, case(told("本期"), earlier=())) == ["封面报告时段“本期”不能识别"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年", "2023"),
        ("2023年年报表", "2023"),
        ("2024年度", "2024"),
        ("2024年第3季", "2024Q3"),
        ("2023年第03季", "2023Q3"),
        ("2023年第02季度季报表", "2023Q2"),
        ("2026 年 第 三 季度", "2026Q3"),
        ("2024年06月", "2024-06"),
        ("2023年7月月报表", "2023-07"),
        ("自2026年1月1日起至2026年3月31日止", "2026Q1"),
        ("2026-07-01~2026-09-30", "2026Q3"),
        ("2026年（2026年1月1日至2026年12月31日）", "2026"),
        ("２０２６年", "2026"),
        ("2026年上半年", ""),
        ("2026年13月", ""),
        ("2026年第5季", ""),
        ("2026-01-12", ""),
        ("2026年2月30日至3月1日", ""),
        ("2023年季报", ""),
        ("", ""),
    ],
)
def test_periods_as_they_are_written(text: str, period: str) -> None:
    """SV-17 reads every spelling that was seen, and takes nothing else for a period."""
    assert period_of(text) == period


@given(st.integers(1000, 9998), st.sampled_from(["", "Q1", "Q2", "Q3", "Q4", "-01", "-09", "-12"]))
def test_what_is_said_of_a_period_is_read_back(year: int, part: str) -> None:
    """SV-17: the words of a period mean that period, and its days."""
    period = f"{year:04d}{part}"
    assert period_of(words_of(period)) == period
    assert span_of(words_of(period)) == first_and_last(period)


@given(st.text(alphabet="0123456789年月日季度第至-~Qq上下半()自止.", max_size=24))
def test_no_text_breaks_the_reading_of_periods(text: str) -> None:
    """SV-17: a period that is read lies between its own days."""
    days = span_of(text)
    assert days is None or days[0] <= days[1]
    assert not period_of(text) or first_and_last(period_of(text)) == days
