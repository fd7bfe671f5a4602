"""The small registers of facts that plan 8.2 gives to divisions."""

import uuid

from django.db import models


class Fact(models.Model):
    """A dated fact about a unit, entered by the division that owns this kind of facts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="%(class)ss", verbose_name="单位"
    )
    on = models.DateField("日期")
    entered_by = models.CharField("录入人", max_length=64)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["-on", "-pk"]


class EiaRecord(Fact):
    """环评审批和备案（审批科）."""

    number = models.CharField("文号", max_length=120)
    project = models.CharField("项目名称", max_length=120)
    filing = models.BooleanField("备案", default=False)

    class Meta(Fact.Meta):
        verbose_name = "环评审批和备案"


class KeyUnitListing(Fact):
    """环境监管重点单位名录（污防科）; ``on`` is the day of publication."""

    year = models.PositiveSmallIntegerField("年度")
    kinds = models.CharField("重点单位类别", max_length=120)

    class Meta(Fact.Meta):
        verbose_name = "环境监管重点单位"


class EnvironmentalStatistic(Fact):
    """环境统计（生态科）; amounts as text with their unit, as reported."""

    year = models.PositiveSmallIntegerField("统计年度")
    item = models.CharField("指标", max_length=64)
    amount = models.CharField("数值", max_length=64)

    class Meta(Fact.Meta):
        verbose_name = "环境统计"


class CreditGrade(Fact):
    """企事业单位生态环境信用评价（法制科）."""

    year = models.PositiveSmallIntegerField("评价年度")
    grade = models.CharField("信用等级", max_length=32)

    class Meta(Fact.Meta):
        verbose_name = "信用评价"


class Penalty(Fact):
    """行政处罚（执法大队）."""

    number = models.CharField("处罚文号", max_length=120)
    conduct = models.CharField("违法行为", max_length=200)
    amount = models.CharField("处罚内容", max_length=120)
    # What became of it after review or suit; once revoked it says nothing against the unit.
    changed = models.CharField("变更或撤销", max_length=200, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta(Fact.Meta):
        verbose_name = "行政处罚"


class Complaint(Fact):
    """信访投诉（执法大队）."""

    what = models.CharField("反映问题", max_length=300)
    verified = models.CharField("核查情况", max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = "信访投诉"
