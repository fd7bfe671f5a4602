"""The demo's visits: one in every state and with every ending, findings on every way, and what is disclosed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from postpermit.duties.models import Record
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.lists import load_checklist
from postpermit.enforcement.states import ParticipantKind
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.office.models import Officer
from postpermit.planning.models import DrawnOfficer, PlannedVisit
from postpermit.planning.operations import UnableToMove, approve_exception, drop_visit, move_visit
from postpermit.planning.states import PlannedState
from postpermit.register.models import Facility
from postpermit.web.cli.demo_lists import garage_rows
from postpermit.web.cli.demo_slips import Who, moment
from postpermit.web.cli.demo_visit_steps import NARROW, VisitSteps

LEDGER = "污染治理设施运行台账缺最近两周的记录。"
SIGN = "废气排放口标志牌缺失。"


class Visits(VisitSteps):
    """What becomes of each visit."""

    def __init__(self, cast: Who, today: date, people: Mapping[str, Officer]) -> None:
        super().__init__(cast, today, people)
        self.used: set[int] = set()

    def tell(self) -> None:
        """From the oldest to what is to be done tomorrow."""
        self._industry()
        self._past()
        self._findings()
        self._endings()
        self._narrow()
        self._now()
        do.run_enforcement(by=self.cast("enforcement-1"), at=moment(self.today, 7))

    def _industry(self) -> None:
        """A list of the city for one industry, loaded beside annex 3."""
        on = self.ago(60)
        load_checklist(
            name="汽修行业检查单（演示）", since=on, rows=garage_rows(), document="汽修行业检查单.xlsx", industries="8111",
            by=self.cast("enforcement-head"), at=moment(on, 10),
        )  # fmt: skip

    def workday(self, days: int) -> date:
        """So many days ago, on a weekday."""
        on = self.ago(days)
        return on - timedelta(days=max(on.weekday() - 4, 0))

    def unit(self, klass: str, on: date, drawn: bool = True) -> dict[str, Any]:
        """A unit that the ceiling leaves a visit: of that week's plan where it holds one, else one not visited this year.

        ``drawn`` False: none to which officers were drawn, for a visit that has to be a certain officer's.
        """
        monday = on - timedelta(days=on.weekday())
        # Of that week, else one that was missed before.
        rows = PlannedVisit.objects.filter(state=PlannedState.PLANNED, inspects=True)
        rows = rows.filter(facility__management_class=klass).exclude(facility__in=self.used)
        if not drawn:
            rows = rows.exclude(pk__in=DrawnOfficer.objects.values("visit"))
        rows = rows.select_related("facility")
        planned = rows.filter(week__lte=monday).order_by("-week", "pk").first()
        if planned is None and not self._free(klass).exists():
            planned = rows.order_by("week", "pk").first()  # ahead of its week
        if planned is not None:
            self.used.add(planned.facility_id)
            return {"unit": planned.facility, "planned": planned}
        seen = Record.objects.filter(kind="inspection", on__year=on.year).values("facility")
        units = self._free(klass)
        # A registered unit has one visit a year; the others have room for another.
        free = units.exclude(pk__in=seen).first() or units.first()
        assert free is not None
        self.used.add(free.pk)
        return {"unit": free}

    def _free(self, klass: str) -> "QuerySet[Facility]":
        """Units not visited yet here; what the plan asks for elsewhere in the year is not done beside it."""
        units = Facility.objects.filter(management_class=klass, status="NORMAL", ended_on__isnull=True)
        return units.exclude(pk__in=self.used).exclude(pk__in=self._planned()).order_by("pk")

    def _planned(self) -> "QuerySet[PlannedVisit, Any]":
        """Units at which the plan still asks for an inspection."""
        return PlannedVisit.objects.filter(state=PlannedState.PLANNED, inspects=True).values("facility")

    def visit(self, klass: str, on: date, *, drawn: bool = True, **more: Any) -> Visit:
        """Prepared for a unit of the class."""
        return self.prepare(**self.unit(klass, on, drawn), on=on, **more)

    # What is over.

    def _past(self) -> None:
        """Closed without findings; some disclosed, some not yet."""
        closed = []
        for number, klass in enumerate(
            ("REGISTERED", "SIMPLIFIED", "REGISTERED", "REGISTERED", "SIMPLIFIED")
        ):
            on = self.workday(44 - number * 7)
            closed.append(self.close(self.over(self.visit(klass, on), on), on))
        on = self.workday(12)
        by = self.cast("enforcement-1")
        do.disclose_results(visits=closed[:3], on=on, by=by, at=moment(on, 17))
        self._signed(closed[3])

    def _signed(self, visit: Visit) -> None:
        """Its original lies in the city's system, under its number there; the second version says why."""
        on = visit.scheduled_on
        given = {
            "visit": visit, "kind": "RECORD", "signed_on": on, "original_system": "CITY-ENFORCEMENT",
            "by": self.cast("enforcement-1"), "at": moment(on, 17),
        }  # fmt: skip
        do.sign_paper(**given, original_number=f"演示检〔{on.year}〕0417号")  # type: ignore[arg-type]
        do.sign_paper(**given, original_number=f"演示检〔{on.year}〕0417-1号", why="原件编号补正")  # type: ignore[arg-type]

    def _findings(self) -> None:
        """立行立改 waiting and rechecked, slips to two divisions, one that nobody has settled."""
        by = self.cast("enforcement-1")
        for days, demand in ((26, "三日内补齐台账"), (9, "五日内补挂标志牌并报照片")):
            on = self.workday(days)
            visit = self.over(self.visit("SIMPLIFIED", on), on, {"4.3.1": LEDGER})
            found = self.find(visit, on, LEDGER if days == 26 else SIGN, hour=13, question="4.3.1")
            do.correct_on_the_spot(finding=found, demand=demand, by=by, at=moment(on, 14))
            self.close(visit, on)
            if days == 26:
                self._recheck(visit, self.workday(19))
        for days, to, code, said in (
            (21, "ECOLOGY", "3.1.2", "未按许可证规定的频次开展自行监测。"),
            (15, "APPROVAL", "4.2.2", "新增一台印刷机，与许可证记载不一致。"),
        ):
            on = self.workday(days)
            visit = self.over(self.visit("SIMPLIFIED", on), on, {code: said})
            found = self.find(visit, on, said, hour=13, question=code)
            self.snap(visit, on, code, said, hour=9)
            slip = do.slip_finding(findings=[found], to=to, by=by, at=moment(on, 15))
            self._approve(slip, on)
            self.close(visit, on)

    def _recheck(self, visit: Visit, on: date) -> None:
        found = visit.findings.get()
        again = self.prepare(found.facility, on, kind="RECHECK", reason="RECHECK", recheck_of=found)
        self.over(again, on)
        do.confirm_corrected(
            finding=found, visit=again, outcome="台账已补齐，现场核对一致。", by=self.cast("enforcement-1"), at=moment(on, 15)
        )  # fmt: skip
        again.refresh_from_db()
        self.close(again, on)

    def _approve(self, slip: Slip, on: date) -> None:
        linkage.approve_slip(slip=slip, by=self.cast("enforcement-head"), at=moment(on, 17))

    def _endings(self) -> None:
        """Every ending but 已完成; who is gone is a task for 审批科 by itself."""
        for days, outcome, said in (
            (33, "SHUT", "厂房已清空，设备拆除，门卫称三个月前停业。"),
            (23, "MOVED", "原址为另一单位，据称已迁往外区。"),
            (17, "STOPPED", "全厂停产检修，预计下月恢复。"),
            (11, "NOBODY", ""),
            (6, "REFUSED", "门卫以负责人不在为由不让进入，已出示证件、告知后果并录音。"),
        ):
            on = self.workday(days)
            visit = self.send(self.visit("REGISTERED", on), on)
            if outcome != "NOBODY":
                visit = self.begin(visit, on)
            do.finish_visit(
                visit=visit, outcome=outcome, conclusion=said, ended_at=moment(on, 10), by=self.cast("enforcement-1"),
                at=moment(on, 11),
            )  # fmt: skip
            slip = Slip.objects.filter(facility=visit.facility, description__contains=visit.number).first()
            if slip is not None and outcome == "SHUT":
                self._approve(slip, on)
            if outcome != "REFUSED":
                self.close(visit, on)
            if visit.planned is not None:
                self._plan_again(visit.planned, on)

    def _plan_again(self, planned: PlannedVisit, on: date) -> None:
        """What could not be inspected stands in the plan again: in the next week that will do, or out of it with the reason."""
        planned.refresh_from_db()
        if planned.state != PlannedState.PLANNED:
            return
        by, at, monday = (
            self.cast("enforcement-1"),
            moment(on, 15),
            self.today - timedelta(days=self.today.weekday()),
        )
        for weeks in range(1, 5):
            with suppress(UnableToMove):
                week = monday + timedelta(weeks=weeks)
                move_visit(visit=planned, week=week, why="该次没有检查成，另行安排", by=by, at=at)
                return
        drop_visit(visit=planned, why="该次没有检查成，年内没有可用的一周", by=by, at=at)

    def _narrow(self) -> None:
        """Off site, over the ceiling with the head's word, called off, and a unit without a permit met on the way."""
        head, on = self.cast("enforcement-head"), self.workday(8)
        remote = self.visit("SIMPLIFIED", on, manner="OFF_SITE")
        self.close(self.over(remote, on), on)
        done = Record.objects.filter(
            kind="inspection", facility__management_class="REGISTERED", on__year=on.year
        )
        over = (
            done.exclude(facility__in=self.used).exclude(facility__in=self._planned()).order_by("-on").first()
        )
        if over is not None and over.facility is not None:
            let = approve_exception(
                facility=over.facility,
                year=on.year,
                why="市局专项行动点名，须再查一次",
                by=head,
                at=moment(on, 8),
            )
            self.close(self.over(self.prepare(over.facility, on, exception=let), on), on)
        gone = self.visit("REGISTERED", self.today, told=on)
        do.cancel_visit(visit=gone, why="与街道联合检查合并", by=head, at=moment(on, 12))
        self._unlicensed(self.workday(5))
        part = SlipAssignment.objects.filter(division="ENFORCEMENT", state="ACTING").order_by("pk").first()
        if part is not None and part.slip.facility is not None:
            tomorrow = self.today + timedelta(days=1)
            told = {"kind": "TRIGGERED", "reason": "TRANSFER", "assignment": part, "told": self.today}
            self.send(self.prepare(part.slip.facility, tomorrow, **told), self.today)

    def _unlicensed(self, on: date) -> None:
        visit = self.visit("SIMPLIFIED", on)
        self.send(visit, on)
        self.begin(visit, on)
        do.register_unlicensed(
            name="无名汽车喷漆点（演示）", address="演示路 9 号后院", street="桃浦镇", industry_code="8111",
            industry_name="汽车修理与维护", found="露天喷漆，未办理排污登记。", visit=visit, by=self.cast("enforcement-1"),
            at=moment(on, 10),
        )  # fmt: skip
        self.write(visit, on, unchecked_why=NARROW)
        self.end(visit, on)

    # What is going on.

    def _now(self) -> None:
        """待派员, 待检查 for today, 检查中 with answers and photos and two versions of one answer, 待办结."""
        yesterday, by = self.workday(1), self.cast("enforcement-1")
        ended = self.visit("KEY", yesterday)
        self.send(ended, yesterday, ("enforcement-1", "enforcement-3"))
        self.begin(ended, yesterday)
        self.answer(ended, yesterday, {"2.1.2": SIGN})
        self.snap(ended, yesterday, "2.1.2", "废气排放口")
        self.find(ended, yesterday, SIGN, question="2.1.2")
        self.end(ended, yesterday)
        next_week = self.today + timedelta(days=7)
        self.visit("REGISTERED", next_week, told=self.today)
        for klass in ("REGISTERED", "SIMPLIFIED"):
            told = {"told": yesterday, "inspection_code": self.code(self.today)}
            waiting = self.visit(klass, self.today, drawn=False, **told)
            self.send(waiting, yesterday, ("enforcement-1", "enforcement-2"))
        do.add_participant(
            visit=waiting, kind=ParticipantKind.STATION, name="监测站采样人员", body="区环境监测站", by=by, at=moment(yesterday, 15)
        )  # fmt: skip
        self._underway()

    def _underway(self) -> None:
        on, early = self.today, 6
        visit = self.visit("KEY", on, drawn=False, told=self.workday(1))
        self.send(visit, self.workday(1), ("enforcement-1", "enforcement-2"))
        self.begin(visit, on, early)
        self.answer(visit, on, {"3.1.2": "在线监测备查记录缺失。"}, most=9, hour=early)
        for question, caption in (
            ("1.1.1", "排污许可证正本"),
            ("2.1.1", "废水总排口"),
            ("2.1.2", "排放口标志牌"),
        ):
            self.snap(visit, on, question, caption, early)
        self.sign(visit, on, "演示现场负责人", early)
        first = self.say(visit, on, "4.1.1", hour=early, minute=40)
        self.say(visit, on, "4.1.1", hour=early, minute=44, based_on=first.uid)
        second = self.cast("enforcement-2")
        words = "风机未开启，现场有异味。"
        self.say(visit, on, "4.1.1", words, early, 46, based_on=first.uid, by=second)
