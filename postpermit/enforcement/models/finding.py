"""A finding of a visit, and where it goes (plan 6, 8)."""

from django.db import models
from django.db.models import Q

from postpermit.enforcement.models.visit import Visit
from postpermit.enforcement.states import FINDING_STEPS, RESOLVED, Disposition, FindingState
from postpermit.trail.models import Matter


class VisitFinding(Matter):
    """What was wrong. It is over when it was rechecked, fed back, or its case has ended."""

    state = models.CharField("状态", max_length=24, choices=FindingState.choices(), db_index=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings", verbose_name="执法检查")
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    number = models.PositiveSmallIntegerField("序号")
    question = models.CharField("检查内容", max_length=24, blank=True)
    text = models.TextField("问题")
    # Conduct code of the table of bases, "" while nobody has said which.
    conduct = models.CharField("违法行为", max_length=32, blank=True)
    clause = models.CharField("依据", max_length=48, default="plan:6.1")
    found_on = models.DateField("发现日期")
    disposition = models.CharField(
        "处理方式", max_length=16, choices=Disposition.choices(), default=Disposition.UNDECIDED
    )
    demand = models.CharField("整改要求", max_length=300, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    slip = models.ForeignKey(
        "linkage.Slip", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联动任务"
    )
    case = models.ForeignKey(
        "enforcement.PenaltyCase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="案件",
    )
    outcome = models.CharField("处理结果", max_length=300, blank=True)
    resolved_on = models.DateField("办结日期", null=True, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    STEPS = FINDING_STEPS

    class Meta:
        verbose_name = "检查发现的问题"
        verbose_name_plural = "检查发现的问题"
        ordering = ["-found_on", "visit_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="a_finding_is_numbered_once"),
            models.UniqueConstraint(
                fields=["visit", "question"],
                condition=~Q(question="") & ~Q(state=FindingState.DROPPED),
                name="a_question_gives_one_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.SLIPPED) | Q(slip__isnull=False),
                name="a_slipped_finding_has_its_slip",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.IN_CASE) | Q(case__isnull=False),
                name="a_finding_in_a_case_has_its_case",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RESOLVED) | Q(resolved_on__isnull=False),
                name="a_resolved_visit_finding_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
