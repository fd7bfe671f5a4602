"""What the supervising divisions need from the yearly enforcement plan (plan 3.4)."""

from django.db import models
from django.db.models import Q

from postpermit.planning.states import NEED_STEPS, NeedState
from postpermit.trail.models import Matter


class Need(Matter):
    """A need put forward; 法制科 takes it into the plan or says why not."""

    state = models.CharField("状态", max_length=24, choices=NeedState.choices(), db_index=True)
    year = models.PositiveSmallIntegerField("年份", db_index=True)
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="提出科室")
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排污单位"
    )
    text = models.TextField("工作需求")
    wish = models.CharField("希望的时间", max_length=64, blank=True)
    on = models.DateField("提出日期")
    entered_ref = models.CharField("提出人", max_length=64)
    entered_name = models.CharField("提出人姓名", max_length=64)
    decided_name = models.CharField("决定人", max_length=64, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    why = models.CharField("决定说明", max_length=200, blank=True)

    STEPS = NEED_STEPS

    class Meta:
        verbose_name = "工作需求"
        verbose_name_plural = "工作需求"
        ordering = ["-year", "division__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NeedState.DECLINED) | ~Q(why=""), name="a_declined_need_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
