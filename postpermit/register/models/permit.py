"""Permits with their versions, and registrations."""

from django.db import models
from django.db.models import Q

from postpermit.register.states import ENDINGS, PermitEvent


class Permit(models.Model):
    """A discharge permit; what it says stands in its versions."""

    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="permits", verbose_name="单位"
    )
    number = models.CharField("许可证编号", max_length=22, unique=True)
    first_issued_on = models.DateField("首次发证日期")

    class Meta:
        verbose_name = "排污许可证"

    def __str__(self) -> str:
        return self.number


class PermitVersion(models.Model):
    """What an event made of the permit: the version in force from that day until the next one."""

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="versions", verbose_name="许可证")
    event = models.CharField("业务类型", max_length=12, choices=PermitEvent.choices())
    in_force_from = models.DateField("生效日期")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "许可证版本"
        ordering = ["in_force_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="a_version_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(event__in=ENDINGS, ended_on__isnull=False)
                | (~Q(event__in=ENDINGS) & Q(ended_on__isnull=True)),
                name="only_an_ending_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} {self.event} {self.in_force_from}"


class Registration(models.Model):
    """A discharge registration (排污登记); a renewal or change is a further row."""

    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="registrations", verbose_name="单位"
    )
    number = models.CharField("登记编号", max_length=22, db_index=True)
    event = models.CharField(
        "业务类型", max_length=12, choices=PermitEvent.choices(), default=PermitEvent.FIRST
    )
    first_registered_on = models.DateField("首次登记日期")
    in_force_from = models.DateField("生效日期")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    ended_on = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "排污登记"
        ordering = ["in_force_from", "pk"]

    def __str__(self) -> str:
        return self.number
