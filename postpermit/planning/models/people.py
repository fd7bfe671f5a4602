"""Where officers work, from whom they keep away, and exceptions to the yearly cap that the head agreed to."""

import uuid

from django.db import models
from django.db.models import F, Q


class Beat(models.Model):
    """片区: an officer limited to a street, as a recorded rule."""

    officer = models.ForeignKey("office.Officer", models.PROTECT, related_name="+", verbose_name="人员")
    street = models.CharField("街镇", max_length=32)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    by_name = models.CharField("确定人", max_length=64)

    class Meta:
        verbose_name = "片区"
        ordering = ["street", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="a_beat_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.street}"


class Recusal(models.Model):
    """回避: an officer who keeps away from a unit; the reason is a word, no family matters."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    officer = models.ForeignKey("office.Officer", models.PROTECT, related_name="+", verbose_name="人员")
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    why = models.CharField("理由", max_length=100)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    decided_name = models.CharField("决定人", max_length=64)

    class Meta:
        verbose_name = "回避"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "facility"],
                condition=Q(to_on__isnull=True),
                name="an_officer_is_recused_once_from_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.facility_id}"


class CapException(models.Model):
    """A visit above the yearly cap that the head agreed to, with the reason. Used by one visit."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    year = models.PositiveSmallIntegerField("年份")
    why = models.CharField("理由", max_length=200)
    by_ref = models.CharField("批准人", max_length=64)
    by_name = models.CharField("批准人姓名", max_length=64)
    on = models.DateField("批准日期")

    class Meta:
        verbose_name = "超频次检查批准"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="an_exception_to_a_cap_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.year}"
