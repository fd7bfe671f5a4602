"""Abnormal events that units report, and their way to the two divisions that follow them (plan 9.2)."""

from django.db import models
from django.db.models import F, Q

from postpermit.supervision.states import (
    EVENT_STEPS,
    ROUTING_STEPS,
    EventKind,
    EventState,
    RoutingState,
)
from postpermit.trail.models import Matter


class AbnormalEvent(Matter):
    """What a unit told, and to the minute when: the unit's proof that it did report."""

    state = models.CharField("状态", max_length=24, choices=EventState.choices(), db_index=True)
    number = models.CharField("编号", max_length=32, unique=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    kind = models.CharField("异常类别", max_length=16, choices=EventKind.choices())
    what = models.TextField("异常情况")
    equipment = models.CharField("设施或排放口", max_length=64, blank=True)
    began_at = models.DateTimeField("发生时间")
    received_at = models.DateTimeField("收到时间")
    reporter = models.CharField("报告人", max_length=64, blank=True)
    measure = models.TextField("已采取措施", blank=True)
    exceeded = models.BooleanField("涉及超标排放", default=False)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    restored_at = models.DateTimeField("恢复时间", null=True, blank=True)
    restored_how = models.TextField("恢复情况", blank=True)
    restored_name = models.CharField("登记恢复的人", max_length=64, blank=True)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = EVENT_STEPS

    class Meta:
        verbose_name = "异常情况报告"
        verbose_name_plural = "异常情况报告"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["facility", "began_at"], name="events_of_a_unit_in_time")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EventState.RESTORED) | Q(restored_at__isnull=False),
                name="a_restored_event_says_when",
            ),
            models.CheckConstraint(
                condition=Q(received_at__gte=F("began_at")), name="an_event_is_told_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="an_event_is_withdrawn_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EventRouting(Matter):
    """An event on the desk of one division: each of the two confirms that it knows, and says what it did."""

    state = models.CharField("状态", max_length=24, choices=RoutingState.choices(), db_index=True)
    event = models.ForeignKey(
        AbnormalEvent, models.PROTECT, related_name="routings", verbose_name="异常情况报告"
    )
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="科室")
    acknowledged_ref = models.CharField("确认人", max_length=64, blank=True)
    acknowledged_name = models.CharField("确认人姓名", max_length=64, blank=True)
    acknowledged_at = models.DateTimeField("确认时间", null=True, blank=True)
    handling = models.TextField("处置跟踪", blank=True)

    STEPS = ROUTING_STEPS

    class Meta:
        verbose_name = "异常情况转办"
        verbose_name_plural = "异常情况转办"
        ordering = ["division__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "division"], name="an_event_is_routed_once_to_a_division"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RoutingState.ACKNOWLEDGED, RoutingState.HANDLED))
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_ref="")),
                name="an_acknowledgement_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.division_id}"
