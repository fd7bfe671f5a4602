"""Campaigns: the city's schedule becomes checks, its list gives the scope, its form goes back filled."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from postpermit.supervision import operations as do
from postpermit.supervision.models import Campaign, ReportCheck
from postpermit.supervision.queries import UnableToTakeReportList, board_of, columns_of, rows_of
from postpermit.supervision.queries.returning import return_rows
from postpermit.trail.errors import Refused
from postpermit.web.paper.city_form import filled_form
from postpermit.web.sheets import workbook
from tests.bureau import number_of
from tests.supervision.building import NAME
from tests.supervision.desk import CheckDesk

pytestmark = pytest.mark.django_db
HEADER = ["序号", "企业名称", "排污许可证编号", "检查内容"]


def started(checks: CheckDesk, **changes: Any) -> Campaign:
    given: dict[str, Any] = {
        "name": "三季度检查",
        "periods": ["2026Q3"],
        "starts_on": date(2026, 11, 1),
        "check_by": date(2026, 12, 10),
        "return_by": date(2026, 12, 20),
    }
    return do.start_campaign(**given | changes, by=checks.bureau("approval-1"), at=checks.at)


def test_a_campaign_opens_a_check_for_everything_owed_in_its_periods(checks: CheckDesk) -> None:
    campaign = started(checks)
    check = campaign.checks.get()
    assert (check.report.period, check.report.due_source, check.state) == ("2026Q3", "permit", "AWAITED")
    assert check.reviews.count() == 3


def test_a_check_in_a_campaign_is_due_on_the_campaigns_day(checks: CheckDesk) -> None:
    from postpermit.duties.models import Duty

    started(checks)
    checks.receive()
    assert set(Duty.objects.filter(kind="check-report").values_list("due_on", flat=True)) == {
        date(2026, 12, 10)
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "任务名称"),
        ({"periods": []}, "报告周期"),
        ({"periods": ["2026Q7"]}, "报告周期"),
        ({"check_by": date(2026, 10, 1)}, "检查完成日期"),
        ({"return_by": date(2026, 10, 1)}, "上报日期"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, Any], said: str, checks: CheckDesk) -> None:
    with pytest.raises(Refused, match=said):
        started(checks, **changes)
    assert not Campaign.objects.exists()


def test_no_period_is_checked_in_two_campaigns(checks: CheckDesk) -> None:
    started(checks)
    with pytest.raises(Refused, match="已在另一项检查任务中"):
        started(checks, name="又一次", periods=["2026Q2", "2026Q3"])
    assert Campaign.objects.count() == 1


def test_the_citys_list_is_taken_in_and_strangers_are_shown(checks: CheckDesk) -> None:
    campaign = started(checks, periods=["2026Q2"])
    table = [["三季度检查清单"], HEADER, [1, "别名厂", number_of(1), "实际排放量"], [2, "不认识的厂", "", ""]]
    rows = do.take_city_list(
        campaign=campaign, name="市清单.xlsx", data=workbook("清", HEADER, [])[0], table=table,
        by=checks.bureau("approval-1"), at=checks.at,
    )  # fmt: skip
    assert [(r.line, r.facility, r.points) for r in rows] == [
        (3, checks.unit, "实际排放量"), (4, None, ""),
    ]  # fmt: skip
    assert ReportCheck.objects.filter(campaign=campaign).count() == 1


def test_an_unknown_column_is_asked_for_once_and_remembered(checks: CheckDesk) -> None:
    table = [["对象", "备忘"], [NAME, "要点"]]
    with pytest.raises(UnableToTakeReportList, match="单位名称"):
        rows_of("city-checks", table)
    by = checks.bureau("approval-1")
    do.remember_list_columns(code="city-checks", mapping={"对象": "unit"}, by=by, at=checks.at)
    assert columns_of("city-checks", table[0]) == {"unit": 0}
    assert rows_of("city-checks", table)[0]["unit"] == NAME
    do.remember_list_columns(code="city-checks", mapping={"对象": ""}, by=by, at=checks.at)
    assert columns_of("city-checks", table[0]) == {}


def city_form(*names: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["普陀区执行报告检查情况表"])
    sheet.append(["序号", "企业名称", "是否提交", "问题数", "存在问题", "市里自留列"])
    for number, name in enumerate(names, 1):
        sheet.append([number, name, None, None, None, "勿动"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("names", [(NAME, "别区的厂"), ()])
def test_the_citys_form_is_filled_in_place(names: tuple[str, ...], checks: CheckDesk) -> None:
    campaign = started(checks)
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY", text="=漏填")
    checks.sign_all(check)
    data = city_form(*names)
    table = [list(r) for r in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]
    do.keep_return_form(
        campaign=campaign,
        name="上报表.xlsx",
        data=data,
        table=table,
        by=checks.bureau("approval-1"),
        at=checks.at,
    )
    places = campaign.form_columns
    filled, left = filled_form(
        data, line=places["line"], columns=places["columns"], rows=return_rows(campaign)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(filled)).active
    assert [c.value for c in sheet[3]][1:5] == [NAME, "是", 1, "1.=漏填"]
    assert left == []
    assert sheet["F3"].value == ("勿动" if names else None)
    if names:
        assert (sheet["B4"].value, sheet["C4"].value) == ("别区的厂", None)


def test_a_report_without_a_row_in_the_form_is_named(checks: CheckDesk) -> None:
    campaign = started(checks)
    data = city_form("别区的厂")
    places = {"line": 2, "columns": {"unit": 1, "submitted": 2}}
    _, left = filled_form(data, line=2, columns=places["columns"], rows=return_rows(campaign))  # type: ignore[arg-type]
    assert left == [NAME]


def test_the_board_counts_what_its_filters_open(checks: CheckDesk) -> None:
    campaign = started(checks)
    whole = board_of(campaign.checks.all(), checks.at.date()).whole
    assert (whole.due, whole.received, whole.missing) == (1, 0, 1)
    check = checks.receive(on=date(2026, 10, 20)).check_matter
    checks.find(check)
    checks.notify(checks.sign_all(check))
    board = board_of(campaign.checks.all(), checks.at.date())
    assert (board.whole.received, board.whole.late, board.whole.missing) == (1, 1, 0)
    assert (board.whole.checked, board.whole.noticed, board.whole.closed) == (1, 1, 0)
    lines = {d.division: (d.signed, d.findings, d.unresolved) for d in board.divisions}
    assert lines == {"APPROVAL": (1, 0, 0), "ECOLOGY": (1, 1, 1), "POLLUTION": (1, 0, 0)}


def test_a_campaign_ends_when_every_report_has(checks: CheckDesk) -> None:
    campaign = started(checks)
    with pytest.raises(Refused, match="还有 1 份"):
        do.close_campaign(campaign=campaign, by=checks.bureau("approval-1"), at=checks.at)
    checks.sign_all(checks.receive().check_matter)
    do.close_campaign(campaign=campaign, by=checks.bureau("approval-1"), at=checks.at)
    assert campaign.state == "CLOSED"
