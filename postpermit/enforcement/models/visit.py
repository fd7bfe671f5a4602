"""执法检查: a visit, its inspectors, and the people who came along (plan 6)."""

from django.db import models
from django.db.models import F, Q

from postpermit.enforcement.states import (
    VISIT_STEPS,
    LeftAs,
    ParticipantKind,
    TeamRole,
    VisitOutcome,
    VisitState,
)
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.trail.models import Matter


class Visit(Matter):
    """One visit. ``checklist`` names the list and its date, so that a later list does not change what was asked.

    ``record`` holds the elements of 现场检查（勘察）笔录 that are no answers (see ``rules.record_elements``).
    """

    state = models.CharField("状态", max_length=24, choices=VisitState.choices(), db_index=True)
    number = models.CharField("检查编号", max_length=32, unique=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    kind = models.CharField("检查类型", max_length=12, choices=VisitKind.choices(), db_index=True)
    manner = models.CharField("检查方式", max_length=12, choices=VisitManner.choices())
    reason = models.CharField("检查事由", max_length=16, choices=TriggerReason.choices())
    reason_text = models.CharField("事由说明", max_length=200, blank=True)
    counts_toward_cap = models.BooleanField("计入年度频次", default=True)
    exception = models.OneToOneField(
        "planning.CapException",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="超频次批准",
    )
    # Given by the city's 统一综合执法系统; the visit may be prepared without it, not begun on site.
    inspection_code = models.CharField("检查码", max_length=64, blank=True)
    planned = models.ForeignKey(
        "planning.PlannedVisit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="计划检查",
    )
    assignment = models.ForeignKey(
        "linkage.SlipAssignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="联动任务",
    )
    complaint = models.ForeignKey(
        "enforcement.VisitComplaint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="信访投诉",
    )
    campaign_finding = models.ForeignKey(
        "enforcement.CampaignFinding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="督察和监督帮扶问题",
    )
    recheck_of = models.ForeignKey(
        "enforcement.VisitFinding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rechecks",
        verbose_name="复查的问题",
    )
    case = models.ForeignKey(
        "enforcement.PenaltyCase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="案件",
    )
    scheduled_on = models.DateField("计划日期", db_index=True)
    # The day on which it was prepared: nothing that happened before can belong to it. Unknown of the oldest ones.
    entered_on = models.DateField("安排日期", null=True, blank=True)
    checklist = models.CharField("检查单", max_length=16)
    checklist_since = models.DateField("检查单版本")
    extra_list = models.ForeignKey(
        "enforcement.LoadedChecklist",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="行业检查单",
    )
    # What the register knew of the unit when this was prepared: on it depends which questions apply.
    unit_facts = models.JSONField("单位情况", default=dict, blank=True)
    started_at = models.DateTimeField("检查开始", null=True, blank=True)
    ended_at = models.DateTimeField("检查结束", null=True, blank=True)
    outcome = models.CharField("检查结局", max_length=12, choices=VisitOutcome.choices(), blank=True)
    conclusion = models.TextField("检查结论", blank=True)
    record = models.JSONField("笔录要素", default=dict, blank=True)
    # When a signed record was last opened again: only a later signature closes it.
    record_reopened_at = models.DateTimeField("笔录重开时间", null=True, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    closed_ref = models.CharField("办结人", max_length=64, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    # The record of duties that this visit left when it was finished, and what it fed back.
    done_as = models.ForeignKey(
        "duties.Record", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理记录"
    )
    disclosed_on = models.DateField("结果公开日期", null=True, blank=True)

    STEPS = VISIT_STEPS

    class Meta:
        verbose_name = "执法检查"
        verbose_name_plural = "执法检查"
        ordering = ["-scheduled_on", "-pk"]
        indexes = [
            models.Index(fields=["facility", "scheduled_on"], name="visits_of_a_unit_in_time"),
            models.Index(fields=["state", "scheduled_on"], name="visits_by_state_and_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["planned"],
                condition=~Q(state=VisitState.CANCELLED)
                & ~Q(outcome__in=(VisitOutcome.STOPPED, VisitOutcome.NOBODY, VisitOutcome.REFUSED))
                & Q(planned__isnull=False),
                name="a_planned_visit_is_taken_up_once",
            ),
            models.UniqueConstraint(
                fields=["inspection_code"],
                condition=~Q(inspection_code="") & ~Q(state=VisitState.CANCELLED),
                name="a_visit_has_its_own_code",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(VisitState.ENDED, VisitState.CLOSED))
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="an_ended_visit_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_visit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind=VisitKind.TRIGGERED) | ~Q(reason=TriggerReason.NONE),
                name="a_triggered_visit_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class VisitOfficer(models.Model):
    """A certified inspector on a visit. One who was recused, could not go or was replaced stays in the list, and says so."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="officers", verbose_name="执法检查")
    officer = models.ForeignKey("office.Officer", models.PROTECT, related_name="+", verbose_name="人员")
    name = models.CharField("姓名", max_length=32)
    certificate = models.CharField("执法证号", max_length=32)
    role = models.CharField("分工", max_length=8, choices=TeamRole.choices())
    drawn = models.BooleanField("抽取产生", default=False)
    # Empty while on the team. Who left keeps his row: what he sent from a phone meanwhile is still his.
    left_as = models.CharField("离开情形", max_length=12, choices=LeftAs.choices(), blank=True)
    left_why = models.CharField("离开理由", max_length=100, blank=True)
    left_at = models.DateTimeField("离开时间", null=True, blank=True)

    class Meta:
        verbose_name = "检查人员"
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "officer"], name="an_officer_is_sent_once"),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role=TeamRole.LEAD, left_as=""),
                name="a_visit_has_one_lead",
            ),
            models.CheckConstraint(condition=~Q(certificate=""), name="an_inspector_has_a_certificate"),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """参加人: somebody of the station, a contractor, the unit; never an inspector."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="participants", verbose_name="执法检查")
    kind = models.CharField("身份", max_length=12, choices=ParticipantKind.choices())
    name = models.CharField("姓名", max_length=32)
    body = models.CharField("单位和职务", max_length=100, blank=True)

    class Meta:
        verbose_name = "参加人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "kind", "name"], name="a_participant_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
