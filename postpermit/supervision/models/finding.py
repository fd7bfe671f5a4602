"""What a machine hints and what a person finds."""

from django.db import models
from django.db.models import Q

from postpermit import law
from postpermit.supervision.states import (
    FINDING_STEPS,
    HINT_STEPS,
    RESOLVED,
    Conduct,
    FindingKind,
    FindingState,
    HintState,
)
from postpermit.trail.models import Matter


class Hint(Matter):
    """系统提示（未经核实）: no finding, counted nowhere, until a person confirms it."""

    state = models.CharField("状态", max_length=24, choices=HintState.choices(), db_index=True)
    check_matter = models.ForeignKey(
        "supervision.ReportCheck", models.PROTECT, related_name="hints", verbose_name="检查"
    )
    key = models.CharField("识别", max_length=160)
    rule = models.CharField("规则", max_length=8, db_index=True)
    clause = models.CharField("依据", max_length=48)
    kind = models.CharField("性质", max_length=12, choices=FindingKind.choices())
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="科室")
    section = models.CharField("章节", max_length=16)
    cell = models.CharField("位置", max_length=200)
    found = models.CharField("报告所写", max_length=200)
    expected = models.CharField("应为", max_length=200)
    message = models.CharField("提示", max_length=300)
    decided_ref = models.CharField("核实人", max_length=64, blank=True)
    decided_name = models.CharField("核实人姓名", max_length=64, blank=True)
    decided_at = models.DateTimeField("核实时间", null=True, blank=True)
    why = models.CharField("理由", max_length=300, blank=True)

    STEPS = HINT_STEPS

    class Meta:
        verbose_name = "系统提示"
        verbose_name_plural = "系统提示"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_matter", "key"], name="a_rule_hints_once_at_a_place"),
            models.CheckConstraint(
                condition=~Q(state__in=(HintState.CONFIRMED, HintState.DISMISSED))
                | (~Q(decided_ref="") & Q(decided_at__isnull=False)),
                name="a_hint_is_answered_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=HintState.DISMISSED) | ~Q(why=""), name="a_dismissal_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.message[:40]}"

    @property
    def section_label(self) -> str:
        """The section's name."""
        row = law.district().sections.get(self.section)
        return row.label if row else self.section


class Finding(Matter):
    """A problem that somebody answers for. ``origin``: where it was found other than in a report's check."""

    state = models.CharField("状态", max_length=24, choices=FindingState.choices(), db_index=True)
    check_matter = models.ForeignKey(
        "supervision.ReportCheck",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="检查",
    )
    origin = models.CharField("来源", max_length=96, blank=True, db_index=True)
    origin_text = models.CharField("来源说明", max_length=120)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    hint = models.OneToOneField(
        Hint, models.PROTECT, null=True, blank=True, related_name="finding", verbose_name="系统提示"
    )
    number = models.PositiveSmallIntegerField("序号", default=0)
    kind = models.CharField("性质", max_length=12, choices=FindingKind.choices())
    conduct = models.CharField("情形", max_length=16, choices=Conduct.choices(), default=Conduct.NONE)
    section = models.CharField("章节", max_length=16, blank=True)
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="发现科室")
    clause = models.CharField("依据", max_length=48)
    text = models.TextField("问题")
    demand = models.CharField("整改要求", max_length=300, blank=True)
    found_on = models.DateField("发现日期")
    # Found after the notice had gone out: there is no second notice (plan 5.3).
    late = models.BooleanField("迟发现", default=False)
    proposed_name = models.CharField("建议人", max_length=120, blank=True)
    confirmed_ref = models.CharField("确认人", max_length=64, blank=True)
    confirmed_name = models.CharField("确认人姓名", max_length=64, blank=True)
    why = models.TextField("处理理由", blank=True)
    lead = models.ForeignKey(
        "linkage.ViolationLead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="违法线索",
    )
    outcome = models.CharField("查处情况", max_length=300, blank=True)
    resolved_on = models.DateField("解决日期", null=True, blank=True)

    STEPS = FINDING_STEPS

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(check_matter__isnull=False) | ~Q(origin=""),
                name="a_finding_says_where_it_was_found",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.PROPOSED)
                | Q(state=FindingState.DROPPED)
                | ~Q(confirmed_ref=""),
                name="a_finding_is_confirmed_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(FindingState.HANDED_OVER, FindingState.ANSWERED))
                | Q(lead__isnull=False),
                name="handed_over_means_a_lead",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=RESOLVED) & Q(resolved_on__isnull=False))
                | (~Q(state__in=RESOLVED) & Q(resolved_on__isnull=True)),
                name="a_resolved_finding_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def section_label(self) -> str:
        """The section's name."""
        row = law.district().sections.get(self.section)
        return row.label if row else ""
