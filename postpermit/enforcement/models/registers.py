"""Registers: complaints (信访投诉), findings of inspection campaigns (督察、监督帮扶), law publicity (普法宣传)."""

import uuid

from django.db import models
from django.db.models import F, Q

from postpermit.enforcement.states import (
    CAMPAIGN_FINDING_STEPS,
    COMPLAINT_STEPS,
    CampaignFindingState,
    CampaignLevel,
    ComplaintResult,
    ComplaintSource,
    ComplaintState,
)
from postpermit.trail.models import Matter


class VisitComplaint(Matter):
    """A complaint about a unit or a place. Who complained is not kept here: only the number in the system that knows."""

    state = models.CharField("状态", max_length=24, choices=ComplaintState.choices(), db_index=True)
    number = models.CharField("编号", max_length=32, unique=True)
    source = models.CharField("来源", max_length=12, choices=ComplaintSource.choices())
    outside_number = models.CharField("来源编号", max_length=64, blank=True)
    received_on = models.DateField("收到日期", db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排污单位"
    )
    place = models.CharField("地点", max_length=200, blank=True)
    what = models.TextField("反映问题")
    due_on = models.DateField("办理期限", null=True, blank=True)
    division = models.ForeignKey(
        "office.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办科室"
    )
    result = models.CharField("核查结果", max_length=12, choices=ComplaintResult.choices(), blank=True)
    outcome = models.TextField("办理情况", blank=True)
    handled_on = models.DateField("办理日期", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = COMPLAINT_STEPS

    class Meta:
        verbose_name = "信访投诉"
        verbose_name_plural = "信访投诉"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False) | ~Q(place=""), name="a_complaint_has_a_unit_or_a_place"
            ),
            models.UniqueConstraint(
                fields=["source", "outside_number"],
                condition=~Q(outside_number="") & ~Q(state=ComplaintState.WITHDRAWN),
                name="a_complaint_is_registered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ComplaintState.HANDLED, ComplaintState.CLOSED))
                | (~Q(result="") & Q(handled_on__isnull=False)),
                name="a_handled_complaint_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="a_complaint_is_withdrawn_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CampaignFinding(Matter):
    """What an inspection campaign of a higher level found, until it is struck off (annex 2 ground 2)."""

    state = models.CharField("状态", max_length=24, choices=CampaignFindingState.choices(), db_index=True)
    number = models.CharField("编号", max_length=32, unique=True)
    level = models.CharField("类别", max_length=12, choices=CampaignLevel.choices())
    campaign = models.CharField("行动名称", max_length=120)
    found_on = models.DateField("发现日期", db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排污单位"
    )
    place = models.CharField("地点", max_length=200, blank=True)
    what = models.TextField("问题")
    serious = models.BooleanField("未按证排污等严重问题", default=False)
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="牵头科室")
    due_on = models.DateField("整改期限")
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    outcome = models.TextField("整改情况", blank=True)
    struck_on = models.DateField("销号日期", null=True, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = CAMPAIGN_FINDING_STEPS

    class Meta:
        verbose_name = "督察和监督帮扶问题"
        verbose_name_plural = "督察和监督帮扶问题"
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False) | ~Q(place=""),
                name="a_campaign_finding_has_a_unit_or_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CampaignFindingState.RECTIFIED, CampaignFindingState.STRUCK))
                | Q(rectified_on__isnull=False),
                name="a_rectified_campaign_finding_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignFindingState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="a_campaign_finding_is_withdrawn_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LawPublicity(models.Model):
    """普法宣传 (plan 3.4): what was explained to whom, in which way."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField("日期")
    topic = models.CharField("主题", max_length=120)
    form = models.CharField("形式", max_length=64)
    audience = models.CharField("对象", max_length=120)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_why = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "普法宣传"
        verbose_name_plural = "普法宣传"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.topic
