"""The year's plan in the play: needs, draws with commitments and a public value, the plan reckoned and reckoned again."""

from datetime import date, time, timedelta

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, DrawnUnit, Need, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.rules.strata import Stratum, quarter_code
from postpermit.planning.states import DrawnRole, DrawState, PlannedState, PlanState
from postpermit.trail.errors import Refused
from postpermit.web.cli.draw_steps import PARTIES, DrawSteps
from postpermit.web.cli.year.stage import Stage

NEEDS = (
    ("APPROVAL", "请将新申领许可证的单位列入上半年检查。"),
    ("ECOLOGY", "请对自行监测不规范的单位优先检查监测台账。"),
    ("POLLUTION", ""),
)
REPLACED = "单位已关闭、搬迁或停产，由排序中的下一家递补"


class Planning:
    """Takes the plan and its draws one step further every day."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        year = stage.year
        self.draws = DrawSteps(stage.clerk, f"{year}")
        self.needs = [(stage.day_in(date(year, 1, 4), date(year, 1, 13)), *row) for row in NEEDS]
        self.fresh = False
        self.aborted = False

    def day(self) -> None:
        """Needs, then the plan, then the draws of the quarter, then what changed."""
        stage = self.stage
        for row in [r for r in self.needs if r[0] <= stage.today]:
            self._need(row[1], row[2])
            self.needs.remove(row)
        plan = YearPlan.objects.filter(year=stage.year).first()
        if plan is None:
            if not self.needs:
                do.make_plan(year=stage.year, teams=2, crews=1, by=stage.clerk("ENFORCEMENT"), at=stage.at())
            return
        if stage.today.year == stage.year:
            self._draw(plan, Stratum.REGISTERED)
            self._draw(plan, Stratum.SIMPLIFIED)
        self._plan(plan)
        if plan.state == PlanState.PUBLISHED and stage.today.year == stage.year:
            self._again(plan)
            if not self._busy(plan, Stratum.REGISTERED):
                self._draw(plan, Stratum.OFFICERS)

    def _need(self, division: str, text: str) -> None:
        stage, year = self.stage, self.stage.year
        by = stage.clerk(division)
        if text:
            do.submit_need(year=year, text=text, by=by, at=stage.at())
        else:
            do.submit_no_need(year=year, by=by, at=stage.at())

    # The plan.

    def _plan(self, plan: YearPlan) -> None:
        """One step a day on its way into the yearly plan."""
        stage = self.stage
        if plan.state == PlanState.DRAFT:
            if self._busy(plan, Stratum.REGISTERED):
                return  # first it is known who was drawn
            by = stage.clerk("ENFORCEMENT")
            do.compute_plan(plan=plan, polished=False, by=by, at=stage.at())
            do.submit_plan(plan=plan, by=by, at=stage.at())
        elif plan.state == PlanState.SUBMITTED:
            by = stage.clerk("LEGAL")
            for number, need in enumerate(Need.objects.filter(state="SUBMITTED").order_by("pk")):
                if number:
                    do.decline_need(need=need, why="已列入日常检查要点", by=by, at=stage.at())
                else:
                    do.take_need(need=need, by=by, at=stage.at())
            do.include_plan(plan=plan, by=by, at=stage.at())
        elif plan.state == PlanState.INCLUDED:
            head = stage.head("LEGAL", (plan.submitted_ref, plan.included_ref))
            do.approve_plan(plan=plan, by=head, at=stage.at())
        elif plan.state == PlanState.APPROVED:
            number = f"普演环执〔{plan.year}〕1号"
            do.publish_plan(plan=plan, number=number, by=stage.clerk("LEGAL"), at=stage.at())

    def _again(self, plan: YearPlan) -> None:
        """On a Monday, when units were drawn or permits came that the plan does not hold yet."""
        if self.stage.today.weekday() or not (self.fresh or self._missing()):
            return
        why = "列入新抽中和新申领的单位"
        do.replan(plan=plan, why=why, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())
        self.fresh = False

    def _missing(self) -> bool:
        held = PlannedDuty.objects.exclude(visit__state=PlannedState.DROPPED)
        rows = Duty.objects.filter(kind="inspect-new-permit", subject_ref="", state=DutyState.OPEN)
        return rows.filter(opens_on__lte=self.stage.today).exclude(pk__in=held.values("duty")).exists()

    # Draws.

    def _busy(self, plan: YearPlan, stratum: Stratum) -> bool:
        """Whether this quarter's draw is still on its way."""
        quarter = quarter_code(self.stage.today)
        if (stratum, quarter) in self.draws.nothing:
            return False
        return not Draw.objects.filter(
            plan=plan, stratum=stratum, quarter=quarter, state=DrawState.PUBLISHED
        ).exists()

    def _draw(self, plan: YearPlan, stratum: Stratum) -> None:
        """One step: frozen; committed; told and drawn once the value is known; published."""
        stage, quarter = self.stage, quarter_code(self.stage.today)
        rows = Draw.objects.filter(plan=plan, stratum=stratum).exclude(
            state__in=(DrawState.ABORTED, DrawState.PUBLISHED)
        )
        draw = rows.order_by("pk").first()
        if draw is None:
            known = Draw.objects.filter(plan=plan, stratum=stratum, quarter=quarter)
            if known.exclude(state=DrawState.ABORTED).exists() or (stratum, quarter) in self.draws.nothing:
                return
            day = stage.later(stage.today, 3)
            self.draws.freeze(plan, stratum, day, stage.at(), stage.today)
        elif draw.state == DrawState.FROZEN:
            self._frozen(draw)
        elif draw.public_day is not None and stage.today >= draw.public_day:
            for division in PARTIES:
                if draw.commitments.filter(division=division, revealed="").exists():
                    self.draws.reveal(draw, division, stage.at())
            stage.not_before(time(9, 20))
            self.draws.finish(draw, stage.at())
            self.fresh = self.fresh or stratum == Stratum.REGISTERED

    def _frozen(self, draw: Draw) -> None:
        """Committed the next day; too late, or once in the year for a mistake in the list, aborted and frozen again."""
        stage = self.stage
        late = draw.public_day is not None and stage.today >= draw.public_day
        mistaken = not self.aborted and draw.quarter.endswith("Q2") and draw.stratum == Stratum.SIMPLIFIED
        if late or mistaken:
            why = "名单有误，重新封存" if mistaken else "一方未按时封存"
            do.abort_draw(draw=draw, why=why, by=stage.head("ENFORCEMENT"), at=stage.at())
            self.aborted = True
            return
        for division in PARTIES:
            if not draw.commitments.filter(division=division).exists():
                self.draws.commit(draw, division, stage.at())

    def replace(self, planned: PlannedVisit) -> None:
        """A drawn unit that cannot be visited gives its place to the next; its own visit leaves the plan with the reason."""
        stage = self.stage
        by = stage.clerk("ENFORCEMENT")
        rows = DrawnUnit.objects.filter(draw=planned.drawn_in, facility=planned.facility)
        drawn = rows.filter(role__in=(DrawnRole.SELECTED, DrawnRole.REPLACEMENT)).first()
        if drawn is not None and stage.today < date(stage.year, 12, 1):
            try:
                do.replace_unit(drawn=drawn, why=REPLACED, by=by, at=stage.at())
                self.fresh = True
            except do.UnableToReplace:
                pass  # the list is used up: the reason on the visit says so
        planned.refresh_from_db()
        if planned.state == PlannedState.PLANNED:
            do.drop_visit(visit=planned, why=REPLACED, by=by, at=stage.at())

    def move(self, planned: PlannedVisit) -> bool:
        """Two weeks later by hand, where every duty allows it."""
        week = planned.week + timedelta(days=14)
        try:
            do.move_visit(
                visit=planned, week=week, why="与街道联合检查合并安排", by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at()
            )  # fmt: skip
        except Refused:
            return False
        return True
