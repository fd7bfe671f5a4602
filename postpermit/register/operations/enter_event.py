"""许可证事件: renewal, change, re-application, cancellation … each makes its own version."""

from datetime import date, datetime

from django.db import transaction

from postpermit.register.models import Facility, Permit, PermitVersion, Registration
from postpermit.register.operations.comparing import holds_permit
from postpermit.register.states import ENDINGS, FacilityStatus, ManagementClass, PermitEvent
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToEnterEvent(Refused):
    """The event does not fit the permit's life."""


@transaction.atomic
def enter_event(
    *,
    facility: Facility,
    event: str,
    on: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Facility:
    """Enter an event of ``on``. Endings keep the dates and end the permit that day; others may bring new dates."""
    unit = Facility.objects.select_for_update().get(pk=facility.pk)
    kind = PermitEvent(event)
    _refuse_unfit(unit, kind)
    start, end = valid_from or unit.valid_from, valid_to or unit.valid_to
    if start is None or end is None or end < start:
        raise UnableToEnterEvent("有效期止不能早于有效期起。", place="valid_to")
    if kind == PermitEvent.RENEW and unit.valid_to and end <= unit.valid_to:
        raise UnableToEnterEvent("延续后的有效期止应晚于原有效期止。", place="valid_to")
    ended = on if kind in ENDINGS else None
    _write_version(unit, kind, on, start, end, ended, note)
    if ended:
        unit.ended_on, unit.ended_by, unit.status = on, kind, FacilityStatus.CANCELLED
    else:
        unit.valid_from, unit.valid_to, unit.ended_on, unit.ended_by = start, end, None, ""
        if unit.status == FacilityStatus.CANCELLED:
            unit.status = FacilityStatus.NORMAL
    unit.save()
    record(
        "permit-event",
        label=f"许可证{kind.label}" if holds_permit(unit) else f"登记{kind.label}",
        subjects=[unit],
        by=by,
        at=at,
        clause="plan:10.1",
        why=note,
        facts={
            "event": kind,
            "on": on.isoformat(),
            "valid_from": start.isoformat(),
            "valid_to": end.isoformat(),
        },
    )
    facility.refresh_from_db()
    return unit


def _refuse_unfit(unit: Facility, kind: PermitEvent) -> None:
    if unit.management_class == ManagementClass.UNLISTED:
        raise UnableToEnterEvent("未纳入名录的单位没有许可证或登记。", place="event")
    if unit.ended_on is not None and kind != PermitEvent.REAPPLY:
        raise UnableToEnterEvent(
            f"已于 {unit.ended_on} {PermitEvent(unit.ended_by).label}，只能重新申请。", place="event"
        )


def _write_version(
    unit: Facility, kind: PermitEvent, on: date, start: date, end: date, ended: date | None, note: str
) -> None:
    first = unit.first_issued_on or start
    if holds_permit(unit):
        permit, _ = Permit.objects.get_or_create(
            number=unit.number, defaults={"facility": unit, "first_issued_on": first}
        )
        PermitVersion.objects.create(
            permit=permit,
            event=kind,
            in_force_from=on,
            valid_from=start,
            valid_to=end,
            ended_on=ended,
            note=note[:200],
        )
        return
    Registration.objects.create(
        facility=unit,
        number=unit.number,
        event=kind,
        first_registered_on=first,
        in_force_from=on,
        valid_from=start,
        valid_to=end,
        ended_on=ended,
    )
