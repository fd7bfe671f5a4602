"""登记表导入: one workbook, one act, all or nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.register.checking import Checked, check_book
from postpermit.register.models import ColumnMapping, Facility, Outlet
from postpermit.register.operations.comparing import SETS, Change, Held, compare, new_unit
from postpermit.register.operations.writing import Writing
from postpermit.register.reading import Fault, read_book
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record

Progress = Callable[[int, int, str], None]
MOST_CHANGES_TOLD = 5000


@dataclass
class ImportResult:
    """What an import did, or would do. ``errors`` non-empty: nothing was written."""

    ok: bool = True
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    proposals: int = 0
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    secret: bool = False

    def as_json(self) -> dict[str, Any]:
        """The stable form of ``import-register --json``."""
        return {
            "ok": self.ok,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "proposals": self.proposals,
            "errors": [f.as_json() for f in self.errors],
            "warnings": [f.as_json() for f in self.warnings],
            "unknown_columns": self.unknown,
        }


def import_register(
    *, source: Path | bytes, by: Actor, at: datetime, dry_run: bool = False, progress: Progress | None = None
) -> ImportResult:
    """Import a register workbook in the name of ``by.division``, which owns some fields and proposes for others.

    Everything slow happens before the transaction, which then holds bulk inserts only. A file with a secret in it is
    refused before anything of it is kept.
    """
    today = localdate(at)
    mappings = {(m.sheet, m.header): m.column for m in ColumnMapping.objects.all()}
    if progress:
        progress(0, 0, "读取")
    book = read_book(source, mappings)
    known = _known_outlets() if len(book.sheets) > 1 else {}
    checked = check_book(book, today=today, known=known, progress=progress)
    if checked.errors:
        return _refused(checked, book.secret)
    created, changes = _weigh(checked, by.division or "APPROVAL", today, progress)
    result = _counted(checked, created, changes)
    if not dry_run and (created or any(c.touches or c.proposals for c in changes)):
        writing = Writing(checked, created, changes, by=by, today=today, progress=progress)
        with transaction.atomic():
            subjects = writing.write()
            record(
                "import-register",
                label="导入登记表",
                subjects=subjects,
                by=by,
                at=at,
                clause="plan:8.2",
                facts=_facts(source, result, changes),
            )
    return result


def _refused(checked: Checked, secret: bool) -> ImportResult:
    errors, warnings = checked.errors, checked.warnings
    if secret:  # nothing beyond the places may be repeated
        errors = [Fault(f.sheet, f.row, f.column, "", f.message) for f in errors]
        warnings = []
    errors = sorted(errors, key=lambda f: (f.sheet, f.row))
    return ImportResult(
        ok=False, errors=errors, warnings=warnings, unknown={} if secret else checked.unknown, secret=secret
    )


def _known_outlets() -> dict[str, set[str]]:
    known: dict[str, set[str]] = {
        n: set() for n in Facility.objects.exclude(number="").values_list("number", flat=True)
    }
    for number, code in Outlet.objects.exclude(facility__number="").values_list("facility__number", "code"):
        known[number].add(code)
    return known


def _weigh(
    checked: Checked, division: str, today: date, progress: Progress | None
) -> tuple[list[Facility], list[Change]]:
    held = _held(checked)
    created, changes = [], []
    for done, (number, row) in enumerate(checked.units.items(), start=1):
        unit = held.units.get(number)
        if unit is None:
            created.append(new_unit(row, checked.extras.get(number, {}), division, today))
        else:
            changes.append(compare(unit, row, checked, held, division, today))
        if progress and done % 2000 == 0:
            progress(done, len(checked.units), "比对")
    told = set(checked.units)
    others = [
        n
        for sheet in (checked.outlets, checked.limits, checked.monitoring, checked.reports, checked.forms)
        for n in sheet
    ]
    for number in dict.fromkeys(n for n in others if n not in told):
        unit = held.units[number]
        row = {"valid_from": unit.valid_from, "valid_to": unit.valid_to}
        changes.append(compare(unit, row, checked, held, division, today))
    return created, changes


def _held(checked: Checked) -> Held:
    wanted = {
        *checked.units,
        *checked.outlets,
        *checked.limits,
        *checked.monitoring,
        *checked.reports,
        *checked.forms,
    }
    rows = Facility.objects.exclude(number="")
    if len(wanted) <= 500:
        rows = rows.filter(number__in=wanted)
    units = {u.number: u for u in rows if u.number in wanted}
    keys = {u.pk for u in units.values()}
    outlets: dict[int, dict[str, Outlet]] = {}
    codes: dict[int, str] = {}
    if keys and (checked.outlets or checked.limits or checked.monitoring):
        for outlet in Outlet.objects.filter(facility__in=Facility.objects.exclude(number="").values("pk")):
            if outlet.facility_id in keys:
                outlets.setdefault(outlet.facility_id, {})[outlet.code] = outlet
                codes[outlet.pk] = outlet.code
    sets: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for sheet, (model, columns) in SETS.items():
        sets[sheet] = {}
        plain = [c for c in columns if c != "outlet"]
        fields = [*plain, *(["outlet_id"] if "outlet" in columns else []), "facility_id"]
        for row in model.objects.filter(in_force_to__isnull=True).values(*fields) if keys else ():
            if row["facility_id"] in keys:
                if "outlet" in columns:
                    row["outlet"] = codes.get(row.pop("outlet_id"), "")
                sets[sheet].setdefault(row["facility_id"], []).append(row)
    return Held(units, outlets, sets)


def _counted(checked: Checked, created: list[Facility], changes: list[Change]) -> ImportResult:
    touched = sum(c.touches for c in changes)
    return ImportResult(
        created=len(created),
        updated=touched,
        unchanged=len(changes) - touched,
        proposals=sum(len(c.proposals) for c in changes),
        warnings=checked.warnings,
        unknown=checked.unknown,
    )


def _facts(source: Path | bytes, result: ImportResult, changes: list[Change]) -> dict[str, Any]:
    data = source if isinstance(source, bytes) else source.read_bytes()
    told = {
        c.unit.number: {name: [str(old or ""), str(new or "")] for name, (old, new) in c.fields.items()}
        for c in changes[:MOST_CHANGES_TOLD]
        if c.fields
    }
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "created": result.created,
        "updated": result.updated,
        "proposals": result.proposals,
        "changes": told,
    }
