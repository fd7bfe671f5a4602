"""A campaign: the city's schedule of which reports are checked, in which scope, by when (plan 5.1)."""

import uuid
from typing import Any, ClassVar

from django.db import models

from postpermit.register.states import ReportKind
from postpermit.supervision.states import CAMPAIGN_STEPS, CampaignState
from postpermit.trail.models import Matter


class Campaign(Matter):
    """Kinds and periods stand in its targets; ``check_by`` is the day by which the divisions are done."""

    state = models.CharField("状态", max_length=24, choices=CampaignState.choices(), db_index=True)
    name = models.CharField("名称", max_length=80)
    city_number = models.CharField("市级通知文号", max_length=64, blank=True)
    scope = models.CharField("检查范围", max_length=300, blank=True)
    points = models.TextField("检查要点", blank=True)
    starts_on = models.DateField("开始日期")
    check_by = models.DateField("检查完成日期")
    return_by = models.DateField("上报日期", null=True, blank=True)
    # A sheet of the city to be filled and given back: kept as an attachment, mapped once, remembered by its headers.
    form_sha256 = models.CharField("上报表样", max_length=64, blank=True)
    form_name = models.CharField("上报表文件名", max_length=200, blank=True)
    form_columns: Any = models.JSONField("上报表列对应", default=dict, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    STEPS = CAMPAIGN_STEPS

    class Meta:
        verbose_name = "执行报告检查任务"
        verbose_name_plural = "执行报告检查任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(check_by__gte=models.F("starts_on")),
                name="a_campaign_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTarget(models.Model):
    """A kind and period of reports that the campaign checks; no two campaigns check the same."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets", verbose_name="检查任务")
    kind = models.CharField("报告类型", max_length=12, choices=ReportKind.choices())
    period = models.CharField("周期", max_length=12)

    class Meta:
        verbose_name = "检查周期"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period"], name="a_period_is_checked_in_one_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class CampaignRow(models.Model):
    """A row of the city's own list, as it came; ``facility`` None: nobody here is known by that number or name."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rows", verbose_name="检查任务")
    line = models.PositiveIntegerField("行号")
    unit = models.CharField("单位", max_length=120, blank=True)
    unit_number = models.CharField("许可证编号", max_length=22, blank=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    points = models.CharField("检查要点", max_length=300, blank=True)
    raw: Any = models.JSONField("原行", default=dict)

    class Meta:
        verbose_name = "市级清单行"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "line"], name="a_line_of_the_city_list_comes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.unit}"


class PlatformList(models.Model):
    """An export of the national platform as it was dropped in; ``rows``: our fact → text, in its order."""

    append_only: ClassVar[bool] = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("清单", max_length=16)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("数据校验值", max_length=64)
    on = models.DateField("导入日期")
    by_name = models.CharField("导入人", max_length=64)
    rows: Any = models.JSONField("行", default=list)

    class Meta:
        verbose_name = "平台清单"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
