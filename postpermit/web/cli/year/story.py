"""What happens to a bureau in a year besides its duties: people away, new permits, paper, instructions, supervision, meetings."""

from collections.abc import Callable
from datetime import date, timedelta

from postpermit import workdays
from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import (
    adopt_changes,
    explain_delay,
    generate_duties,
    give_instruction,
    load_year,
    set_meeting_date,
    supervise,
)
from postpermit.duties.rules.what_if import read_changes
from postpermit.duties.states import DelayReason, DutyState
from postpermit.linkage.models import Slip
from postpermit.linkage.operations import (
    OutsidePart,
    OutsideRow,
    archive_slips,
    ask_withdrawal,
    keep_outside_slip,
    raise_slip,
)
from postpermit.linkage.states import Channel, Ground, SlipState, Subject
from postpermit.office.models import Officer
from postpermit.office.operations import record_absence
from postpermit.register.models import Facility
from postpermit.register.operations import import_register
from postpermit.register.uscc import check_digit
from postpermit.register.workbook import write_workbook
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.references import refer
from postpermit.web.cli.year.stage import NobodyThere, Stage
from postpermit.web.cli.year.work import Work

REASONS = [r for r in DelayReason if r != DelayReason.OTHER]


class Story:
    """The year's happenings, by date."""

    def __init__(self, stage: Stage, work: Work) -> None:
        self.stage, self.work = stage, work
        year = stage.year
        self.raises = sorted(self._days(20, date(year, 1, 12), date(year, 12, 4)))
        self.instructs = sorted(self._days(7, date(year, 2, 1), date(year, 11, 20)))
        self.cancels = sorted(self._days(5, date(year, 2, 15), date(year, 11, 15)))
        self.comes = [(date(year, 3, 16), 1), (date(year, 7, 6), 2), (date(year, 10, 12), 3)]
        self.withdrawn = 0
        self.listed = self.confirmed = False

    def _days(self, count: int, first: date, last: date) -> list[date]:
        return [self.stage.day_in(first, last) for _ in range(count)]

    def beforehand(self) -> None:
        """Leave, a course, a secondment of half a year: entered in January."""
        year, people = self.stage.year, {o.user.username: o for o in Officer.objects.select_related("user")}
        rows = (
            ("station-2", "SECONDMENT", date(year, 3, 1), date(year, 8, 31), "借调市局"),
            ("approval-head", "COURSE", date(year, 5, 11), date(year, 5, 22), "党校"),
            ("enforcement-head", "LEAVE", date(year, 8, 3), date(year, 8, 14), ""),
            ("ecology-1", "LEAVE", date(year, 6, 1), date(year, 6, 12), ""),
            ("enforcement-2", "DUTY_TRIP", date(year, 10, 26), date(year, 11, 13), "重大活动保障"),
            ("group-leader", "LEAVE", date(year, 7, 20), date(year, 7, 24), ""),
        )
        by = self.stage.clerk("APPROVAL")
        for account, kind, first, last, note in rows:
            record_absence(
                officer=people[account],
                kind=kind,
                from_on=first,
                to_on=last,
                note=note,
                by=by,
                at=self.stage.at(),
            )
        set_meeting_date(year=year, on=self._meeting_day(), by=by, at=self.stage.at())

    def _meeting_day(self) -> date:
        return self.stage.day_in(date(self.stage.year, 5, 25), date(self.stage.year, 6, 12))

    def day(self) -> None:
        """Today's happenings."""
        today = self.stage.today
        for dates, happens in (
            (self.raises, self._raise),
            (self.instructs, self._instruct),
            (self.cancels, self._cancel),
        ):
            while dates and dates[0] <= today and self._tried(happens):
                dates.pop(0)
        while self.comes and self.comes[0][0] <= today:
            self._new_permit(self.comes.pop(0)[1])
        if today.day >= 20 and today.month % 2 == 0 and today.weekday() == 2:
            self._tried(self._supervise)
        if today.weekday() == 4:
            self.explain()
        self._tried(self._once)
        self._tried(self._archive)

    def _tried(self, happens: Callable[[], None]) -> bool:
        """Whether it could be done: somebody has to be there for it."""
        try:
            happens()
        except NobodyThere:
            return False
        return True

    def _once(self) -> None:
        """The holiday list of the next year, and a value confirmed by a document."""
        year, today = self.stage.year, self.stage.today
        listed = self.stage.calendar.day(date(year + 1, 10, 1)).provisional
        if today >= date(year, 11, 9) and listed and not self.listed:
            days = (date(year + 1, 1, 1), *(date(year + 1, 10, n) for n in range(1, 8)))
            made = workdays.YearList(year + 1, "演示〔放假安排〕", today, tuple(sorted(days)), ())
            load_year(listed=made, by=self.stage.clerk("APPROVAL"), at=self.stage.at())
            self.listed = True
        if today >= date(year, 4, 13) and not self.confirmed:
            changes = read_changes({"values": {"slip.confirm.days": {"value": 3, "from": today}}}, year)
            adopt_changes(
                changes=changes,
                document="演示文件〔工作规则〕",
                by=self.stage.head("APPROVAL"),
                at=self.stage.at(),
            )
            self.confirmed = True

    def _unit(self) -> Facility:
        units = Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True)
        return self.stage.chance.choice(list(units.order_by("pk")))

    def _raise(self) -> None:
        stage = self.stage
        raiser = stage.chance.choice(("ECOLOGY", "APPROVAL", "POLLUTION", "ENFORCEMENT"))
        others = [d for d in ("STATION", "ENFORCEMENT", "ECOLOGY") if d != raiser]
        receivers = stage.chance.sample(others, stage.chance.choice((1, 1, 2)))
        subject = stage.chance.choice((Subject.MONITORING, Subject.SUPERVISION))
        luck = stage.chance.random()
        if luck < 0.14:
            self._keep_city(raiser, receivers, subject)
            return
        paper = luck < 0.3
        slip = raise_slip(
            division=raiser,
            title=stage.chance.choice(("请协助核查排放口", "请开展监测支持", "请核实执行报告数据")),
            subject=subject,
            ground=Ground.SUPPORT,
            description="请按职责办理并反馈结果。",
            receivers=receivers,
            facility=self._unit(),
            channel=Channel.PAPER if paper else Channel.HERE,
            channel_why="市级系统停机维护" if paper else "",
            by=stage.clerk(raiser),
            at=stage.at(),
        )
        refer(
            subject=slip,
            system="CITY-LINKAGE",
            number=f"SJ{slip.number}",
            on=stage.today,
            by=stage.clerk(raiser),
            at=stage.at(),
        )

    def _keep_city(self, raiser: str, receivers: list[str], subject: str) -> None:
        stage = self.stage
        on = stage.today - timedelta(days=12)
        parts = []
        for code in receivers:
            row = OutsideRow("已在市级系统办结。", stage.clerk(code).name, stage.today, "科室负责人")
            parts.append(OutsidePart(code, row, row, confirmed=True))
        keep_outside_slip(
            channel=Channel.CITY,
            city_number=f"SH{stage.today:%Y%m%d}{stage.chance.randint(100, 999)}",
            division=raiser,
            title="市级系统转来的核查任务",
            subject=subject,
            ground=Ground.OTHER,
            raised=OutsideRow("市级系统派发，请核查。", stage.clerk(raiser).name, on, "科室负责人"),
            parts=parts,
            facility=self._unit(),
            by=stage.clerk(raiser),
            at=stage.at(),
        )

    def _instruct(self) -> None:
        stage, unit = self.stage, self._unit()
        leader = stage.leader()
        give_instruction(
            about=unit,
            about_name=unit.name,
            text="请审批科牵头，执法大队配合，查清情况并报告。",
            on=stage.today,
            given_name=leader.name,
            given_ref=leader.ref,
            divisions=["APPROVAL", "ENFORCEMENT"],
            by=leader,
            at=stage.at(),
        )

    def _cancel(self) -> None:
        units = Facility.objects.filter(management_class="REGISTERED", ended_on__isnull=True).order_by("pk")
        self.work.cancel(self.stage.chance.choice(list(units)))

    def _new_permit(self, number: int) -> None:
        stage, body = self.stage, f"91310107MA9Y{number:05d}"
        code = body + check_digit(body)
        row = {
            "编号": f"{code}001V",
            "单位名称": f"新申领{number}号（演示）",
            "统一社会信用代码": code,
            "管理类别": "简化管理" if number != 2 else "重点管理",
            "生产经营场所地址": f"演示路{number}号",
            "首次发证日期": stage.today,
            "有效期起": stage.today,
            "有效期止": stage.today.replace(year=stage.today.year + 5) - timedelta(days=1),
        }
        result = import_register(
            source=write_workbook({"单位": [row]}), by=stage.clerk("APPROVAL"), at=stage.at()
        )
        assert result.ok, result.errors
        generate_duties(year=stage.year, by=COMMAND_LINE, at=stage.at())
        self.work.look_ahead()

    def _supervise(self) -> None:
        stage = self.stage
        late = Duty.objects.filter(
            state=DutyState.OPEN, due_on__lt=stage.today, subject_ref="", due_on__year=stage.year
        )
        for duty in late.exclude(supervisions__isnull=False).order_by("due_on", "pk")[:2]:
            supervise(
                duty=duty,
                demand="请说明原因并限期完成",
                due_on=stage.today + timedelta(days=10),
                by=stage.clerk("APPROVAL"),
                at=stage.at(),
            )

    def explain(self) -> None:
        """Whoever is late says why, division by division."""
        stage = self.stage
        rows = Duty.objects.filter(
            state__in=(DutyState.OPEN, DutyState.WAIVING), due_on__lt=stage.today, delays__isnull=True
        )
        found: dict[str, list[Duty]] = {}
        for duty in rows.order_by("obligor", "pk"):
            found.setdefault(duty.obligor_id, []).append(duty)
        for division, duties in found.items():
            self._tried(lambda d=division, rows=duties: self._explain(d, rows))  # type: ignore[misc]

    def _explain(self, division: str, duties: list[Duty]) -> None:
        by = self.stage.head("APPROVAL" if division in ("HOLDER", "GROUP") else division)
        code = self.stage.chance.choice(REASONS) if division != "HOLDER" else DelayReason.UNIT
        explain_delay(duties=duties, code=code, by=by, at=self.stage.at())

    def _archive(self) -> None:
        """What is confirmed goes into the archive on the day of a dispatch meeting."""
        stage = self.stage
        meeting = (
            Record.objects.filter(kind="meeting-dispatch", on=stage.today, state="STANDING")
            .order_by("-pk")
            .first()
        )
        slips = list(Slip.objects.filter(state=SlipState.CONFIRMED).order_by("pk"))
        if meeting is not None and slips:
            archive_slips(slips=slips, meeting=meeting, by=stage.clerk("APPROVAL"), at=stage.at())
        if self.withdrawn < 2 and stage.today.month == 9:
            slip = (
                Slip.objects.filter(state=SlipState.CIRCULATING, ground=Ground.SUPPORT)
                .order_by("-pk")
                .first()
            )
            if slip is not None:
                self.withdrawn += 1
                ask_withdrawal(
                    slip=slip,
                    why="情况已自行核实，不再需要",
                    by=stage.clerk(slip.raised_by_id),
                    at=stage.at(),
                )

    def extra_meeting(self) -> None:
        """A dispatch meeting beside the four (plan 4.2 allows more), so that everything confirmed can be archived."""
        self.work.act("meeting-dispatch", None)
        self._archive()
