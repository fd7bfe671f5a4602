"""SV-51: 监测、超标或异常的日期不在报告时段内。"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.report.periods import day_in
from tests.supervision.building import case, fires, lacks, report, row

FUGITIVE = {"point": "厂界", "pollutant": "颗粒物", "limit": "1.0", "result": "0.2", "exceeded": "否"}


def fugitive(on: str) -> Row:
    """A fugitive result of a day."""
    return row("fugitive", 3, **FUGITIVE, on=on)


def broken(begun: str, ended: str) -> Row:
    """An abnormal time of a facility."""
    texts = {"from": begun, "to": ended, "facility": "除尘器", "cause": "故障", "response": "检修"}
    return row("facility-abnormal", **texts)


def test_a_day_of_another_year_is_a_formal_hit() -> None:
    """SV-51 fires with the period that was meant."""
    (hit,) = fires(51, case(report(fugitive("2025年12月31日"))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "无组织废气污染物排放浓度监测数据统计表 第3行“监测时间”"
    assert (hit.found, hit.expected) == ("2025年12月31日", "在 2026年1月1日至2026年12月31日 之内")
    assert hit.message.startswith("2025年12月31日·厂界·颗粒物：")


@pytest.mark.parametrize(
    "on", ["2026-01-01", "2026/12/31 23:00", "2026年3月1日8时", "/", "3月1日", "2026年3月"]
)
def test_the_first_and_last_day_belong_to_the_period(on: str) -> None:
    """SV-51 at its boundary; what is no day is not judged."""
    assert fires(51, case(report(fugitive(on)))) == []


@pytest.mark.parametrize(
    ("table", "section"),
    [
        ("special-air", "monitoring"),
        ("abnormal-fugitive", "monitoring"),
        ("air-exceedance", "emissions"),
        ("water-exceedance", "emissions"),
        ("special-amount", "emissions"),
    ],
)
def test_every_dated_table_is_looked_at(table: str, section: str) -> None:
    """SV-51 fires in the section of the table."""
    (hit,) = fires(51, case(report(row(table, on="2026-04-01"), kind="QUARTERLY", period="2026Q1")))
    assert hit.section == section


def test_a_time_belongs_to_every_period_that_it_touches() -> None:
    """SV-51 fires only on an abnormal time wholly outside."""
    assert fires(51, case(report(broken("2025-12-30 8:00", "2026-01-01 9:00")))) == []
    assert fires(51, case(report(broken("2026-12-31", "2027-01-03")))) == []
    assert fires(51, case(report(broken("2025-12-30", "/"), broken("", "2027-01-01")))) == []
    (early,) = fires(51, case(report(broken("2025-05-01", "2025-05-02"))))
    assert (early.section, early.division) == ("facilities", "POLLUTION")
    assert early.message.startswith("2025-05-01·除尘器：")
    (late,) = fires(51, case(report(broken("2027-01-01", ""))))
    assert late.found == "2027-01-01"


def test_without_the_period_it_cannot_judge() -> None:
    """SV-51 needs the reporting period, if anything is dated."""
    assert lacks(51, case(report(fugitive("2026-03-01"), period=""))) == ["报告时段不明，无法核对日期"]
    assert fires(51, case(report(period=""))) == []


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "20260301", "第2026-1号", "12026-03-01", ""])
def test_what_is_no_day_gives_none(text: str) -> None:
    """SV-51 reads days that exist."""
    assert day_in(text) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["", " 08:30", "T08:30:00", "8时"]))
def test_every_way_of_writing_a_day_is_read(day: date, hour: str) -> None:
    """SV-51 reads hyphens, slashes, points and characters, padded or not, with or without hours."""
    y, m, d = day.year, day.month, day.day
    for text in (
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}.{m:02d}.{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y} 年 {m} 月 {d} 日",
    ):
        gap = " " if hour == "8时" and not text.endswith("日") else ""
        assert day_in(f"约{text}{gap}{hour}") == day
