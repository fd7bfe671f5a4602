"""SV-69: 没有按许可证规定的内容或时间公开信息。"""

from datetime import date

import pytest

from postpermit.supervision.rules.facts import Disclosed
from tests.supervision.building import case, fires, lacks, permit, report, row, verdict

RESULTS = Disclosed("自行监测结果", "国家平台", date(2026, 4, 17), date(2026, 4, 17))
WANTED = permit(disclosure=("自行监测结果",))


def test_a_no_in_the_reports_own_table_is_a_hit() -> None:
    """SV-69 fires on 否, with the cell and the item, for 审批科."""
    read = report(row("disclosure", 2, item="公开内容", done="部分公开", fits="否"))
    (hit,) = fires(69, case(read, permit=WANTED, disclosed=(RESULTS,)))
    assert (hit.kind, hit.division, hit.section, hit.clause) == (
        "SUBSTANTIVE",
        "APPROVAL",
        "disclosure",
        "plan:14.1",
    )
    assert (hit.cell, hit.found) == ("信息公开情况报表 第2行“是否符合排污许可证要求”", "否")
    assert hit.message == "公开内容：没有按许可证规定的内容或时间公开信息。"


@pytest.mark.parametrize("fits", ["是", "符合", "不适用", "/", "无", "", "未要求"])
def test_what_denies_nothing_is_no_hit(fits: str) -> None:
    """SV-69 takes neither a blank nor 不适用 for a denial."""
    read = report(row("disclosure", item="其他", done="/", fits=fits))
    assert fires(69, case(read, permit=WANTED, disclosed=(RESULTS,))) == []


def test_required_content_without_a_record_is_a_hit() -> None:
    """SV-69 fires once for each content that nobody saw; how and when (公开方式) are no content."""
    asked = permit(disclosure=("公开方式", "自行监测结果", "执行报告"))
    (hit,) = fires(69, case(report(), permit=asked, disclosed=(RESULTS,)))
    assert (hit.found, hit.expected, hit.cell) == ("没有公开记录", "公开执行报告", "信息公开记录")


def test_no_record_at_all_is_one_hit() -> None:
    """SV-69 does not repeat itself for every line of the permit."""
    (hit,) = fires(69, case(report(), permit=permit(disclosure=("公开方式", "公开内容")), disclosed=()))
    assert (hit.found, hit.expected) == ("没有公开记录", "按许可证要求公开")


def test_the_last_day_is_in_time_and_the_next_is_late() -> None:
    """SV-69 at its boundary: the day given with the record itself counts."""
    late = Disclosed("自行监测结果", "国家平台", date(2026, 4, 18), date(2026, 4, 17))
    assert fires(69, case(report(), permit=WANTED, disclosed=(RESULTS,))) == []
    (hit,) = fires(69, case(report(), permit=WANTED, disclosed=(RESULTS, late)))
    assert (hit.found, hit.expected) == ("2026年4月18日", "不晚于2026年4月17日")


def test_without_records_the_table_is_judged_all_the_same() -> None:
    """SV-69 says what it lacks, and judges a 否 beside it."""
    assert lacks(69, case(report(), permit=WANTED)) == ["没有信息公开记录"]
    assert lacks(69, case(report(), disclosed=(RESULTS,))) == ["登记信息中没有信息公开要求"]
    undated = Disclosed("自行监测结果", "国家平台", None, date(2026, 4, 17))
    assert lacks(69, case(report(), permit=WANTED, disclosed=(undated,))) == [
        "自行监测结果的公开日期没有记录"
    ]
    said = verdict(69, case(report(row("disclosure", item="公开内容", fits="否"))))
    assert (len(said.hits), len(said.gaps)) == (1, 1)


def test_a_quarterly_report_has_no_such_section() -> None:
    """SV-69 neither fires nor lacks anything on a quarterly report."""
    assert fires(69, case(report(kind="QUARTERLY", period="2026Q2"))) == []


def test_a_year_of_standstill_has_no_results_to_publish() -> None:
    """SV-69 does not ask for 自行监测结果 of a unit that stood still and sampled nothing."""
    asked = permit(disclosure=("自行监测结果", "执行报告"))
    seen = (Disclosed("执行报告", "国家平台", date(2027, 1, 17)),)
    still = report(chapters={"explanation": "因市场原因，2026年全年停产。"})
    assert fires(69, case(still, permit=asked, disclosed=seen, samples=())) == []
    assert len(fires(69, case(report(), permit=asked, disclosed=seen, samples=()))) == 1
