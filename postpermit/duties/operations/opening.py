"""Opening, discharging and voiding single duties, for the rooms above."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.rules.facts import Basis, reckon
from postpermit.duties.states import DutyState
from postpermit.office.calendars import calendar_now
from postpermit.office.models import Post
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToOpenDuty(Refused):
    """Neither a date nor a number of days was given, or both."""


@transaction.atomic
def open_duty(
    *,
    kind: str,
    clause: str,
    obligor: str,
    post: Post | None,
    subject_ref: str,
    subject_name: str,
    facility: Facility | None = None,
    period: str,
    opens_on: date,
    days: int | None = None,
    due_on: date | None = None,
    reckoned: Basis | None = None,
    confirmed: bool | None = None,
    limit: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> Duty:
    """Open a duty for a matter above. Exactly one of ``days`` (working days after ``opens_on``), ``due_on``, ``reckoned``.

    ``limit`` names the law value behind the days, for the mark 待确认; ``confirmed`` says it outright. ``reckoned``: how
    the matter's own clock counts, so that the day moves with the calendar.
    """
    if sum(given is not None for given in (days, due_on, reckoned)) != 1:
        raise UnableToOpenDuty("期限须以工作日数或日期给出其一。")
    if reckoned is not None:
        basis = reckoned
    elif days is not None:
        basis = Basis("add", opens_on, days)
    else:
        assert due_on is not None
        basis = Basis("fixed", due_on, 0, note)
    due = reckon(basis, calendar_now())
    if confirmed is None:
        confirmed = law.value(limit, on=opens_on).confirmed if limit and days is not None else True
    duty = Duty.objects.create(
        state=DutyState.OPEN,
        kind=kind,
        obligor_id=obligor,
        post=post,
        facility=facility,
        klass=facility.management_class if facility else "",
        subject_ref=subject_ref,
        subject_name=subject_name[:160],
        period=period,
        opens_on=opens_on,
        due_on=due.on,
        provisional=due.provisional,
        confirmed=confirmed,
        basis=basis.as_json(),
        note=note[:200],
    )
    facts = {"kind": kind, "due_on": due.on.isoformat(), "post": post.pk if post else ""}
    record("open", label="开出应办事项", subjects=[duty], by=by, at=at, clause=clause, facts=facts)
    return duty


def discharge_duty(
    *, duty: Duty, discharged_by: str, on: date | None = None, by: Actor, at: datetime
) -> Duty:
    """Discharge by what was done; ``discharged_by`` is its reference, ``on`` the day of the deed if it is not today."""
    changes = {"discharged_by": discharged_by, "discharged_on": on or localdate(at)}
    advance(duty, "discharge", by=by, at=at, clause=duty.clause, facts={"by": discharged_by}, changes=changes)
    return duty


def void_duty(*, duty: Duty, why: str, by: Actor, at: datetime) -> Duty:
    """The duty no longer applies."""
    advance(duty, "void", by=by, at=at, clause=duty.clause, why=why, changes={"note": why[:200]})
    return duty


def reopen_duty(*, duty: Duty, why: str, by: Actor, at: datetime) -> Duty:
    """What had discharged or voided it was taken back: it is due again on its old day."""
    done = duty.state == DutyState.DISCHARGED
    verb = "reopen" if done else "reissue"
    changes = {"discharged_by": "", "discharged_on": None} if done else {"note": ""}
    advance(duty, verb, by=by, at=at, clause=duty.clause, why=why, changes=changes)
    return duty
