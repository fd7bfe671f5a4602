"""A lead: suspected until a person answers for it."""

from django.db import models
from django.db.models import Q

from postpermit.linkage.states import LEAD_STEPS, LeadState, Outcome
from postpermit.trail.models import Matter

CONFIRMED = (LeadState.CONFIRMED, LeadState.CLOSED)


class ViolationLead(Matter):
    """What somebody, or a machine, thinks is a breach; where it comes from is kept as a reference upward."""

    state = models.CharField("状态", max_length=24, choices=LeadState.choices(), db_index=True)
    origin = models.CharField("来源", max_length=96, blank=True)
    origin_text = models.CharField("来源说明", max_length=120)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="排污单位"
    )
    place = models.CharField("地点", max_length=200, blank=True)
    what = models.TextField("线索内容")
    clause = models.CharField("涉及条款", max_length=48)
    found_by = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="发现科室")
    found_on = models.DateField("发现日期")
    reported_ref = models.CharField("登记人", max_length=64)
    reported_name = models.CharField("登记人姓名", max_length=64)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_ref = models.CharField("确认人", max_length=64, blank=True)
    confirmed_name = models.CharField("确认人姓名", max_length=64, blank=True)
    outcome = models.CharField("处理结果", max_length=16, choices=Outcome.choices(), blank=True)
    outcome_number = models.CharField("文书文号", max_length=64, blank=True)
    outcome_on = models.DateField("文书日期", null=True, blank=True)

    STEPS = LEAD_STEPS

    class Meta:
        verbose_name = "线索"
        verbose_name_plural = "线索"
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False) | ~Q(place=""), name="a_lead_has_a_facility_or_a_place"
            ),
            models.CheckConstraint(
                condition=(Q(state__in=CONFIRMED) & Q(confirmed_at__isnull=False) & ~Q(confirmed_ref=""))
                | (~Q(state__in=CONFIRMED) & Q(confirmed_at__isnull=True) & Q(confirmed_ref="")),
                name="a_lead_is_confirmed_by_a_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(state=LeadState.CLOSED) & ~Q(outcome=""))
                | (~Q(state=LeadState.CLOSED) & Q(outcome="", outcome_number="", outcome_on__isnull=True)),
                name="a_lead_has_an_outcome_once_it_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:40]
