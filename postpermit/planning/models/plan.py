"""The year's plan and its visits (plan 3.4, 6): law and draw say whom, the planner which week."""

from django.db import models
from django.db.models import Q

from postpermit.planning.states import PLAN_STEPS, PLANNED_STEPS, PlannedState, PlanState
from postpermit.trail.models import Matter


class YearPlan(Matter):
    """A year of visits. ``given`` and ``computed`` are canonical JSON: what the planner was given and what it said."""

    state = models.CharField("状态", max_length=24, choices=PlanState.choices(), db_index=True)
    year = models.PositiveSmallIntegerField("年份", unique=True)
    # The document that carries the plan once 法制科 has issued it.
    number = models.CharField("文号", max_length=64, blank=True)
    # Not empty: made in the city's own system and only imported here.
    imported_from = models.CharField("导入来源", max_length=64, blank=True)
    teams = models.PositiveSmallIntegerField("每周检查组数", default=2)
    crews = models.PositiveSmallIntegerField("每周监测组数", default=1)
    given = models.JSONField("编排依据", default=dict, blank=True)
    stage = models.CharField("编排方式", max_length=16, blank=True)
    objective = models.PositiveIntegerField("目标值", null=True, blank=True)
    lower_bound = models.PositiveIntegerField("下界", null=True, blank=True)
    # Why no plan was possible, as the planner's certificate: which duty, which week, how many team-days short.
    impossible = models.JSONField("编排不成的证明", default=list, blank=True)
    digest = models.CharField("数据校验值", max_length=64, blank=True)
    computed_at = models.DateTimeField("编排时间", null=True, blank=True)
    # Reckoning a year takes up to a minute, in a thread of its own: who looks at the page sees how far it is.
    job = models.CharField("编排进度", max_length=16, blank=True)
    job_said = models.CharField("编排说明", max_length=300, blank=True)
    job_at = models.DateTimeField("编排活动时间", null=True, blank=True)
    submitted_ref = models.CharField("报送人", max_length=64, blank=True)
    submitted_name = models.CharField("报送人姓名", max_length=64, blank=True)
    included_ref = models.CharField("纳入人", max_length=64, blank=True)
    included_name = models.CharField("纳入人姓名", max_length=64, blank=True)
    approved_ref = models.CharField("批准人", max_length=64, blank=True)
    approved_name = models.CharField("批准人姓名", max_length=64, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)

    STEPS = PLAN_STEPS

    class Meta:
        verbose_name = "年度执法计划"
        verbose_name_plural = "年度执法计划"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(PlanState.DRAFT, PlanState.SUBMITTED, PlanState.INCLUDED))
                | (~Q(approved_ref="") & Q(approved_on__isnull=False)),
                name="an_approved_plan_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年度执法计划"

    @property
    def gap(self) -> float | None:
        """How far the plan may be from the best possible: (objective - bound) / bound."""
        if self.objective is None or not self.lower_bound:
            return None
        return (self.objective - self.lower_bound) / self.lower_bound


class PlannedVisit(Matter):
    """One entry into one unit in one week; it serves several duties, and monitoring where both are due."""

    state = models.CharField("状态", max_length=24, choices=PlannedState.choices(), db_index=True)
    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="visits", verbose_name="年度计划")
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    zone = models.CharField("片区", max_length=32, blank=True)
    week = models.DateField("周（周一）", db_index=True)
    earliest = models.DateField("最早")
    latest = models.DateField("最晚")
    slots = models.PositiveSmallIntegerField("时段数", default=1)
    inspects = models.BooleanField("执法检查", default=True)
    monitors = models.BooleanField("同时监测", default=False)
    drawn_in = models.ForeignKey(
        "planning.Draw", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="抽取批次"
    )
    moved_by_hand = models.BooleanField("人工调整", default=False)
    # Done without a visit of its own: the record that met its duties. If that is withdrawn, the row is to be done again.
    fulfilled_by = models.CharField("由何完成", max_length=64, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)

    STEPS = PLANNED_STEPS

    class Meta:
        verbose_name = "计划检查"
        verbose_name_plural = "计划检查"
        ordering = ["week", "zone", "pk"]
        indexes = [
            models.Index(fields=["plan", "week", "state"], name="a_week_of_a_plan"),
            models.Index(fields=["facility", "state"], name="planned_visits_of_a_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "facility", "week"],
                condition=~Q(state=PlannedState.DROPPED),
                name="a_unit_is_entered_once_a_week",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlannedState.DROPPED) | ~Q(why=""), name="a_dropped_visit_says_why"
            ),
            models.CheckConstraint(
                condition=Q(inspects=True) | Q(monitors=True), name="a_planned_visit_has_a_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.week}"


class PlannedDuty(models.Model):
    """Which duty a planned visit is there for."""

    visit = models.ForeignKey(PlannedVisit, models.PROTECT, related_name="duties", verbose_name="计划检查")
    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+", verbose_name="应办事项")

    class Meta:
        verbose_name = "计划检查对应的应办事项"
        constraints = [
            models.UniqueConstraint(fields=["visit", "duty"], name="a_planned_visit_names_a_duty_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.duty_id}"
