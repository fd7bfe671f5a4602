"""Running numbers of linkage tasks."""

from django.db import models


class SlipYear(models.Model):
    """The last number given in a year. Raised in the same transaction as the task, so that no number is skipped."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "联动任务编号"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
