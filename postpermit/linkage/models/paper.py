"""The paper form of annex 5: what was printed, and what came back."""

from typing import Any, ClassVar

from django.db import models

from postpermit.linkage.states import PAPER_STEPS, PaperState
from postpermit.trail.models import Matter


class PrintedSlip(models.Model):
    """A version of the form as it was printed: the ground on which a form that comes back is compared."""

    append_only: ClassVar[bool] = True

    part_of: ClassVar[str] = "slip"

    slip = models.ForeignKey("linkage.Slip", models.PROTECT, related_name="printed", verbose_name="联动任务")
    version = models.PositiveIntegerField("版次")
    content = models.JSONField("内容")
    at = models.DateTimeField("打印时间")
    by_name = models.CharField("打印人", max_length=64)

    class Meta:
        verbose_name = "转办单打印件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "version"], name="a_version_is_printed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} v{self.version}"


class PaperReturn(Matter):
    """A filled form that came back. The original is an attachment of this matter; ``cells`` is what was read of it."""

    state = models.CharField("状态", max_length=24, choices=PaperState.choices(), db_index=True)
    slip = models.ForeignKey("linkage.Slip", models.PROTECT, related_name="papers", verbose_name="联动任务")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("数据校验值", max_length=64)
    version = models.PositiveIntegerField("所据版次", null=True, blank=True)
    cells: Any = models.JSONField("读出内容", default=list)
    notes: Any = models.JSONField("读取说明", default=list)
    taken: Any = models.JSONField("采用的栏目", default=list)
    on = models.DateField("收到日期")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    STEPS = PAPER_STEPS

    class Meta:
        verbose_name = "转办单回填件"
        verbose_name_plural = "转办单回填件"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "sha256"], name="the_same_paper_comes_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.name}"
