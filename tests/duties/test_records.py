"""A record discharges what it meets; withdrawing it takes two persons and opens it again with its old due date."""

from datetime import date, datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import (
    UnableToRecord,
    UnableToWaive,
    UnableToWithdrawRecord,
    agree_waiver,
    agree_withdrawal,
    ask_waiver,
    ask_withdrawal,
    generate_duties,
    record_act,
    refuse_waiver,
    refuse_withdrawal,
)
from postpermit.register.models import Facility
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import AlreadyMoved, UnableToAdvance
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(bureau: Bureau, at: datetime) -> Facility:
    row = unit_row(
        1,
        管理类别="重点管理",
        首次发证日期=date(2026, 9, 1),
        有效期起=date(2026, 9, 1),
        有效期止=date(2031, 8, 31),
    )
    (found,) = bureau.units(
        unit_row(
            2,
            管理类别="重点管理",
            有效期止=date(2026, 11, 20),
            首次发证日期=date(2021, 11, 21),
            有效期起=date(2021, 11, 21),
        ),
        at=at,
    )
    bureau.units(row, at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return found


def test_one_visit_discharges_several(bureau: Bureau, unit: Facility, at: datetime, today: date) -> None:
    open_before = Duty.objects.filter(facility=unit, kind__in=("inspect-key", "check-expired"), state="OPEN")
    assert {d.kind for d in open_before} == {"inspect-key", "check-expired"}
    record_act(
        kind="inspection",
        facility=unit,
        on=date(2026, 11, 23),
        who="甲",
        result="已停产",
        by=bureau("enforcement-1"),
        at=at,
    )
    assert Duty.objects.get(facility=unit, kind="check-expired").state == "DISCHARGED"
    record_act(
        kind="inspection",
        facility=unit,
        on=date(2026, 11, 20),
        who="甲",
        result="查",
        by=bureau("enforcement-1"),
        at=at,
    )
    assert Duty.objects.get(facility=unit, kind="inspect-key", period="2026H2").state == "DISCHARGED"
    assert Duty.objects.get(facility=unit, kind="inspect-key", period="2026H1").state == "OPEN"


def test_withdrawing_opens_the_duties_again_with_their_old_dates(
    bureau: Bureau, unit: Facility, at: datetime
) -> None:
    by = bureau("enforcement-1")
    record = record_act(
        kind="inspection", facility=unit, on=date(2026, 11, 20), who="甲", result="查", by=by, at=at
    )
    duty = Duty.objects.get(facility=unit, kind="inspect-key", period="2026H2")
    due = duty.due_on
    ask_withdrawal(record=record, why="单位选错", by=by, at=at)
    with pytest.raises(UnableToWithdrawRecord, match="同一人"):
        agree_withdrawal(record=record, by=by, at=at)
    agree_withdrawal(record=record, by=bureau("enforcement-2"), at=at)
    duty.refresh_from_db()
    assert (duty.state, duty.due_on, duty.discharged_by) == ("OPEN", due, "")


def test_a_second_record_keeps_the_duty_discharged(bureau: Bureau, unit: Facility, at: datetime) -> None:
    by = bureau("enforcement-1")
    first = record_act(
        kind="inspection", facility=unit, on=date(2026, 11, 18), who="甲", result="查", by=by, at=at
    )
    second = record_act(
        kind="inspection", facility=unit, on=date(2026, 11, 19), who="乙", result="查", by=by, at=at
    )
    ask_withdrawal(record=first, why="误录", by=by, at=at)
    agree_withdrawal(record=first, by=bureau("enforcement-2"), at=at)
    duty = Duty.objects.get(facility=unit, kind="inspect-key", period="2026H2")
    assert (duty.state, duty.discharged_by) == ("DISCHARGED", f"duties.record:{second.pk}")


def test_a_refused_withdrawal_leaves_the_record_standing(
    bureau: Bureau, unit: Facility, at: datetime
) -> None:
    record = record_act(
        kind="inspection",
        facility=unit,
        on=date(2026, 11, 18),
        who="甲",
        result="查",
        by=bureau("enforcement-1"),
        at=at,
    )
    ask_withdrawal(record=record, why="误录", by=bureau("enforcement-1"), at=at)
    refuse_withdrawal(record=record, why="没有误录", by=bureau("enforcement-2"), at=at)
    assert record.state == "STANDING"
    with pytest.raises(AlreadyMoved):
        agree_withdrawal(record=record, by=bureau("enforcement-2"), at=at)


@pytest.mark.parametrize(
    ("kind", "with_unit", "account", "day", "said"),
    [
        ("nothing", True, "enforcement-1", 20, "没有这一类"),
        ("inspection", False, "enforcement-1", 20, "选择单位"),
        ("meeting-dispatch", True, "approval-1", 20, "不针对单个单位"),
        ("inspection", True, "station-1", 20, "归口科室"),
        ("inspection", True, "enforcement-1", 25, "晚于今天"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(
    kind: str,
    with_unit: bool,
    account: str,
    day: int,
    said: str,
    bureau: Bureau,
    unit: Facility,
    at: datetime,
) -> None:
    with pytest.raises(UnableToRecord, match=said):
        record_act(
            kind=kind,
            facility=unit if with_unit else None,
            on=date(2026, 11, day),
            who="甲",
            result="x",
            by=bureau(account),
            at=at,
        )


def test_a_late_meeting_discharges_the_oldest_open_one_only(
    bureau: Bureau, unit: Facility, at: datetime
) -> None:
    record_act(
        kind="meeting-dispatch", on=date(2026, 6, 1), who="甲", result="会", by=bureau("approval-1"), at=at
    )
    states = dict(Duty.objects.filter(kind="meeting-dispatch").values_list("period", "state"))
    assert states == {"2026-02": "DISCHARGED", "2026-05": "OPEN", "2026-08": "OPEN", "2026-11": "OPEN"}


def test_waiving_takes_a_reason_and_a_second_person(bureau: Bureau, unit: Facility, at: datetime) -> None:
    duty = Duty.objects.get(facility=unit, kind="inspect-key", period="2026H1")
    with pytest.raises(UnableToAdvance, match="理由"):
        ask_waiver(duty=duty, why=" ", by=bureau("enforcement-1"), at=at)
    ask_waiver(duty=duty, why="已停业", by=bureau("approval-head"), at=at)
    with pytest.raises(UnableToWaive, match="同一人"):
        agree_waiver(duty=duty, by=bureau("approval-head"), at=at)
    refuse_waiver(duty=duty, why="仍在生产", by=bureau("group-leader"), at=at)
    assert duty.state == "OPEN"


def test_each_duty_is_discharged_by_the_record_made_for_it() -> None:
    from postpermit.duties.rules.records import RECORD_KINDS, record_kind_for

    assert record_kind_for("submit-report-quarterly") == "report-quarterly"
    assert record_kind_for("submit-report-annual") == "report-annual"
    assert record_kind_for("inspect-key") == "inspection"
    assert record_kind_for("slip-accept") == ""
    served = {kind for row in RECORD_KINDS.values() for kind in row.serves}
    assert all(kind in RECORD_KINDS[record_kind_for(kind)].serves for kind in served)


@pytest.mark.parametrize(
    ("kind", "period", "duty", "of", "serves"),
    [
        ("report-annual", "2026", "submit-report-annual", "2026", True),
        ("report-annual", "2026", "submit-report-annual", "2025", False),
        ("report-annual", "2026", "submit-report-quarterly", "2026Q4", True),
        ("report-annual", "2026", "submit-report-quarterly", "2026Q3", False),
        ("report-annual", "2026", "submit-report-monthly", "2026-12", True),
        ("report-annual", "", "submit-report-quarterly", "2026Q4", False),
        ("report-quarterly", "2026Q2", "submit-report-quarterly", "2026Q2", True),
        ("report-quarterly", "2026Q2", "submit-report-quarterly", "2026Q3", False),
        ("report-quarterly", "", "submit-report-quarterly", "2026Q3", True),
        ("report-stop-note", "2026Q2", "submit-report-quarterly", "2026Q2", True),
        ("report-stop-note", "", "submit-report-quarterly", "2026Q2", False),
        ("inspection", "", "inspect-key", "2026H1", True),
    ],
)
def test_a_report_serves_its_own_period_and_the_annual_one_the_last_of_its_year(
    kind: str, period: str, duty: str, of: str, serves: bool
) -> None:
    """DU-19."""
    from postpermit.duties.rules import serves_period

    assert serves_period(kind, period, duty, of) is serves
