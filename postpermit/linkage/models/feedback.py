"""What a receiver fed back; for a lead the outcome with number and date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from postpermit.linkage.states import Outcome


class Feedback(models.Model):
    """The outcome that goes with a feedback row. Asked again, a division writes a further row and a further outcome."""

    append_only: ClassVar[bool] = True

    row = models.OneToOneField(
        "linkage.SlipRow", models.PROTECT, related_name="feedback", verbose_name="反馈栏目"
    )
    outcome = models.CharField("处理结果", max_length=16, choices=Outcome.choices(), blank=True)
    outcome_number = models.CharField("文书文号", max_length=64, blank=True)
    outcome_on = models.DateField("文书日期", null=True, blank=True)

    class Meta:
        verbose_name = "反馈"
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="") | Q(outcome_number="", outcome_on__isnull=True),
                name="a_document_belongs_to_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.outcome}"
