"""The demo's office ways: instructions, reasons for delay, paper, tasks of the city, numbers of other systems."""

from datetime import date, timedelta

from postpermit.duties.models import Duty
from postpermit.duties.operations import explain_delay, give_instruction, report_instruction
from postpermit.linkage import operations as do
from postpermit.linkage.form import FormRow
from postpermit.linkage.models import Slip
from postpermit.linkage.queries.form import form_of
from postpermit.linkage.states import Channel, Ground, Subject
from postpermit.register.models import Facility
from postpermit.register.operations import keep_external_list, take_external_rows
from postpermit.trail.actors import Actor
from postpermit.trail.references import refer
from postpermit.web.cli.demo_slips import Who, moment
from postpermit.web.paper import annex5
from postpermit.web.paper.word import slip_docx
from postpermit.web.sheets import workbook

# Not sent yet, or taken back: the city knows nothing of them.
UNSENT = ("PENDING", "REVISING", "WITHDRAWN")


def tell_office(cast: Who, today: date) -> None:
    """All of it, dated relative to today."""
    _instructions(cast, today)
    _reasons(cast, today)
    _paper(cast, today)
    _city(cast, today)
    _numbers(cast, today)


def _instructions(cast: Who, today: date) -> None:
    leader = cast("group-leader", "APPROVAL")
    unit = Facility.objects.filter(management_class="KEY").order_by("pk").first()
    for days, text, divisions in (
        (12, "请审批科牵头，执法大队配合，月底前查清并报告。", ["APPROVAL", "ENFORCEMENT"]),
        (4, "请监测站尽快安排比对监测。", ["STATION"]),
    ):
        on = today - timedelta(days=days)
        made = give_instruction(
            about=unit,
            about_name=unit.name if unit else "",
            text=text,
            on=on,
            given_name=leader.name,
            given_ref=leader.ref,
            divisions=divisions,
            due_on=today + timedelta(days=6),
            by=leader,
            at=moment(on, 9),
        )
        if days == 12:
            part = made.parts.get(division="ENFORCEMENT")
            report_instruction(
                part=part,
                report="已现场核查，设施正常运行。",
                by=cast("enforcement-1"),
                at=moment(today - timedelta(days=6)),
            )


def _reasons(cast: Who, today: date) -> None:
    late = list(Duty.objects.filter(state="OPEN", due_on__lt=today, obligor="ENFORCEMENT").order_by("pk")[:3])
    if late:
        explain_delay(
            duties=late, code="GUARANTEE", text="", by=cast("enforcement-head"), at=moment(today, 8)
        )
    units = list(Duty.objects.filter(state="OPEN", due_on__lt=today, obligor="HOLDER").order_by("pk")[:4])
    if units:
        explain_delay(
            duties=units, code="UNIT", text="已电话催办", by=cast("approval-1"), at=moment(today, 8)
        )


def _paper(cast: Who, today: date) -> None:
    """One task off line, whose filled form has come back and waits to be compared."""
    by, on = cast("ecology-1"), today - timedelta(days=8)
    slip = do.raise_slip(
        division="ECOLOGY",
        title="异味投诉点位联合核查",
        subject=Subject.MONITORING,
        ground=Ground.SUPPORT,
        description="居民反映夜间异味，请监测站采样、执法大队核查治理设施。",
        receivers=["STATION", "ENFORCEMENT"],
        place="演示路 12 号周边",
        channel=Channel.PAPER,
        channel_why="市级系统停机维护",
        by=by,
        at=moment(on),
    )
    do.approve_slip(slip=slip, by=cast("ecology-head"), at=moment(on, 14))
    slip.refresh_from_db()
    printed = do.print_slip(slip=slip, by=by, at=moment(on, 15))
    rows = [FormRow.from_json(r) for r in printed.content if r["kind"] == "RAISE"]
    day = (today - timedelta(days=3)).isoformat()
    rows += [
        FormRow("RECEIVE", "STATION", "已接收，安排夜间采样。", "周示安", "冯示安", day),
        FormRow("FEEDBACK", "STATION", "臭气浓度未超标，报告见附件。", "周示安", "冯示安", day),
    ]
    assert form_of(slip)
    data = slip_docx(annex5.of_slip(slip, printed), "演示")
    do.return_paper(
        slip=slip, name=f"转办单{slip.number}.docx", data=data, rows=rows, version=printed.version,
        notes=["表格第 7 行（任务接收与执行）：日期“上周五”认不出，按空白处理。"], by=by, at=moment(today - timedelta(days=1)),
    )  # fmt: skip


def _city(cast: Who, today: date) -> None:
    on = today - timedelta(days=15)
    row = do.OutsideRow("已按要求核查，问题已整改。", "孙示安", on + timedelta(days=9), "李示安")
    do.keep_outside_slip(
        channel=Channel.CITY,
        city_number=f"SHLD{today.year}0715",
        division="APPROVAL",
        title="市级系统派发的执行报告核查任务",
        subject=Subject.SUPERVISION,
        ground=Ground.OTHER,
        raised=do.OutsideRow("市局派发，请核查执行报告填报情况。", "赵示宁", on, "赵示安"),
        parts=[do.OutsidePart("ENFORCEMENT", row, row, confirmed=True)],
        place="普陀区",
        by=cast("approval-1"),
        at=moment(on + timedelta(days=10)),
    )


def _numbers(cast: Who, today: date) -> None:
    """Some tasks carry their number of the city; its lists name others, and a visit and a task unknown here."""
    by = cast("ecology-1")
    slips = list(Slip.objects.select_related("facility").order_by("pk"))
    for slip in slips[:8]:
        refer(
            subject=slip, system="CITY-LINKAGE", number=f"SHLD{slip.number}", on=slip.raised_on, by=by, at=moment(today, 8),
        )  # fmt: skip
    named = [s for s in slips[8:] if s.facility is not None and s.state not in UNSENT][:3]
    rows = [(f"SHLD-S{s.number}", s.facility.name, f"{s.raised_on}", s.title) for s in named if s.facility]
    rows += [("SHLD-S0", "未登记的单位（演示）", f"{today - timedelta(days=6)}", "核实异味来源")]
    _listed(
        "CITY-LINKAGE",
        "三监联动任务导出.xlsx",
        ("任务编号", "污染源名称", "发起日期", "任务名称"),
        rows,
        by,
        today,
    )
    # The 检查码 of a visit is carried to its record by itself: of visits only one unknown here is left.
    visit = [("JC-S8", "未登记的单位（演示）", f"{today - timedelta(days=5)}", "责令改正")]
    header = ("检查码", "检查对象", "检查日期", "检查结果")
    _listed("CITY-ENFORCEMENT", "统一综合执法系统导出.xlsx", header, visit, cast("enforcement-1"), today)


def _listed(
    system: str, name: str, header: tuple[str, ...], rows: list[tuple[str, ...]], by: Actor, today: date
) -> None:
    data, _ = workbook("导出", header, rows)
    held = keep_external_list(system=system, name=name, data=data, by=by, at=moment(today, 8, 30))
    take_external_rows(held=held, table=[header, *rows], by=by, at=moment(today, 8, 31))
