"""批示: what the group's leader or a head wrote on a matter, and the parts that divisions carry out."""

import uuid

from django.db import models
from django.db.models import Q

from postpermit.duties.states import PART_STEPS, InstructionState
from postpermit.trail.models import Matter


class Instruction(models.Model):
    """A written instruction on any matter; ``about`` is the matter's reference, empty for a general one."""

    append_only = True

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("批示编号", max_length=32, unique=True)
    about = models.CharField("所批事项", max_length=96, blank=True, db_index=True)
    about_name = models.CharField("事项名称", max_length=160)
    text = models.TextField("批示内容")
    on = models.DateField("批示日期")
    given_name = models.CharField("批示人", max_length=64)
    given_ref = models.CharField("批示人编号", max_length=64, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    class Meta:
        verbose_name = "批示"
        verbose_name_plural = "批示"
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_instruction_says_something")]

    def __str__(self) -> str:
        return f"{self.number} {self.about_name}"


class InstructionPart(Matter):
    """What one division has to do about it, by when, and what it reported."""

    state = models.CharField("状态", max_length=24, choices=InstructionState.choices(), db_index=True)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="parts", verbose_name="批示")
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="办理科室")
    leads = models.BooleanField("牵头", default=False)
    due_on = models.DateField("办理期限")
    report = models.TextField("办理情况", blank=True)
    reported_name = models.CharField("回报人", max_length=64, blank=True)
    reported_on = models.DateField("回报日期", null=True, blank=True)

    STEPS = PART_STEPS

    class Meta:
        verbose_name = "批示办理"
        verbose_name_plural = "批示办理"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "division"], name="a_division_carries_out_an_instruction_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=InstructionState.REPORTED)
                | (~Q(report="") & Q(reported_on__isnull=False)),
                name="a_report_says_something_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.division_id}"


class Delay(models.Model):
    """Why a duty is late or will be, by a code; the newest of a duty counts."""

    append_only = True

    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="delays", verbose_name="应办事项")
    code = models.CharField("原因", max_length=16)
    text = models.CharField("说明", max_length=200, blank=True)
    on = models.DateField("日期")
    by_name = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = "延期原因"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.code}"
