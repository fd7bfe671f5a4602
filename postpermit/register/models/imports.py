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


class ExternalList(models.Model):
    """A list taken out of another system, as it came; its file is kept as an attachment."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.CharField("系统", max_length=24)
    name = models.CharField("文件名", max_length=200)
    rows_total = models.PositiveIntegerField("行数", default=0)
    on = models.DateField("导入日期")
    by_name = models.CharField("导入人", max_length=64)
    division = models.CharField("科室", max_length=16)

    class Meta:
        verbose_name = "外部清单"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.system} {self.name}"


class ExternalRow(models.Model):
    """One row of another system: its number there, and what it is about. A later list renews the same number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(ExternalList, models.PROTECT, related_name="rows", verbose_name="清单")
    system = models.CharField("系统", max_length=24)
    number = models.CharField("对方编号", max_length=64)
    unit_number = models.CharField("许可证或登记编号", max_length=22, blank=True)
    unit = models.CharField("单位", max_length=120, blank=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    on = models.DateField("日期", null=True, blank=True)
    what = models.CharField("内容", max_length=400, blank=True)
    # Everything the list said, under its own headers.
    raw = models.JSONField("原行", default=dict)
    # Somebody decided that it has no counterpart here, and why.
    set_aside_why = models.CharField("不需补录的理由", max_length=200, blank=True)
    set_aside_by = models.CharField("决定人", max_length=64, blank=True)

    class Meta:
        verbose_name = "外部清单行"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="a_system_has_a_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"
