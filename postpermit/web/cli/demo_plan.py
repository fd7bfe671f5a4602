"""The demo's year of enforcement so far: needs, the plan, a draw a quarter, and the planned visits of the weeks gone by."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from postpermit import workdays
from postpermit.duties.operations import record_act
from postpermit.enforcement import operations as enforcement
from postpermit.enforcement.models import Visit
from postpermit.office.calendars import calendar_now
from postpermit.office.models import Officer
from postpermit.planning import operations as do
from postpermit.planning.models import Beat, Draw, Need, PlannedVisit, YearPlan
from postpermit.planning.rules.quarters import quarter_of
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import PlannedState
from postpermit.register.models import Facility
from postpermit.web.cli.demo_slips import Who, moment
from postpermit.web.cli.demo_visit_steps import VisitSteps
from postpermit.web.cli.draw_steps import PARTIES, DrawSteps

NEEDS = (
    ("approval", "请将新申领许可证的单位列入上半年检查。", "上半年"),
    ("ecology", "请对自行监测不规范的单位优先检查监测台账。", "二季度"),
)
NARROW = "按年度计划开展，逐项检查结果见市系统检查记录，本系统只留结论。"
# What happened in the last weeks is told visit by visit, in ``demo_visits``.
TOLD = timedelta(days=50)


class PlanOfYear(VisitSteps):
    """From January up to a few weeks ago."""

    def __init__(self, cast: Who, today: date, people: Mapping[str, Officer]) -> None:
        super().__init__(cast, today, people)
        self.draws = DrawSteps(lambda division: cast(f"{division.lower()}-1"), "demo")
        self.closed: list[Visit] = []
        self.calendar = calendar_now()

    def tell(self) -> None:
        """Whatever of it lies behind today; in the first days of a year there is little."""
        self._beats()
        plan = self._made()
        if plan is None:
            return
        for quarter in range(1, quarter_of(self.today) + 1):
            self._quarter(plan, quarter)

    def day(self, month: int, day: int) -> date:
        """That day of the year, or the working day after it."""
        return workdays.roll(self.calendar, date(self.today.year, month, day)).result

    def after(self, on: date, days: int) -> date:
        """So many working days later."""
        return workdays.add(self.calendar, on, days).result

    def _beats(self) -> None:
        """One officer is limited to two streets."""
        for account, street in (("enforcement-4", "桃浦镇"), ("enforcement-4", "长征镇")):
            Beat.objects.create(
                officer=self.people[account], street=street, from_on=date(self.today.year, 1, 1), by_name="执法大队负责人"
            )  # fmt: skip

    def _made(self) -> YearPlan | None:
        """The plan, as far on its way as today allows."""
        begun, year = self.day(1, 5), self.today.year
        if begun > self.today:
            return None
        for code, text, wish in NEEDS:
            do.submit_need(
                year=year, text=text, wish=wish, facility=_key() if code == "approval" else None,
                by=self.cast(f"{code}-1"), at=moment(begun, 9),
            )  # fmt: skip
        do.submit_no_need(year=year, by=self.cast("pollution-1"), at=moment(begun, 9, 30))
        by = self.cast("enforcement-1")
        plan = do.make_plan(year=year, teams=2, crews=1, by=by, at=moment(begun, 10))
        for on, act in self._stages(plan):
            if on > self.today:
                return None
            act(on)
            plan.refresh_from_db()
        return plan

    def _stages(self, plan: YearPlan) -> tuple[tuple[date, Callable[[date], object]], ...]:
        by, legal, head = self.cast("enforcement-1"), self.cast("legal-1"), self.cast("legal-head")
        number = f"普演环执〔{plan.year}〕1号"
        return (
            (self.day(1, 6), lambda on: self._draw(plan, Stratum.REGISTERED, on)),
            (self.day(1, 9), lambda on: self._decide_needs(plan, on)),
            (self.day(1, 12), lambda on: do.compute_plan(plan=plan, by=by, at=moment(on, 9))),
            (self.day(1, 13), lambda on: do.submit_plan(plan=plan, by=by, at=moment(on, 9))),
            (self.day(1, 15), lambda on: do.include_plan(plan=plan, by=legal, at=moment(on, 11))),
            (self.day(1, 16), lambda on: do.approve_plan(plan=plan, by=head, at=moment(on, 9))),
            (self.day(1, 19), lambda on: do.publish_plan(plan=plan, number=number, by=legal, at=moment(on, 9))),
        )  # fmt: skip

    def _decide_needs(self, plan: YearPlan, on: date) -> None:
        for number, need in enumerate(Need.objects.filter(year=plan.year, state="SUBMITTED").order_by("pk")):
            if number:
                do.decline_need(
                    need=need,
                    why="监测台账列入日常检查要点，不单列",
                    by=self.cast("legal-1"),
                    at=moment(on, 15),
                )
            else:
                do.take_need(need=need, by=self.cast("legal-1"), at=moment(on, 15))

    # Quarter by quarter.

    def _quarter(self, plan: YearPlan, quarter: int) -> None:
        first = self.day(3 * quarter - 2, 3 if quarter > 1 else 20)
        after = self.after(first, 5)
        if self.after(after, 2) > self.today:
            return
        if quarter > 1:
            self._draw(plan, Stratum.REGISTERED, first)
        self._monitoring_draw(plan, quarter, first)
        if quarter > 1:
            do.replan(
                plan=plan, why="列入本季度抽中的单位", by=self.cast("enforcement-1"), at=moment(after, 9)
            )
            plan.refresh_from_db()
        self._draw(plan, Stratum.OFFICERS, after, 10)
        self._carry_out(plan, first, quarter)

    def _draw(self, plan: YearPlan, stratum: Stratum, on: date, hour: int = 9) -> Draw | None:
        """List, two commitments, and two working days later bytes, value and result."""
        known = self.after(on, 2)
        draw = self.draws.freeze(plan, stratum, known, moment(on, hour), on)
        if draw is None:
            return None
        for division in PARTIES:
            self.draws.commit(draw, division, moment(on, hour + 1))
        for division in PARTIES:
            self.draws.reveal(draw, division, moment(known, 9, 30))
        return self.draws.finish(draw, moment(known, 10))

    def _monitoring_draw(self, plan: YearPlan, quarter: int, on: date) -> None:
        """In the second quarter a first attempt was aborted; in this quarter the draw still waits."""
        if quarter == quarter_of(self.today):
            self._waiting(plan)
            return
        if quarter == 2:
            draw = self.draws.freeze(plan, Stratum.SIMPLIFIED, self.after(on, 2), moment(on, 8), on)
            if draw is not None:
                head = self.cast("enforcement-head")
                do.abort_draw(
                    draw=draw, why="名单封存后发现两家单位已注销未更新", by=head, at=moment(on, 8, 40)
                )
        self._draw(plan, Stratum.SIMPLIFIED, on)

    def _waiting(self, plan: YearPlan) -> None:
        """Frozen yesterday: 法制科 has committed, 执法大队 has not; the value is known in two working days."""
        on, known = self.today - timedelta(days=1), self.after(self.today, 2)
        draw = self.draws.freeze(plan, Stratum.SIMPLIFIED, known, moment(on, 15), on)
        if draw is not None:
            self.draws.commit(draw, "LEGAL", moment(on, 16))

    def _carry_out(self, plan: YearPlan, first: date, quarter: int) -> None:
        """Every visit of the quarter's weeks gone by, but for a few that are still to be done."""
        last = min(self.today - TOLD, self.day(3 * quarter, 28) + timedelta(days=3))
        rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED, week__lte=last)
        for number, planned in enumerate(rows.select_related("facility").order_by("week", "pk")):
            on = min(planned.week + timedelta(days=number % 5), planned.latest)
            if planned.inspects:
                self._visit(planned, on)
            if planned.monitors:
                self._sampled(planned, on)
        # What the station sampled alone is done in the plan too.
        do.follow_records(by=self.cast("enforcement-1"), at=moment(max(last, first), 18))
        closed, self.closed = self.closed, []
        if closed:
            on = max(v.closed_on or first for v in closed) + timedelta(days=3)
            enforcement.disclose_results(
                visits=closed, on=on, by=self.cast("enforcement-1"), at=moment(on, 17)
            )

    def _visit(self, planned: PlannedVisit, on: date) -> None:
        visit = self.prepare(planned.facility, on, planned=planned, inspection_code=self.code(on))
        self.send(visit, on)
        self.begin(visit, on)
        by = self.cast("enforcement-1")
        enforcement.edit_record(visit=visit, elements={"unchecked_why": NARROW}, by=by, at=moment(on, 10))
        self.end(visit, on, said="未发现违反排污许可管理要求的情况。")
        self.closed.append(self.close(visit, on))

    def _sampled(self, planned: PlannedVisit, on: date) -> None:
        by = self.cast("station-1")
        record_act(
            kind="monitoring", facility=planned.facility, on=on, who=by.name, result="随同执法检查采样，结果达标", by=by,
            at=moment(on, 17),
        )  # fmt: skip


def _key() -> Facility | None:
    return Facility.objects.filter(management_class="KEY").order_by("pk").first()
