"""办理记录: an act of office; and the dates of meetings once they are set."""

from django.db import models
from django.db.models import F, Q

from postpermit.duties.rules.records import RECORD_KINDS
from postpermit.duties.states import RECORD_STEPS, RecordState
from postpermit.trail.models import Matter


class Record(Matter):
    """What was done, when, at which unit, by whom, with what result. Never deleted: withdrawn by two persons."""

    state = models.CharField("状态", max_length=24, choices=RecordState.choices(), db_index=True)
    kind = models.CharField("事项", max_length=32, db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    on = models.DateField("日期", db_index=True)
    who = models.CharField("办理人", max_length=100)
    result = models.TextField("结果")
    facts = models.JSONField("其他", default=dict, blank=True)
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="办理科室")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    asked_ref = models.CharField("申请撤回人", max_length=64, blank=True)
    withdrawal_why = models.TextField("撤回理由", blank=True)
    agreed_ref = models.CharField("同意撤回人", max_length=64, blank=True)

    STEPS = RECORD_STEPS

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RecordState.WITHDRAWN)
                | (
                    ~Q(asked_ref="")
                    & ~Q(agreed_ref="")
                    & ~Q(asked_ref=F("agreed_ref"))
                    & ~Q(withdrawal_why="")
                ),
                name="a_record_is_withdrawn_by_two_persons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return RECORD_KINDS[self.kind].label if self.kind in RECORD_KINDS else self.kind

    @property
    def division_name(self) -> str:
        """The division's short name."""
        return self.division.short_name


class MeetingDate(models.Model):
    """The date set for a meeting; the rating is due on the working day before the annual one."""

    kind = models.CharField("会议", max_length=32)
    period = models.CharField("周期", max_length=12)
    on = models.DateField("日期")
    set_by = models.CharField("设定人", max_length=64)

    class Meta:
        verbose_name = "会议日期"
        constraints = [models.UniqueConstraint(fields=["kind", "period"], name="a_meeting_has_one_date")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.on}"
