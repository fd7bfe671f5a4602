"""应办事项: the one ledger of everything somebody must do, with its reminders and supervisions."""

import uuid

from django.db import models
from django.db.models import Q

from postpermit import law
from postpermit.duties.rules.periods import period_words
from postpermit.duties.rules.records import record_kind_for
from postpermit.duties.states import DUTY_STEPS, DutyState, ReminderStep
from postpermit.trail.models import Matter


class Duty(Matter):
    """Who owes what by when under which clause. ``basis``: how the due date was found, to be found again."""

    state = models.CharField("状态", max_length=24, choices=DutyState.choices(), db_index=True)
    kind = models.CharField("事项", max_length=32, db_index=True)
    obligor = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="责任方")
    post = models.ForeignKey(
        "office.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位"
    )
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    # The unit's class when the duty was issued: what counts by class must not move when the unit does.
    klass = models.CharField("管理类别", max_length=12, blank=True)
    subject = models.CharField("编号", max_length=22, blank=True)
    # A matter of a room above, as a reference: ``linkage.slip:17``. Empty for duties that the rules give.
    subject_ref = models.CharField("所系事项", max_length=64, blank=True, db_index=True)
    subject_name = models.CharField("名称", max_length=160, blank=True)
    period = models.CharField("周期", max_length=12)
    opens_on = models.DateField("开始")
    due_on = models.DateField("期限", db_index=True)
    provisional = models.BooleanField("暂定", default=False)
    confirmed = models.BooleanField("已确认", default=True)
    basis = models.JSONField("推算依据", default=dict)
    target = models.PositiveIntegerField("目标", null=True, blank=True)
    done = models.PositiveIntegerField("完成", default=0)
    discharged_by = models.CharField("由何完成", max_length=64, blank=True)
    discharged_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    asked_by = models.CharField("申请免办人", max_length=64, blank=True)
    asked_why = models.TextField("免办理由", blank=True)

    STEPS = DUTY_STEPS

    class Meta:
        verbose_name = "应办事项"
        verbose_name_plural = "应办事项"
        ordering = ["due_on", "kind", "subject", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["post", "state", "due_on", "opens_on"], name="a_desk_reads_no_table"),
            models.Index(
                fields=[
                    "due_on",
                    "kind",
                    "klass",
                    "state",
                    "discharged_on",
                    "obligor",
                    "subject_ref",
                    "post",
                ],
                name="coverage_reads_no_table",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "obligor", "subject", "period"],
                condition=Q(subject_ref=""),
                name="the_rules_give_a_duty_once",
            ),
            models.UniqueConstraint(
                fields=["subject_ref"],
                condition=~Q(subject_ref="") & Q(state=DutyState.OPEN) & ~Q(kind="reply-supervision"),
                name="a_waiting_matter_has_one_open_duty",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.DISCHARGED) | Q(discharged_on__isnull=False),
                name="a_discharged_duty_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_name} {self.period}"

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return law.duty_kind(self.kind).label

    @property
    def period_label(self) -> str:
        """The period in Chinese."""
        return period_words(self.period)

    @property
    def clause(self) -> str:
        """The clause that it stands on."""
        return law.duty_kind(self.kind).clause

    @property
    def short(self) -> int:
        """How many are still missing to the target."""
        return max((self.target or 0) - self.done, 0)

    @property
    def recordable_as(self) -> str:
        """The kind of record that discharges it, or ""."""
        return record_kind_for(self.kind)


class Reminder(models.Model):
    """That a step of reminding ran, for which due date, and which post above was told. Once per step."""

    append_only = True

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reminders", verbose_name="应办事项")
    step = models.CharField("步骤", max_length=8, choices=ReminderStep.choices())
    due_on = models.DateField("期限")
    at = models.DateTimeField("时间")
    told = models.ForeignKey(
        "office.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="告知岗位"
    )

    class Meta:
        verbose_name = "提醒"
        constraints = [
            models.UniqueConstraint(fields=["duty", "step", "due_on"], name="a_step_reminds_once"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.step}"

    @property
    def told_name(self) -> str:
        """The title of the post told."""
        return self.told.title if self.told else ""


class Supervision(models.Model):
    """督办: an act of 审批科 with number, demand, due date and reply."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="supervisions", verbose_name="应办事项")
    number = models.CharField("督办编号", max_length=32, unique=True)
    demand = models.TextField("督办要求")
    on = models.DateField("发出日期")
    due_on = models.DateField("完成期限")
    by_name = models.CharField("发出人", max_length=64)
    reply = models.TextField("回复", blank=True)
    replied_name = models.CharField("回复人", max_length=64, blank=True)
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)

    class Meta:
        verbose_name = "督办"
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="a_reply_says_something_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["duty"], condition=Q(replied_at__isnull=True), name="one_supervision_waits_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number
