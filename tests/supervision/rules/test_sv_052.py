"""SV-52: 手工监测次数少于许可证规定的频次。"""

from datetime import date

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import MonitoringFacts, Obligation
from tests.supervision.building import STATISTICS_ROW, WATER_ROW, case, fires, lacks, permit, report, row

AIR, WATER = "air-concentration", "water-concentration"
STOP = {"unit": "锅炉", "record": "运行时间和生产负荷", "name": "停产时间", "measure": "h"}
EXPLAINED = {"explanation": "2026年3月至5月因检修停产。"}


def counted(count: str, **changes: str) -> Row:
    """The air row with so many values; the permit wants 1次/月."""
    return row(AIR, **STATISTICS_ROW | {"count": count} | changes)


def wanted(frequency: str, manner: str = "MANUAL") -> tuple[MonitoringFacts, ...]:
    """A requirement for the air row."""
    return (MonitoringFacts("DA001", "氮氧化物", manner, frequency),)


def test_fewer_than_the_permit_wants_is_a_hit() -> None:
    """SV-52 fires: the count, and what was owed."""
    (hit,) = fires(52, case(report(counted("11"), row(WATER, **WATER_ROW))))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第1行“有效监测数据数量”"
    assert (hit.found, hit.expected) == ("11", "不少于 12 次（1次/月）")
    assert hit.clause == "regulation:19"


@pytest.mark.parametrize("count", ["12", "13", "36", "/", ""])
def test_enough_or_nothing_written_is_none(count: str) -> None:
    """SV-52 at its boundary; several values of one sampling are no fault; a blank cell is for rule 8."""
    assert fires(52, case(report(counted(count)))) == []


def test_a_zero_beside_results_contradicts_itself() -> None:
    """SV-52 leaves that to rule 36, but a zero without results is too few."""
    assert fires(52, case(report(counted("0")))) == []
    assert len(fires(52, case(report(counted("0", min="/", max="/", mean="/"))))) == 1


def test_rows_of_one_pair_are_added_up() -> None:
    """SV-52 adds the rows of an outlet and pollutant before it compares."""
    assert fires(52, case(report(counted("6"), counted("6")))) == []
    (hit,) = fires(52, case(report(counted("6"), counted("5"))))
    assert hit.found == "11"


def test_water_is_counted_in_days() -> None:
    """SV-52: twice a day is one daily mean."""
    often = permit(monitoring=(MonitoringFacts("DW001", "化学需氧量", "MANUAL", "2次/日"),))
    assert fires(52, case(report(row(WATER, **WATER_ROW | {"count": "365"})), permit=often)) == []
    (hit,) = fires(52, case(report(row(WATER, **WATER_ROW | {"count": "364"})), permit=often))
    assert hit.expected == "不少于 365 次（2次/日）"


@pytest.mark.parametrize(
    ("issued", "due"), [(date(2026, 4, 1), 9), (date(2026, 4, 2), 8), (date(2027, 1, 5), 0)]
)
def test_only_the_months_under_the_permit_are_owed(issued: date, due: int) -> None:
    """SV-52 counts from the first issue."""
    held = permit(first_issued_on=issued)
    assert fires(52, case(report(counted(str(due))), permit=held)) == []
    if due:
        assert len(fires(52, case(report(counted(str(due - 1))), permit=held))) == 1


def test_a_stated_and_explained_stop_takes_off_its_months() -> None:
    """SV-52: 2190 h of stop are three months; without a word why, less than the calendar is still a question."""
    stop = row("production", **STOP, amount="2190")
    told = report(counted("9"), stop, chapters=EXPLAINED)
    assert fires(52, case(told)) == []
    (hit,) = fires(52, case(report(counted("8"), stop, chapters=EXPLAINED)))
    assert (hit.kind, hit.expected) == ("SUBSTANTIVE", "不少于 9 次（1次/月）")
    (asked,) = fires(52, case(report(counted("9"), stop)))
    assert (asked.kind, asked.expected) == ("QUESTION", "不少于 12 次（1次/月）")


def test_a_stop_of_ten_days_excuses_no_yearly_sampling() -> None:
    """SV-52 takes off only turns that mostly stood still."""
    stop, yearly = row("production", **STOP, amount="240"), permit(monitoring=wanted("1次/年"))
    (hit,) = fires(
        52, case(report(counted("0", min="/", max="/", mean="/"), stop, chapters=EXPLAINED), permit=yearly)
    )
    assert hit.kind == "SUBSTANTIVE"


def test_a_report_or_row_that_stood_still_owes_none() -> None:
    """SV-52: 全年停产, a stop note, an outlet out of use."""
    nothing = counted("0", min="/", max="/", mean="/")
    assert fires(52, case(report(nothing, chapters={"explanation": "我单位全年停产。"}))) == []
    noted = Obligation("ANNUAL", "2026", stop_note=True)
    assert fires(52, case(report(nothing), obligation=noted)) == []
    assert fires(52, case(report(counted("0", min="/", max="/", mean="/", remark="本年度停用")))) == []


def test_instruments_and_pairs_that_are_not_there_are_for_other_rules() -> None:
    """SV-52 judges neither automatic pairs (SV-53) nor what the report lacks (SV-20), nor quarterly reports."""
    assert (
        fires(52, case(report(counted("1")), permit=permit(monitoring=wanted("1次/日", "AUTOMATIC")))) == []
    )
    assert fires(52, case(report())) == []
    assert fires(52, case(report(kind="QUARTERLY", period="2026Q3"), permit=None)) == []


def test_what_it_needs_and_lacks_is_said() -> None:
    """SV-52 lacks the requirements, a frequency it understands, or the period."""
    read = report(counted("1"))
    for held in (None, permit(monitoring=None)):
        assert lacks(52, case(read, permit=held)) == ["登记信息中没有自行监测要求"]
    batch = permit(monitoring=wanted("1次/批次"))
    assert lacks(52, case(read, permit=batch)) == ["DA001 氮氧化物 的监测频次“1次/批次”无法换算成次数"]
    assert lacks(52, case(report(counted("1"), period="2026Q1"))) == ["报告时段没有读出，或者与报告类型不符"]
