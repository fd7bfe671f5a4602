"""The duty ledger of a year: what the rules give from the facts, with what was recorded. Reads only."""

import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from postpermit.duties.models import Duty, Record
from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.rules import RECORD_KINDS, Planned, counts_for, meets, plan_year, serves_period
from postpermit.duties.states import DutyState, RecordState

SPACE = uuid.UUID("6f1d4a52-2a53-5b6e-9a0e-0d3b5f1f7c11")
Key = tuple[str, str, str, str]
SHOWN_OPEN = {DutyState.OPEN, DutyState.WAIVING}


def ledger(year: int, on: date) -> list[dict[str, Any]]:
    """Rows for ``duties --json``: year ``year`` judged on day ``on``, ordered by due_on, kind, subject."""
    planned = plan_year(facts_of_register(), year, on, law_of(year, on))
    stored = {
        _key(d): d
        for d in Duty.objects.filter(subject_ref="", due_on__year__gte=year - 1, due_on__year__lte=year + 1)
    }
    acts = Acts(on)
    rows = [_row(p, stored.get(p.key), acts, on) for p in planned]
    told = {p.key for p in planned}
    kept = {DutyState.DISCHARGED, DutyState.WAIVED}
    rows += [
        _kept(d, on) for k, d in stored.items() if k not in told and d.state in kept and d.due_on.year == year
    ]
    rows += [_kept(d, on) for d in Duty.objects.filter(due_on__year=year).exclude(subject_ref="")]
    return sorted(rows, key=lambda r: (r["due_on"], r["kind"], r["subject"], r["period"]))


def _key(duty: Duty) -> Key:
    return (duty.kind, duty.obligor_id, duty.subject, duty.period)


class Acts:
    """Standing records up to a day, by the duty kind they serve and the unit."""

    def __init__(self, on: date) -> None:
        self.by: dict[tuple[str, int | None], list[tuple[date, int, str, str]]] = defaultdict(list)
        self.classes: dict[int, str] = {}
        self.visits: dict[str, list[tuple[date, int | None]]] = defaultdict(list)
        rows = Record.objects.exclude(state=RecordState.WITHDRAWN).filter(on__lte=on).order_by("on", "pk")
        for pk, kind, when, facility, klass, period in rows.values_list(
            "pk", "kind", "on", "facility", "facility__management_class", "facts__period"
        ):
            known = RECORD_KINDS.get(kind)
            for served in known.serves if known else ():
                self.by[(served, facility)].append((when, pk, kind, period or ""))
                self.visits[served].append((when, facility))
            if facility is not None:
                self.classes[facility] = klass

    def first(
        self, kind: str, facility: int | None, opens: date, due: date, period: str
    ) -> tuple[date, int] | None:
        """The first record that discharges such a duty."""
        found = (
            (when, pk)
            for when, pk, done, told in self.by.get((kind, facility), ())
            if meets(kind, opens, due, when) and serves_period(done, told, kind, period)
        )
        return next(found, None)

    def count(self, kind: str, opens: date, due: date) -> int:
        """Distinct units acted upon within the window that count towards a quota; acts without a unit count each."""
        met = [(when, f) for when, f in self.visits.get(kind, ()) if opens <= when <= due]
        units = {f for _, f in met if f is not None and counts_for(kind, self.classes[f])}
        return len(units) + sum(1 for _, f in met if f is None)


def outcome(planned: Planned, acts: Acts) -> tuple[DutyState, int | None, str, date | None]:
    """(state, done, discharged by, on) as the facts and records show it."""
    due = planned.due.on
    if planned.target is not None:
        done = acts.count(planned.kind, planned.opens_on, due)
        state = DutyState.DISCHARGED if done >= planned.target else DutyState.OPEN
        return state, done, "", due if state == DutyState.DISCHARGED else None
    if planned.done_on is not None:
        return DutyState.DISCHARGED, None, f"register.facility:{planned.facility}", planned.done_on
    if hit := acts.first(planned.kind, planned.facility, planned.opens_on, due, planned.period):
        return DutyState.DISCHARGED, None, f"duties.record:{hit[1]}", hit[0]
    return (DutyState.VOID if planned.void_why else DutyState.OPEN), None, "", None


def _row(planned: Planned, stored: Duty | None, acts: Acts, on: date) -> dict[str, Any]:
    state, done, by, _ = outcome(planned, acts)
    if stored is not None and stored.state in (DutyState.DISCHARGED, DutyState.WAIVED):
        dated = stored.discharged_on
        if dated is None or dated <= on:
            state, by = DutyState(stored.state), stored.discharged_by or by
    name = ":".join(planned.key)
    return {
        "id": str(stored.public_id if stored else uuid.uuid5(SPACE, name)),
        "kind": planned.kind,
        "clause": planned.clause,
        "obligor": planned.obligor,
        "subject": planned.subject,
        "subject_name": planned.subject_name,
        "period": planned.period,
        "opens_on": planned.opens_on.isoformat(),
        "due_on": planned.due.on.isoformat(),
        "provisional": planned.due.provisional,
        "target": planned.target,
        "done": done,
        "state": str(state),
        "overdue": state == DutyState.OPEN and planned.due.on < on,
        "discharged_by": by,
    }


def _kept(duty: Duty, on: date) -> dict[str, Any]:
    state = DutyState.OPEN if duty.state in SHOWN_OPEN else DutyState(duty.state)
    return {
        "id": str(duty.public_id),
        "kind": duty.kind,
        "clause": duty.clause,
        "obligor": duty.obligor_id,
        "subject": duty.subject,
        "subject_name": duty.subject_name,
        "period": duty.period,
        "opens_on": duty.opens_on.isoformat(),
        "due_on": duty.due_on.isoformat(),
        "provisional": duty.provisional,
        "target": duty.target,
        "done": duty.done if duty.target is not None else None,
        "state": str(state),
        "overdue": state == DutyState.OPEN and duty.due_on < on,
        "discharged_by": duty.discharged_by,
    }
