"""One receiver's part of a linkage task (接收与执行)."""

from django.db import models
from django.db.models import Q

from postpermit.linkage.states import ASSIGNMENT_STEPS, GONE, AssignmentState
from postpermit.trail.models import Matter


class SlipAssignment(Matter):
    """A division to which a task was given; a returned or handed-on one stays and shows where it went."""

    state = models.CharField("状态", max_length=24, choices=AssignmentState.choices(), db_index=True)
    slip = models.ForeignKey(
        "linkage.Slip", models.PROTECT, related_name="assignments", verbose_name="联动任务"
    )
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="接收科室")
    handed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="handed_to", verbose_name="改派自"
    )
    sent_on = models.DateField("送达日期")
    accepted_on = models.DateField("接收日期", null=True, blank=True)
    # Only a day that somebody fixed; without one the duty's own working-day count stands.
    feedback_due_on = models.DateField("约定反馈期限", null=True, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)

    STEPS = ASSIGNMENT_STEPS

    class Meta:
        verbose_name = "接收与执行"
        verbose_name_plural = "接收与执行"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slip", "division"],
                condition=~Q(state__in=GONE),
                name="a_division_receives_a_slip_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(accepted_on__isnull=False),
                name="nothing_is_confirmed_that_was_not_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.CONFIRMED) | Q(confirmed_on__isnull=False),
                name="a_confirmed_assignment_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.division_id}"
