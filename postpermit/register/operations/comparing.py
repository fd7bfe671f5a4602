"""What a checked workbook would change: nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postpermit.register.cells import bounds_of
from postpermit.register.checking import Checked, Row
from postpermit.register.columns import SHEETS, UNITS
from postpermit.register.models import (
    Facility,
    Limit,
    Outlet,
    RegisteredItem,
    ReportRequirement,
    SelfMonitoring,
)
from postpermit.register.reading import Fault
from postpermit.register.rules import event_of, is_proposal
from postpermit.register.search import search_text
from postpermit.register.states import HOLDERS, FacilityStatus, PermitEvent

PERIOD = ("valid_from", "valid_to")
PLAIN = tuple(c.field for c in SHEETS[UNITS] if c.field not in {"number", "status", *PERIOD})
# Sheet → (model, the columns that make a requirement what it is).
SETS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "许可限值": (
        Limit,
        ("outlet", "pollutant", "text", "unit", "rate_limit", "annual_amount", "basis_kind", "basis"),
    ),
    "自行监测": (SelfMonitoring, ("outlet", "pollutant", "manner", "frequency")),
    "报告要求": (ReportRequirement, ("kind", "due_text")),
    "登记表": (RegisteredItem, ("kind", "name", "amount", "note")),
}
OUTLET_FIELDS = ("name", "kind", "type", "destination", "automatic", "mn")


@dataclass
class Change:
    """What happens to one unit that is in the register already."""

    unit: Facility
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    proposals: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    event: PermitEvent | None = None
    in_force_from: date | None = None
    new_outlets: list[Row] = field(default_factory=list)
    changed_outlets: list[tuple[Outlet, Row]] = field(default_factory=list)
    sets: dict[str, list[Row]] = field(default_factory=dict)
    fresh_sets: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def touches(self) -> bool:
        """Whether anything of the unit itself changes; a proposal alone does not."""
        return bool(
            self.fields
            or self.event
            or self.new_outlets
            or self.changed_outlets
            or self.sets
            or self.fresh_sets
        )


@dataclass
class Held:
    """What the register holds about the units of the file."""

    units: Mapping[str, Facility]
    outlets: Mapping[int, Mapping[str, Outlet]]
    sets: Mapping[str, Mapping[int, list[Row]]]


def set_key(row: Row, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """A requirement as a comparable tuple."""
    return tuple(row.get(c) if row.get(c) is not None else "" for c in columns)


def new_unit(row: Row, extra: dict[str, str], division: str, today: date) -> Facility:
    """A unit seen for the first time, with where its values came from."""
    unit = Facility(**row, extra=extra)
    unit.provenance = {"*": {"by": division, "on": today.isoformat()}}
    unit.search_text = search_text(unit.name, unit.number, unit.uscc)
    if unit.status == FacilityStatus.CANCELLED:
        unit.ended_on, unit.ended_by = today, PermitEvent.CANCEL
    return unit


def compare(unit: Facility, row: Row, checked: Checked, held: Held, division: str, today: date) -> Change:
    """What the file changes about a known unit."""
    change = Change(unit)
    for name in PLAIN:
        if name in row:
            _weigh(change, name, row[name], division)
    extra = checked.extras.get(unit.number, {})
    if extra and any(unit.extra.get(k) != v for k, v in extra.items()):
        change.fields["extra"] = (unit.extra, {**unit.extra, **extra})
    _compare_period(change, row, division, today)
    _compare_status(change, row, division, today)
    _compare_outlets(change, checked, held, division)
    _compare_sets(change, checked, held, division, today)
    return change


def _weigh(change: Change, name: str, given: Any, division: str) -> None:
    current = getattr(change.unit, name)
    if given == current:
        return
    if is_proposal(name, division, current, given):
        change.proposals[name] = (current, given)
    else:
        change.fields[name] = (current, given)


def _compare_period(change: Change, row: Row, division: str, today: date) -> None:
    old = (change.unit.valid_from, change.unit.valid_to)
    new = (row["valid_from"], row["valid_to"])
    for name in PERIOD:
        _weigh(change, name, row[name], division)
    if not set(PERIOD) & set(change.fields):
        return
    if old[0] is None or old[1] is None:
        change.event = PermitEvent.FIRST
    else:
        change.event = event_of((old[0], old[1]), new)
    change.in_force_from = new[0] if change.event in (PermitEvent.RENEW, PermitEvent.FIRST) else today


def _compare_status(change: Change, row: Row, division: str, today: date) -> None:
    if "status" not in row:
        return
    unit = change.unit
    _weigh(change, "status", row["status"], division)
    if "status" not in change.fields:
        return
    if row["status"] == FacilityStatus.CANCELLED:
        change.fields |= {"ended_on": (unit.ended_on, today), "ended_by": (unit.ended_by, PermitEvent.CANCEL)}
        change.event, change.in_force_from = PermitEvent.CANCEL, today
    elif unit.ended_on is not None:
        change.fields |= {"ended_on": (unit.ended_on, None), "ended_by": (unit.ended_by, "")}
        change.event = change.event or PermitEvent.REAPPLY
        change.in_force_from = change.in_force_from or today


def _compare_outlets(change: Change, checked: Checked, held: Held, division: str) -> None:
    known = held.outlets.get(change.unit.pk, {})
    for row in checked.outlets.get(change.unit.number, ()):
        outlet = known.get(row["code"])
        if outlet is None:
            change.new_outlets.append(row)
            continue
        differing = {f: row[f] for f in OUTLET_FIELDS if f in row and row[f] != getattr(outlet, f)}
        if division != "APPROVAL":  # others fill what is empty and leave the rest to the owner
            differing = {f: v for f, v in differing.items() if getattr(outlet, f) in ("", None)}
        if differing:
            change.changed_outlets.append((outlet, differing))


def _compare_sets(change: Change, checked: Checked, held: Held, division: str, today: date) -> None:
    given = {
        "许可限值": checked.limits,
        "自行监测": checked.monitoring,
        "报告要求": checked.reports,
        "登记表": checked.forms,
    }
    for sheet, rows_of in given.items():
        rows = rows_of.get(change.unit.number)
        if not rows:
            continue
        columns = SETS[sheet][1]
        now = held.sets[sheet].get(change.unit.pk, [])
        if sorted(map(str, (set_key(r, columns) for r in rows))) == sorted(
            map(str, (set_key(r, columns) for r in now))
        ):
            continue
        if not now:
            change.fresh_sets[sheet] = rows
        elif division == "APPROVAL":
            change.sets[sheet] = rows
        else:
            said = f"“{sheet}”与登记库不同，由审批科维护，本次未采用。"
            checked.warnings.append(Fault(sheet, 0, "编号", change.unit.number, said))
    if change.sets and change.event is None and change.unit.management_class in HOLDERS:
        change.event, change.in_force_from = PermitEvent.CHANGE, today


def limit_of(row: Row) -> Row:
    """A limit's row with its bounds."""
    low, high = bounds_of(row.get("text", ""))
    return {**row, "low": low, "high": high}


def holds_permit(unit: Facility) -> bool:
    """Whether the unit's paper is a permit rather than a registration."""
    return unit.management_class in HOLDERS
