"""The linkage task (联动任务; on paper 转办单), the spine of 三监联动."""

from django.db import models
from django.db.models import F, Q

from postpermit.linkage.rules import lead_division
from postpermit.linkage.states import SLIP_STEPS, Channel, Ground, SlipState, Subject
from postpermit.trail.models import Matter

DONE = (SlipState.CONFIRMED, SlipState.ARCHIVED)


class Slip(Matter):
    """Raised by one division, received by one or several, archived by 审批科 at a dispatch meeting."""

    state = models.CharField("状态", max_length=24, choices=SlipState.choices(), db_index=True)
    number = models.CharField("编号", max_length=32, unique=True)
    # Where it is carried on; off line only with the reason why on line was not possible (plan 8.1).
    channel = models.CharField("办理渠道", max_length=8, choices=Channel.choices(), default=Channel.HERE)
    channel_why = models.CharField("未在线办理的原因", max_length=200, blank=True)
    paper_place = models.CharField("纸质原件所在", max_length=60, blank=True)
    raised_by = models.ForeignKey(
        "office.Division", models.PROTECT, related_name="+", verbose_name="发起科室"
    )
    raised_on = models.DateField("发起日期")
    handler_ref = models.CharField("经办人", max_length=64)
    handler_name = models.CharField("经办人姓名", max_length=64)
    title = models.CharField("事项", max_length=100)
    subject = models.CharField("事项类别", max_length=12, choices=Subject.choices())
    ground = models.CharField("发起原因", max_length=8, choices=Ground.choices())
    lead = models.ForeignKey(
        "linkage.ViolationLead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slips",
        verbose_name="线索",
    )
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排污单位"
    )
    place = models.CharField("地点", max_length=200, blank=True)
    description = models.TextField("问题描述")
    deadline = models.DateField("反馈期限", null=True, blank=True)
    # Codes of the divisions it is meant for; they become assignments when the head has signed.
    receivers = models.JSONField("拟接收科室", default=list)
    # Counted anew under the lock of this row after every act on an assignment, so that the database can refuse
    # a completion that comes too early.
    receivers_open = models.PositiveSmallIntegerField("未办结科室数", default=0)
    receivers_confirmed = models.PositiveSmallIntegerField("已确认科室数", default=0)
    withdrawal_asked_ref = models.CharField("申请撤回人", max_length=64, blank=True)
    withdrawal_asked_name = models.CharField("申请撤回人姓名", max_length=64, blank=True)
    withdrawal_agreed_ref = models.CharField("同意撤回人", max_length=64, blank=True)
    withdrawal_agreed_name = models.CharField("同意撤回人姓名", max_length=64, blank=True)
    withdrawal_why = models.TextField("撤回理由", blank=True)
    archived_record = models.ForeignKey(
        "duties.Record", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="归档调度会"
    )
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    archive_year = models.PositiveSmallIntegerField("归档年度", null=True, blank=True)
    archive_term = models.CharField("保管期限", max_length=16, blank=True)
    archive_item = models.PositiveIntegerField("件号", null=True, blank=True)

    STEPS = SLIP_STEPS

    class Meta:
        verbose_name = "联动任务"
        verbose_name_plural = "联动任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground=Ground.LEAD, lead__isnull=False)
                | (~Q(ground=Ground.LEAD) & Q(lead__isnull=True)),
                name="a_slip_has_a_lead_exactly_on_that_ground",
            ),
            models.UniqueConstraint(
                fields=["lead"], condition=~Q(state=SlipState.WITHDRAWN), name="a_lead_has_one_slip_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.PAPER) | ~Q(channel_why=""),
                name="off_line_says_why_not_on_line",
            ),
            models.UniqueConstraint(
                fields=["archive_year", "archive_term", "archive_item"],
                condition=Q(archive_item__isnull=False),
                name="an_archive_item_is_given_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DONE) | Q(receivers_open=0, receivers_confirmed__gte=1),
                name="no_archive_while_a_receiver_is_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SlipState.ARCHIVED, archived_record__isnull=False, archived_at__isnull=False
                )
                | (~Q(state=SlipState.ARCHIVED) & Q(archived_record__isnull=True, archived_at__isnull=True)),
                name="a_slip_is_archived_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state=SlipState.WITHDRAWN)
                | (
                    ~Q(withdrawal_asked_ref="")
                    & ~Q(withdrawal_agreed_ref="")
                    & ~Q(withdrawal_asked_ref=F("withdrawal_agreed_ref"))
                    & ~Q(withdrawal_why="")
                ),
                name="a_withdrawal_takes_a_reason_and_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def lead_division(self) -> str:
        """Code of the division that leads this subject (LK-1)."""
        return lead_division(self.subject)
