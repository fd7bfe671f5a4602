"""What the demo's district did of late: visits, samplings, meetings, and linkage tasks in every state."""

from datetime import date, timedelta

from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import ask_waiver, ask_withdrawal, record_act, supervise
from postpermit.register.models import Facility
from postpermit.register.operations import edit_facility, enter_fact
from postpermit.web.cli.demo_report_steps import quarters
from postpermit.web.cli.demo_slips import Story, Who, moment


def tell(cast: Who, today: date) -> None:
    """The whole story, dated relative to today."""
    _visits(cast, today)
    _meetings(cast, today)
    Story(cast, today).run()
    _facts(cast, today)
    _oddities(cast, today)


def _visits(cast: Who, today: date) -> None:
    """Most of what the station and the holders owed this year has been done; some is late."""
    year = date(today.year, 1, 1)
    done = Duty.objects.filter(kind__in=("monitor-key", "verify-emissions"))
    for number, duty in enumerate(done.filter(state="OPEN", due_on__year=today.year).order_by("pk")):
        last = min(duty.due_on, today - timedelta(days=1))
        if number % 9 == 0 or last <= duty.opens_on:
            continue
        on = max(duty.opens_on, year) + (last - max(duty.opens_on, year)) * (number % 7 + 1) // 8
        kind = "monitoring" if duty.kind == "monitor-key" else "emission-verification"
        by = cast(f"station-{number % 3 + 1}")
        duty.refresh_from_db()
        if duty.state == "OPEN" and duty.facility:
            record_act(
                kind=kind,
                facility=duty.facility,
                on=on,
                who=by.name,
                result="未发现异常",
                by=by,
                at=moment(on, 16),
            )
    reports = Duty.objects.filter(kind__startswith="submit-report", state="OPEN", due_on__lt=today).order_by(
        "pk"
    )
    checked = quarters(today)
    for number, duty in enumerate(reports):
        if number % 8 == 0 or not duty.facility or duty.period in checked:
            continue
        kind = duty.kind.replace("submit-report", "report")
        on = max(duty.opens_on, duty.due_on - timedelta(days=number % 6))
        by = cast("approval-1")
        record_act(
            kind=kind,
            facility=duty.facility,
            on=on,
            who=by.name,
            result="已在国家平台提交",
            facts={"period": duty.period},
            by=by,
            at=moment(on, 17),
        )


def _meetings(cast: Who, today: date) -> None:
    by = cast("approval-1")
    for duty in Duty.objects.filter(kind="meeting-dispatch", state="OPEN", due_on__lt=today).order_by(
        "due_on"
    ):
        record_act(
            kind="meeting-dispatch",
            on=duty.due_on,
            who=by.name,
            result="通报近期工作，归档联动任务",
            by=by,
            at=moment(duty.due_on, 17),
        )
    on = date(today.year, 1, 22)
    if on < today:
        who = cast("ecology-1")
        record_act(kind="monitoring-plan", on=on, who=who.name, result="已印发", by=who, at=moment(on))


def _facts(cast: Who, today: date) -> None:
    units = list(Facility.objects.filter(management_class="KEY").order_by("pk")[:6])
    on = today - timedelta(days=60)
    rows = (
        ("eia", "approval-1", {"number": "普演环审〔2025〕12号", "project": "扩建项目（演示）"}),
        ("key-unit", "pollution-1", {"year": str(today.year), "kinds": "水环境"}),
        ("statistic", "ecology-1", {"year": str(today.year - 1), "item": "化学需氧量", "amount": "1.25 t"}),
        ("credit", "legal-1", {"year": str(today.year - 1), "grade": "良好"}),
        (
            "penalty",
            "enforcement-1",
            {"number": "普演罚〔2025〕3号", "conduct": "未按规定记录台账", "amount": "罚款（演示）"},
        ),
        ("complaint", "enforcement-1", {"what": "夜间异味", "verified": "未发现异常"}),
    )
    for unit, (kind, account, given) in zip(units, rows, strict=True):
        enter_fact(kind=kind, facility=unit, on=on, given=given, by=cast(account), at=moment(on))
    edit_facility(
        facility=units[0],
        given={"environment_contact": "演示新任", "emergency_plan_filed_on": "2025-06-30"},
        by=cast("pollution-1"),
        at=moment(today - timedelta(days=4)),
    )


def _oddities(cast: Who, today: date) -> None:
    """A waiver and a withdrawal that wait for the second person, and a supervision that waits for its reply."""
    late = Duty.objects.filter(
        state="OPEN", subject_ref="", due_on__lt=today, kind="inspect-simplified"
    ).first()
    late = late or Duty.objects.filter(state="OPEN", subject_ref="", kind="inspect-simplified").first()
    if late:
        ask_waiver(
            duty=late, why="单位已停业待注销", by=cast("enforcement-2"), at=moment(today - timedelta(days=2))
        )
    other = (
        Duty.objects.filter(state="OPEN", subject_ref="", obligor__in=("STATION", "ENFORCEMENT"))
        .exclude(target__gt=0)
        .first()
    )
    if other:
        supervise(
            duty=other,
            demand="请于期限前完成并书面说明",
            due_on=today + timedelta(days=7),
            by=cast("approval-1"),
            at=moment(today - timedelta(days=1)),
        )
    record = Record.objects.filter(kind="monitoring").order_by("-on").first()
    if record:
        by = cast("station-1")
        ask_withdrawal(record=record, why="单位选错", by=by, at=moment(today - timedelta(days=1), 16))
