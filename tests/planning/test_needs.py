"""Needs of the supervising divisions, their decision, and the plan that waits for it; plans made elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.planning import operations as do
from postpermit.planning.models import Need, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.states import NeedState, PlanState
from postpermit.trail.advance import AlreadyMoved, UnableToAdvance
from tests.bureau import Bureau
from tests.planning.planning_desk import PlanDesk, plan_desk, winter


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> PlanDesk:
    return plan_desk(bureau, at)


def need(desk: PlanDesk, division: str = "ecology", text: str = "请复查甲河两岸排口") -> Need:
    return do.submit_need(year=2027, text=text, by=desk.bureau(f"{division}-1"), at=desk.at)


def test_the_plan_is_included_once_every_need_is_decided(desk: PlanDesk, at: datetime) -> None:
    first, second = need(desk), need(desk, "pollution", "请查危废仓库")
    plan = desk.submitted()
    with pytest.raises(do.UnableToGoOn, match="还有 2 项工作需求没有决定"):
        desk.included(plan)
    legal = desk.bureau("legal-1")
    do.take_need(need=first, by=legal, at=at)
    with pytest.raises(UnableToAdvance, match="须写明理由"):
        do.decline_need(need=second, why=" ", by=legal, at=at)
    do.decline_need(need=second, why="市级已列入", by=legal, at=at)
    assert desk.included(plan).state == PlanState.INCLUDED
    second.refresh_from_db()
    assert (second.state, second.why, second.decided_on) == (NeedState.DECLINED, "市级已列入", at.date())


def test_a_need_or_its_absence_discharges_the_divisions_duty(desk: PlanDesk) -> None:
    desk.at = winter(6)
    need(desk)
    do.submit_no_need(year=2027, by=desk.bureau("pollution-1"), at=desk.at)
    states = dict(Duty.objects.filter(kind="submit-needs", period="2027").values_list("obligor", "state"))
    assert states == {"ECOLOGY": "DISCHARGED", "POLLUTION": "DISCHARGED", "APPROVAL": "OPEN"}
    assert Need.objects.get(division="POLLUTION").state == NeedState.TAKEN


def test_who_put_a_need_forward_does_not_say_that_there_is_none(desk: PlanDesk) -> None:
    """PL-54"""
    need(desk)
    with pytest.raises(do.UnableToSubmitNeed, match="已提出 2027 年的需求 1 项"):
        do.submit_no_need(year=2027, by=desk.bureau("ecology-1"), at=desk.at)
    do.submit_no_need(year=2026, by=desk.bureau("ecology-1"), at=desk.at)
    do.submit_no_need(year=2027, by=desk.bureau("pollution-1"), at=desk.at)
    with pytest.raises(do.UnableToSubmitNeed, match="已说明 2027 年没有需求"):
        do.submit_no_need(year=2027, by=desk.bureau("pollution-1"), at=desk.at)
    need(desk, "pollution")  # what comes up afterwards may still be put forward
    assert Need.objects.count() == 4


def test_of_two_who_decide_the_second_is_told(desk: PlanDesk, at: datetime) -> None:
    row = need(desk)
    stale = Need.objects.get(pk=row.pk)
    do.take_need(need=row, by=desk.bureau("legal-1"), at=at)
    with pytest.raises(AlreadyMoved, match="已由他人办理"):
        do.decline_need(need=stale, why="不列", by=desk.bureau("legal-2"), at=at)


def test_a_need_that_says_nothing_is_refused(desk: PlanDesk) -> None:
    wrong = [
        ({"text": " "}, "写明检查需求"),
        ({"text": "长" * 1001}, "1000 字"),
        ({"year": 2029}, "今年或明年"),
    ]
    for changes, sentence in wrong:
        told: dict[str, Any] = {"year": 2027, "text": "查"} | changes
        with pytest.raises(do.UnableToSubmitNeed, match=sentence):
            do.submit_need(**told, by=desk.bureau("ecology-1"), at=desk.at)
    assert not Need.objects.exists()


def take(
    desk: PlanDesk, *rows: Any, header: Sequence[str] = ("单位名称", "周"), plan: YearPlan | None = None
) -> YearPlan:
    """Import such a sheet into a new plan."""
    return do.import_plan(
        plan=plan or desk.make(), source="市平台", name="计划.xlsx", data=b"PK\x03\x04 a sheet", table=[header, *rows],
        by=desk.bureau("enforcement-1"), at=desk.at,
    )  # fmt: skip


def test_a_plan_made_elsewhere_is_taken_by_week_and_meets_the_duties_it_can(desk: PlanDesk) -> None:
    key, other = desk.units[0], desk.units[3]
    plan = take(desk, (key.name, "第12周"), (key.name, date(2027, 9, 15)), (other.name, 15.0))
    weeks = list(
        PlannedVisit.objects.filter(plan=plan).order_by("week").values_list("facility__name", "week")
    )
    assert weeks == [
        (key.name, date(2027, 3, 22)),
        (other.name, date(2027, 4, 12)),
        (key.name, date(2027, 9, 13)),
    ]
    assert list(PlannedDuty.objects.order_by("visit__week").values_list("duty__period", flat=True)) == [
        "2027H1", "2027", "2027H2",
    ]  # fmt: skip
    with pytest.raises(do.UnableToCompute, match="以原系统为准"):
        desk.computed(plan)
    assert desk.submitted(plan).state == PlanState.SUBMITTED


def test_a_month_goes_to_its_least_loaded_week(desk: PlanDesk) -> None:
    rows = [(u.number, "2027年3月") for u in desk.units[:4]]
    plan = take(desk, *rows, header=("许可证编号", "月份"))
    weeks = list(plan.visits.order_by("week").values_list("week", flat=True))
    assert weeks == [date(2027, 3, d) for d in (1, 8, 15, 22)]


UNIT = "试验0号厂（演示）"
WRONG: list[tuple[list[Any], tuple[str, str], str]] = [
    ([("无此厂", "12")], ("单位名称", "周"), "第 2 行 无此厂"),
    ([(UNIT, "60")], ("单位名称", "周"), f"第 2 行 {UNIT} 60"),
    ([(UNIT, "12"), (UNIT, "12")], ("单位名称", "周"), "第 3 行"),
    ([(UNIT, "13月")], ("单位名称", "月"), "第 2 行"),
    ([(UNIT, "2027-11-09")], ("单位名称", "周"), "没有可用的周"),
    ([(UNIT, "12")], ("甲", "乙"), "没有找到"),
    ([], ("单位名称", "周"), "没有检查"),
]


def test_a_sheet_with_one_unknown_row_takes_nothing(desk: PlanDesk) -> None:
    plan = desk.make()
    for rows, header, sentence in WRONG:
        with pytest.raises(do.UnableToImportPlan, match=sentence):
            take(desk, *rows, header=header, plan=plan)
        assert not PlannedVisit.objects.exists()
