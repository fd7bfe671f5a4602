"""A contracted technical body may read a report first (plan 15): only what it was given, its words as proposals."""

from django.db import models
from django.db.models import Q


class ReadingOrder(models.Model):
    """Which report was given to which reader's post; its conclusion carries its own name and time."""

    check_matter = models.ForeignKey(
        "supervision.ReportCheck", models.PROTECT, related_name="readings", verbose_name="检查"
    )
    post = models.ForeignKey("office.Post", models.PROTECT, related_name="+", verbose_name="技术机构岗位")
    given_by = models.CharField("委派人", max_length=64)
    given_on = models.DateField("委派日期")
    due_on = models.DateField("完成期限")
    conclusion = models.TextField("技术机构结论", blank=True)
    signed_ref = models.CharField("签署人", max_length=64, blank=True)
    signed_name = models.CharField("签署机构和人员", max_length=120, blank=True)
    signed_at = models.DateTimeField("签署时间", null=True, blank=True)

    class Meta:
        verbose_name = "技术机构阅核"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_matter", "post"], name="a_reader_reads_a_report_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_ref="", conclusion="")
                | (Q(signed_at__isnull=False) & ~Q(signed_ref="") & ~Q(conclusion="")),
                name="a_reader_signs_a_conclusion_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.check_matter_id}"
