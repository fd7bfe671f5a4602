"""An import as somebody watches it, and how strange columns were mapped before."""

import uuid

from django.db import models


class RegisterImport(models.Model):
    """A workbook on its way into the register: checked first, taken on a second word, with progress."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("数据校验值", max_length=64)
    by_ref = models.CharField("导入人", max_length=64)
    by_name = models.CharField("导入人姓名", max_length=64)
    division = models.CharField("科室", max_length=16)
    post = models.CharField("岗位", max_length=24, blank=True)
    at = models.DateTimeField("时间")
    # The last sign of life of the work: a process that was killed leaves it standing still.
    alive_at = models.DateTimeField("最近进展", null=True, blank=True)
    stage = models.CharField("阶段", max_length=16, default="CHECKING")
    phase = models.CharField("正在进行", max_length=32, blank=True)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    result = models.JSONField("结果", default=dict)

    class Meta:
        verbose_name = "登记表导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ColumnMapping(models.Model):
    """A header of somebody else's list that means one of our columns."""

    sheet = models.CharField("工作表", max_length=32)
    header = models.CharField("表头", max_length=64)
    column = models.CharField("对应列", max_length=64)
    by_name = models.CharField("设定人", max_length=64)

    class Meta:
        verbose_name = "列对应"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "header"], name="a_strange_header_means_one_column")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}/{self.header} → {self.column}"
