"""Draws: the frozen list, the two commitments, the public value, the ranking, and what was done with it (plan 6.1)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from postpermit.planning.rules.public_values import PublicForm
from postpermit.planning.states import DRAW_STEPS, DrawnRole, DrawPurpose, DrawState
from postpermit.trail.models import Matter


class Draw(Matter):
    """One draw of one stratum in one quarter. ``listing`` is the canonical JSON text whose digest is ``list_hash``."""

    state = models.CharField("状态", max_length=24, choices=DrawState.choices(), db_index=True)
    plan = models.ForeignKey(
        "planning.YearPlan", models.PROTECT, related_name="draws", verbose_name="年度计划"
    )
    purpose = models.CharField("抽取内容", max_length=12, choices=DrawPurpose.choices())
    stratum = models.CharField("抽取范围", max_length=48)
    quarter = models.CharField("季度", max_length=8)
    # An aborted draw keeps its list and is counted; the next one of the stratum and quarter is the next attempt.
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    algorithm = models.CharField("算法", max_length=16, default="SHA-256")
    listing = models.TextField("封存名单", blank=True)
    list_hash = models.CharField("名单校验值", max_length=64, blank=True)
    # How n and each p came about on that day, and for a draw of officers who could have gone where.
    given = models.JSONField("封存依据", default=dict, blank=True)
    n = models.PositiveIntegerField("抽取数")
    total = models.PositiveIntegerField("名单总数")
    register_on = models.DateField("名单日期")
    frozen_at = models.DateTimeField("封存时间")
    frozen_name = models.CharField("封存人", max_length=64)
    public_name = models.CharField("公开随机数", max_length=120, blank=True)
    public_day = models.DateField("公开随机数日期", null=True, blank=True)
    # How the value is written, said before anybody knows it: one number has one spelling.
    public_form = models.CharField("取值写法", max_length=16, blank=True, choices=PublicForm.choices())
    # What one division entered; it counts once somebody of the other has entered the same.
    told_value = models.CharField("填写的取值", max_length=64, blank=True)
    told_division = models.CharField("填写科室", max_length=24, blank=True)
    told_ref = models.CharField("填写人", max_length=64, blank=True)
    told_name = models.CharField("填写人姓名", max_length=64, blank=True)
    public_value = models.CharField("公开随机数取值", max_length=64, blank=True)
    seed = models.CharField("种子", max_length=64, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    drawn_name = models.CharField("抽取人", max_length=64, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    # Not empty: drawn in the city's own system and only imported here; then there is nothing to recompute.
    imported_from = models.CharField("导入来源", max_length=64, blank=True)
    why = models.CharField("中止理由", max_length=200, blank=True)

    STEPS = DRAW_STEPS
    walled_columns: ClassVar[tuple[str, ...]] = (
        "plan", "stratum", "quarter", "attempt", "algorithm", "listing", "list_hash", "given", "n", "total",
        "register_on", "public_name", "public_day", "public_form", "imported_from",
    )  # fmt: skip

    class Meta:
        verbose_name = "抽取批次"
        verbose_name_plural = "抽取批次"
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "stratum", "quarter"],
                condition=~Q(state=DrawState.ABORTED),
                name="a_stratum_is_drawn_once_a_quarter",
            ),
            models.UniqueConstraint(
                fields=["plan", "stratum", "quarter", "attempt"], name="an_attempt_is_counted_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(DrawState.DRAWN, DrawState.PUBLISHED))
                | Q(imported_from__gt="")
                | (~Q(seed="") & ~Q(public_value="") & Q(drawn_at__isnull=False)),
                name="a_draw_has_a_seed",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.ABORTED) | ~Q(why=""), name="an_aborted_draw_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stratum} {self.quarter}"


class Commitment(models.Model):
    """The digest of 32 random bytes that a division committed to before the public value was known, and later the bytes."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="commitments", verbose_name="抽取批次")
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="科室")
    digest = models.CharField("封存值", max_length=64)
    by_ref = models.CharField("封存人", max_length=64)
    by_name = models.CharField("封存人姓名", max_length=64)
    at = models.DateTimeField("封存时间")
    revealed = models.CharField("公开的随机数", max_length=64, blank=True)
    revealed_name = models.CharField("公开人", max_length=64, blank=True)
    revealed_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        verbose_name = "随机数封存"
        ordering = ["division__order"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "division"], name="a_division_commits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.division_id}"


class DrawnUnit(models.Model):
    """A unit's place in the ranking. Only what became of it afterwards moves."""

    walled_columns: ClassVar[tuple[str, ...]] = ("draw", "facility", "rank", "probability")

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="units", verbose_name="抽取批次")
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    rank = models.PositiveIntegerField("名次")
    probability = models.CharField("概率", max_length=8)
    role = models.CharField("结果", max_length=12, choices=DrawnRole.choices(), db_index=True)

    class Meta:
        verbose_name = "抽取名单"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "rank"], name="a_rank_is_given_once"),
            models.UniqueConstraint(fields=["draw", "facility"], name="a_unit_is_ranked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.rank}"


class DrawReplacement(models.Model):
    """A unit that could not be visited, and the next in the same ranking that took its place. Never a new draw."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="replacements", verbose_name="抽取批次")
    out = models.OneToOneField(DrawnUnit, models.PROTECT, related_name="replaced_as", verbose_name="被递补")
    into = models.OneToOneField(DrawnUnit, models.PROTECT, related_name="came_as", verbose_name="递补")
    why = models.CharField("理由", max_length=200)
    by_name = models.CharField("经办人", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "递补"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.out_id} {self.into_id}"


class DrawnOfficer(models.Model):
    """An officer's place in the order for one planned visit; the first two go, a recused one is followed by the next."""

    walled_columns: ClassVar[tuple[str, ...]] = ("draw", "visit", "officer", "rank", "chosen")

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="officers", verbose_name="抽取批次")
    visit = models.ForeignKey(
        "planning.PlannedVisit", models.PROTECT, related_name="officers", verbose_name="计划检查"
    )
    officer = models.ForeignKey("office.Officer", models.PROTECT, related_name="+", verbose_name="人员")
    rank = models.PositiveSmallIntegerField("名次")
    chosen = models.BooleanField("抽中", default=False)

    class Meta:
        verbose_name = "检查人员抽取"
        ordering = ["visit_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "visit", "officer"], name="an_officer_is_ranked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.officer_id}"


class DrawSupplement(models.Model):
    """Visits that came into the quarter after its draw of officers: ranked from the same seed, in the order in which they
    came. ``given``: the visits as they were then; the people are those of the sealed list."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="supplements", verbose_name="抽取批次")
    number = models.PositiveSmallIntegerField("第几次")
    given = models.JSONField("补充的检查")
    by_name = models.CharField("经办人", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "补充抽取"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="a_supplement_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.number}"
