"""The rows of annex 5 and their signatures. What stands there is never rewritten: a corrected row is a further row."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from postpermit.linkage.states import Channel, RowKind


class SlipRow(models.Model):
    """部门 · 内容 · 经办人 · 日期 · 备注; another division may have entered it (代录), and then the row says who."""

    append_only: ClassVar[bool] = True

    # Whoever may see the task may see what hangs on its rows.
    part_of: ClassVar[str] = "slip"

    slip = models.ForeignKey("linkage.Slip", models.PROTECT, related_name="rows", verbose_name="联动任务")
    assignment = models.ForeignKey(
        "linkage.SlipAssignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rows",
        verbose_name="接收",
    )
    kind = models.CharField("栏目", max_length=8, choices=RowKind.choices())
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="部门")
    text = models.TextField("内容")
    handler_ref = models.CharField("经办人", max_length=64, blank=True)
    handler_name = models.CharField("经办人姓名", max_length=64)
    on = models.DateField("日期")
    remark = models.CharField("备注", max_length=200, blank=True)
    # Where it was written first: here, on the paper form, or in the city's system.
    written = models.CharField("填写于", max_length=8, choices=Channel.choices(), default=Channel.HERE)
    entered_on_behalf = models.BooleanField("代录", default=False)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    class Meta:
        verbose_name = "转办单栏目"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RowKind.RAISE, assignment__isnull=True)
                | (~Q(kind=RowKind.RAISE) & Q(assignment__isnull=False)),
                name="only_a_raising_row_has_no_receiver",
            ),
            models.CheckConstraint(
                condition=Q(entered_on_behalf=True) | Q(handler_ref=F("entered_ref")),
                name="a_row_entered_by_another_says_so",
            ),
            models.CheckConstraint(condition=~Q(handler_name=""), name="a_row_names_its_handler"),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.kind} {self.division_id}"


class SlipSignature(models.Model):
    """系统审签 of a row by the division's own head, or by who stands in. The handlers are copied for the constraint."""

    append_only: ClassVar[bool] = True

    row = models.OneToOneField(SlipRow, models.PROTECT, related_name="signature", verbose_name="栏目")
    approver_ref = models.CharField("负责人", max_length=64)
    approver_name = models.CharField("负责人姓名", max_length=64)
    approver_post = models.CharField("岗位", max_length=24, blank=True)
    stands_in_for = models.CharField("代", max_length=64, blank=True)
    signed_at = models.DateTimeField("审签时间")
    handler_ref = models.CharField("经办人", max_length=64, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)

    class Meta:
        verbose_name = "系统审签"
        constraints = [
            models.CheckConstraint(
                condition=~Q(approver_ref=F("handler_ref")) & ~Q(approver_ref=F("entered_ref")),
                name="nobody_signs_their_own_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.approver_name}"
