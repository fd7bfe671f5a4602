"""A need that was taken and names a unit is a duty of 执法大队: the plan contains it, and an inspection there meets it."""

from datetime import datetime

from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.duties.states import RecordState
from postpermit.office.desks import desk_post
from postpermit.planning.models import Need, PlannedDuty, YearPlan
from postpermit.planning.queries.inputs import LIVE, REPLACED
from postpermit.planning.rules.needs import wished_window
from postpermit.planning.rules.tasks import NEEDED
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.models import reference


def ask_for_visit(need: Need, *, by: Actor, at: datetime) -> Duty | None:
    """Open the duty of a need that was taken; a need of no unit stays a point of the plan in words."""
    if need.facility is None:
        return None
    on = localdate(at)
    window = wished_window(need.wish, need.year)
    return open_duty(
        kind=NEEDED,
        clause=law.duty_kind(NEEDED).clause,
        obligor="ENFORCEMENT",
        post=desk_post("ENFORCEMENT", "STAFF", on),
        subject_ref=reference(need),
        subject_name=f"{need.facility.name}：{need.text}",
        facility=need.facility,
        period=str(need.year),
        opens_on=window.first,
        due_on=max(window.last, on),
        note=f"希望的时间：{need.wish}" if need.wish else "",
        by=by,
        at=at,
    )


def meet_needs(*, facility: Facility | None, by: Actor, at: datetime) -> int:
    """Discharge the duties of needs by the inspections made at their units; of a unit that is gone they are void.

    Answers how many were met.
    """
    duties = Duty.objects.filter(kind=NEEDED, state__in=LIVE, facility__isnull=False)
    if facility is not None:
        duties = duties.filter(facility=facility)
    held = list(duties.select_related("facility").order_by("due_on", "pk"))
    made = Record.objects.filter(kind="inspection", facility__in={d.facility_id for d in held})
    records = list(made.exclude(state=RecordState.WITHDRAWN).order_by("on", "pk"))
    met = 0
    for duty in held:
        fits = (r for r in records if r.facility_id == duty.facility_id and r.on >= duty.opens_on)
        if (record := next(fits, None)) is not None:
            discharge_duty(duty=duty, discharged_by=reference(record), on=record.on, by=by, at=at)
            met += 1
        elif duty.facility is not None and duty.facility.ended_on is not None:
            void_duty(duty=duty, why="单位已不在名录中", by=by, at=at)
    return met


def left_out(plan: YearPlan) -> list[Duty]:
    """Duties of needs of the plan's year that no visit of the plan was ever there for."""
    open_ = Duty.objects.filter(kind=NEEDED, period=str(plan.year), state__in=LIVE)
    known = PlannedDuty.objects.filter(visit__plan=plan).exclude(visit__why=REPLACED)
    return list(open_.exclude(pk__in=known.values("duty")).order_by("pk"))
