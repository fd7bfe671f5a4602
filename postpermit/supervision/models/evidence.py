"""Disclosure seen, ledgers checked, emergency plans filed (plan 3.3, 12, 14)."""

from django.db import models
from django.db.models import F, Q

from postpermit.duties.rules.periods import period_words
from postpermit.supervision.states import (
    EVIDENCE_STEPS,
    PLAN_STEPS,
    EvidenceState,
    PlanState,
    RiskLevel,
)
from postpermit.trail.models import Matter


class DisclosurePlatform(models.TextChoices):
    """The two national platforms of plan 14, and whatever else a permit names."""

    PERMIT = "PERMIT", "全国排污许可证管理信息平台"
    MONITORING = "MONITORING", "全国污染源监测信息管理与共享平台"
    OTHER = "OTHER", "其他方式"


class Evidence(Matter):
    """A record that stands until a second person withdraws it. ``in_order`` False: findings say what was wrong."""

    state = models.CharField("状态", max_length=24, choices=EvidenceState.choices(), db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="检查科室")
    on = models.DateField("检查日期")
    in_order = models.BooleanField("符合要求")
    result = models.TextField("检查情况")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = EVIDENCE_STEPS

    class Meta:
        abstract = True
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="%(class)s_is_withdrawn_by_a_second_person",
            )
        ]


class DisclosureCheck(Evidence):
    """What was disclosed where and when; the screenshot is an attachment, ``seen_as`` a link or a description."""

    what = models.CharField("公开内容", max_length=120)
    platform = models.CharField("公开平台", max_length=12, choices=DisclosurePlatform.choices)
    period = models.CharField("所属周期", max_length=12, blank=True)
    disclosed_on = models.DateField("公开日期", null=True, blank=True)
    required_by = models.DateField("应公开日期", null=True, blank=True)
    seen_as = models.CharField("网页地址或查看方式", max_length=300, blank=True)

    class Meta(Evidence.Meta):
        verbose_name = "信息公开检查"
        verbose_name_plural = "信息公开检查"

    def __str__(self) -> str:
        return f"{self.what} {self.on}"

    @property
    def period_label(self) -> str:
        """2026年第3季度; "" where it belongs to no period."""
        return period_words(self.period) if self.period else ""


class LedgerCheck(Evidence):
    """A ledger looked at: which categories, from when to when, whether kept five years (plan 12)."""

    categories = models.CharField("台账类别", max_length=200)
    from_on = models.DateField("台账时段起", null=True, blank=True)
    to_on = models.DateField("台账时段止", null=True, blank=True)
    # None: not looked at, because the unit is younger or the old ones lay elsewhere.
    kept = models.BooleanField("保存年限符合要求", null=True, blank=True)

    class Meta(Evidence.Meta):
        verbose_name = "台账检查"
        verbose_name_plural = "台账检查"

    def __str__(self) -> str:
        return f"{self.categories} {self.on}"


class EmergencyPlan(Matter):
    """An emergency plan filed with 污防科 (plan 3.3); the newest one counts."""

    state = models.CharField("状态", max_length=24, choices=PlanState.choices(), db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    number = models.CharField("备案编号", max_length=64)
    level = models.CharField("风险级别", max_length=24, choices=RiskLevel.choices(), blank=True)
    filed_on = models.DateField("备案日期")
    # What the register said before: a plan filed by mistake gives it back.
    before_on = models.DateField("此前备案日期", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="取代"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = PLAN_STEPS

    class Meta:
        verbose_name = "应急预案备案"
        verbose_name_plural = "应急预案备案"
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility"],
                condition=Q(state=PlanState.FILED),
                name="a_unit_has_one_emergency_plan_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="an_emergency_plan_is_withdrawn_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number
