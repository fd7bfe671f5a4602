"""Outlets, and what the version in force asks at them."""

from django.db import models
from django.db.models import F, Q

from postpermit.register.states import (
    BasisKind,
    Manner,
    OutletKind,
    OutletType,
    RegisteredKind,
    ReportKind,
)


class Outlet(models.Model):
    """An outlet (排放口) under its code within the unit."""

    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="outlets", verbose_name="单位"
    )
    code = models.CharField("排放口编号", max_length=16)
    name = models.CharField("名称", max_length=64, blank=True)
    kind = models.CharField("类别", max_length=8, choices=OutletKind.choices(), blank=True)
    type = models.CharField("类型", max_length=12, choices=OutletType.choices(), blank=True)
    destination = models.CharField("排放去向", max_length=120, blank=True)
    automatic = models.BooleanField("自动监测", default=False)
    mn = models.CharField("MN号", max_length=32, blank=True)

    class Meta:
        verbose_name = "排放口"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "code"], name="an_outlet_has_its_own_code")
        ]

    def __str__(self) -> str:
        return self.code


class OfVersion(models.Model):
    """In force from a day until another set replaces it, so that the limits of a day can be told."""

    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="%(class)ss", verbose_name="单位"
    )
    permit_version = models.ForeignKey(
        "register.PermitVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="版本",
    )
    in_force_from = models.DateField("生效日期")
    in_force_to = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="%(class)s_ends_after_it_begins",
            )
        ]


class Limit(OfVersion):
    """A permitted limit: concentration as number, closed range or 不得检出; rate in kg/h; annual amount in t."""

    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="limits", verbose_name="排放口"
    )
    pollutant = models.CharField("污染物", max_length=64)
    text = models.CharField("浓度限值", max_length=32, blank=True)
    low = models.DecimalField("下限", max_digits=16, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("上限", max_digits=16, decimal_places=6, null=True, blank=True)
    unit = models.CharField("浓度单位", max_length=16, blank=True)
    rate_limit = models.DecimalField(
        "排放速率限值(kg/h)", max_digits=16, decimal_places=6, null=True, blank=True
    )
    annual_amount = models.DecimalField(
        "年许可排放量(t)", max_digits=16, decimal_places=6, null=True, blank=True
    )
    basis_kind = models.CharField("判定口径", max_length=12, choices=BasisKind.choices(), blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta(OfVersion.Meta):
        verbose_name = "许可限值"
        ordering = ["outlet__code", "pollutant", "pk"]


class SelfMonitoring(OfVersion):
    """A self-monitoring requirement."""

    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="self_monitoring", verbose_name="排放口"
    )
    pollutant = models.CharField("污染物", max_length=64)
    manner = models.CharField("方式", max_length=12, choices=Manner.choices())
    frequency = models.CharField("频次", max_length=32)

    class Meta(OfVersion.Meta):
        verbose_name = "自行监测要求"
        ordering = ["outlet__code", "pollutant", "pk"]


class ReportRequirement(OfVersion):
    """Which execution report is due, and when after its period."""

    kind = models.CharField("报告类型", max_length=12, choices=ReportKind.choices())
    due_text = models.CharField("提交期限", max_length=32, blank=True)

    class Meta(OfVersion.Meta):
        verbose_name = "报告要求"
        ordering = ["kind", "pk"]


class RegisteredItem(OfVersion):
    """A row of a unit's registration form: what it said it makes, burns, uses, treats and where it discharges."""

    kind = models.CharField("类别", max_length=12, choices=RegisteredKind.choices())
    name = models.CharField("名称", max_length=120)
    amount = models.CharField("数量", max_length=32, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta(OfVersion.Meta):
        verbose_name = "排污登记表内容"
        ordering = ["kind", "name", "pk"]
