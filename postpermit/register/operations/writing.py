"""Writing what an import decided: parameters first, then one transaction of bulk inserts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from postpermit.register.checking import Checked, Row
from postpermit.register.models import Facility, FieldProposal, Outlet, Permit, PermitVersion, Registration
from postpermit.register.operations.bulk import Batch, keys_of
from postpermit.register.operations.comparing import SETS, Change, holds_permit, limit_of
from postpermit.register.rules import owner_of
from postpermit.register.search import search_text
from postpermit.register.states import ENDINGS, PermitEvent, ProposalState
from postpermit.trail.actors import Actor

Progress = Callable[[int, int, str], None]


class Writing:
    """Prepared before the transaction; ``write()`` runs inside it and answers the references of what it touched."""

    def __init__(
        self,
        checked: Checked,
        created: list[Facility],
        changes: list[Change],
        *,
        by: Actor,
        today: date,
        progress: Progress | None,
    ) -> None:
        self.checked, self.created, self.by, self.today = checked, created, by, today
        self.changes = [c for c in changes if c.touches]
        self.proposing = [c for c in changes if c.proposals]
        if progress:
            progress(0, 0, "准备写入")
        self.units = Batch(Facility, created)
        self.holders = [u for u in created if holds_permit(u)]
        self.registered = [u for u in created if not holds_permit(u)]
        self.permits = Batch(Permit, [_permit(u) for u in self.holders], late=("facility",))
        self.versions = Batch(
            PermitVersion, [v for u in self.holders for v in _versions(u)], late=("permit",)
        )
        self.registrations = Batch(
            Registration, [r for u in self.registered for r in _registrations(u)], late=("facility",)
        )
        if progress:
            progress(0, 0, "写入")

    def write(self) -> list[str]:
        """Insert what is new, then apply the changes."""
        self.units.insert()
        keys = keys_of(Facility, "public_id") if self.created else {}
        for unit in self.created:
            unit.pk = keys[unit.public_id]
        self._write_papers()
        self._write_details()
        for change in self.changes:
            self._apply(change)
        for change in self.proposing:
            self._propose(change)
        touched = [*self.created, *(c.unit for c in self.changes), *(c.unit for c in self.proposing)]
        return list(dict.fromkeys(f"register.facility:{u.pk}" for u in touched))

    def _write_papers(self) -> None:
        self.permits.fill("facility", [u.pk for u in self.holders])
        self.permits.insert()
        permits = keys_of(Permit, "number") if self.holders else {}
        self.versions.fill("permit", [permits[u.number] for u in self.holders for _ in _versions(u)])
        self.versions.insert()
        self.registrations.fill("facility", [u.pk for u in self.registered for _ in _registrations(u)])
        self.registrations.insert()
        self.first_version: dict[int, int] = {}
        if self.holders:
            rows = PermitVersion.objects.exclude(event__in=ENDINGS).order_by("-pk")
            self.first_version = dict(rows.values_list("permit__facility_id", "pk"))

    def _write_details(self) -> None:
        """Outlets of new units, then the limits and requirements that lean on them."""
        numbers = {u.number: u for u in self.created}
        outlets = [
            Outlet(facility=numbers[n], **row)
            for n, rows in self.checked.outlets.items()
            if n in numbers
            for row in rows
        ]
        Batch(Outlet, outlets).insert()
        found = Outlet.objects.values_list("facility_id", "code", "pk") if outlets else ()
        codes = {(facility, code): pk for facility, code, pk in found}
        given = {
            "许可限值": self.checked.limits,
            "自行监测": self.checked.monitoring,
            "报告要求": self.checked.reports,
            "登记表": self.checked.forms,
        }
        for sheet, rows_of in given.items():
            made = [
                _requirement(
                    sheet,
                    row,
                    numbers[n],
                    codes,
                    self.first_version.get(numbers[n].pk),
                    numbers[n].valid_from,
                )
                for n, rows in rows_of.items()
                if n in numbers
                for row in rows
            ]
            Batch(SETS[sheet][0], made).insert()

    def _apply(self, change: Change) -> None:
        unit = change.unit
        for name, (_, new) in change.fields.items():
            setattr(unit, name, new)
            unit.provenance[name] = {"by": self.by.division or "APPROVAL", "on": self.today.isoformat()}
        if change.fields:
            unit.search_text = search_text(unit.name, unit.number, unit.uscc)
            unit.save()
        version = self._event(change) if change.event else None
        for row in change.new_outlets:
            Outlet.objects.create(facility=unit, **row)
        for outlet, row in change.changed_outlets:
            Outlet.objects.filter(pk=outlet.pk).update(**row)
        codes = (
            {(unit.pk, o.code): o.pk for o in unit.outlets.all()} if change.sets or change.fresh_sets else {}
        )
        for sheet, rows in change.sets.items():
            model = SETS[sheet][0]
            model.objects.filter(facility=unit, in_force_to__isnull=True).update(in_force_to=self.today)
            made = [_requirement(sheet, r, unit, codes, version, self.today) for r in rows]
            Batch(model, made).insert()
        for sheet, rows in change.fresh_sets.items():
            current = _current_version(unit)
            made = [
                _requirement(
                    sheet, r, unit, codes, current.pk if current else None, unit.valid_from or self.today
                )
                for r in rows
            ]
            Batch(SETS[sheet][0], made).insert()

    def _event(self, change: Change) -> int | None:
        unit, event, start = change.unit, change.event, change.in_force_from or self.today
        assert event is not None
        assert unit.valid_from is not None
        assert unit.valid_to is not None
        ended = self.today if event in ENDINGS else None
        dates: dict[str, Any] = {"valid_from": unit.valid_from, "valid_to": unit.valid_to, "ended_on": ended}
        if not holds_permit(unit):
            Registration.objects.create(
                facility=unit,
                number=unit.number,
                event=event,
                first_registered_on=unit.first_issued_on or unit.valid_from,
                in_force_from=start,
                **dates,
            )
            return None
        permit, _ = Permit.objects.get_or_create(
            number=unit.number,
            defaults={"facility": unit, "first_issued_on": unit.first_issued_on or unit.valid_from},
        )
        return int(PermitVersion.objects.create(permit=permit, event=event, in_force_from=start, **dates).pk)

    def _propose(self, change: Change) -> None:
        for name, (current, given) in change.proposals.items():
            FieldProposal.objects.update_or_create(
                facility=change.unit,
                field=name,
                proposed_by_id=self.by.division,
                state=ProposalState.OPEN,
                defaults={
                    "current": str(current),
                    "proposed": str(given),
                    "proposed_on": self.today,
                    "owner_id": owner_of(name),
                },
            )


def _permit(unit: Facility) -> Permit:
    return Permit(number=unit.number, first_issued_on=unit.first_issued_on)


def _first_event(unit: Facility) -> PermitEvent:
    return PermitEvent.FIRST if unit.first_issued_on == unit.valid_from else PermitEvent.RENEW


def _versions(unit: Facility) -> list[PermitVersion]:
    dates: dict[str, Any] = {"valid_from": unit.valid_from, "valid_to": unit.valid_to}
    made = [PermitVersion(event=_first_event(unit), in_force_from=unit.valid_from, **dates)]
    if unit.ended_on:
        made.append(
            PermitVersion(event=unit.ended_by, in_force_from=unit.ended_on, ended_on=unit.ended_on, **dates)
        )
    return made


def _registrations(unit: Facility) -> list[Registration]:
    dates: dict[str, Any] = {
        "number": unit.number,
        "first_registered_on": unit.first_issued_on,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }
    made = [Registration(event=_first_event(unit), in_force_from=unit.valid_from, **dates)]
    if unit.ended_on:
        made.append(
            Registration(event=unit.ended_by, in_force_from=unit.ended_on, ended_on=unit.ended_on, **dates)
        )
    return made


def _requirement(
    sheet: str,
    row: Row,
    unit: Facility,
    codes: dict[tuple[int, str], int],
    version: int | None,
    start: date | None,
) -> Any:
    values = limit_of(row) if sheet == "许可限值" else dict(row)
    outlet = values.pop("outlet", "")
    made = SETS[sheet][0](facility=unit, permit_version_id=version, in_force_from=start, **values)
    if outlet:
        made.outlet_id = codes[(unit.pk, outlet)]
    return made


def _current_version(unit: Facility) -> PermitVersion | None:
    rows = PermitVersion.objects.filter(permit__facility=unit).exclude(event__in=ENDINGS)
    return rows.order_by("-in_force_from", "-pk").first()
