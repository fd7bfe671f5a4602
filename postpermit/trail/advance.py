"""The one function that moves a state, and its quieter sister for acts that move none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import connection, models, transaction
from django.db.models import F

from postpermit import law
from postpermit.trail.actors import Actor
from postpermit.trail.canonical import canonical
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, EntrySubject, Matter, reference
from postpermit.trail.seal import seal_after_commit
from postpermit.trail.steps import step_named

MANY = 500


class AlreadyMoved(Refused):
    """Somebody else was faster: the state or the revision is no longer the one the person saw."""


class UnableToAdvance(Refused):
    """The step does not start from this state, or the reason that it demands is missing."""


def advance(
    things: Matter | Sequence[Matter],
    verb: str,
    *,
    by: Actor,
    at: datetime,
    clause: str,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Entry:
    """Move one or many matters of one kind by the step ``verb`` and leave one entry.

    Compare-and-set on state and revision: raises ``AlreadyMoved`` when anybody moved one of them since it was read,
    and then nothing is written. ``changes`` are other columns set in the same update.
    """
    matters = [things] if isinstance(things, Matter) else list(things)
    step = step_named(type(matters[0]).STEPS, verb)
    for matter in matters:
        if matter.state not in step.source:
            raise AlreadyMoved(
                f"已由他人办理：当前状态为“{_label(matter)}”，不能再“{step.label}”。请刷新后查看。"
            )
    if step.needs_why and not why.strip():
        raise UnableToAdvance(f"“{step.label}”须写明理由。", place="why")
    sources = sorted({str(matter.state) for matter in matters})
    with transaction.atomic():
        _compare_and_set(matters, str(step.target), dict(changes or {}))
        body = {"from": sources, "to": str(step.target), **(facts or {})}
        return _write(verb, step.label, matters, by=by, at=at, clause=clause, why=why, body=body)


def advance_together(
    moves: Sequence[tuple[Matter, str]],
    act: str,
    *,
    label: str,
    by: Actor,
    at: datetime,
    clause: str,
    why: str = "",
    subjects: Iterable[models.Model | str] = (),
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
) -> Entry:
    """Move matters of one kind by different steps in ONE act with one entry, such as generating a year of duties.

    ``moves``: (matter, verb); ``changes``: verb → other columns set in the same update. Raises ``AlreadyMoved``.
    """
    groups: dict[str, list[Matter]] = {}
    for matter, verb in moves:
        step = step_named(type(matter).STEPS, verb)
        if matter.state not in step.source:
            raise AlreadyMoved(
                f"已由他人办理：当前状态为“{_label(matter)}”，不能再“{step.label}”。请刷新后查看。"
            )
        groups.setdefault(verb, []).append(matter)
    with transaction.atomic():
        for verb, matters in groups.items():
            target = step_named(type(matters[0]).STEPS, verb).target
            _compare_and_set(matters, str(target), dict((changes or {}).get(verb, {})))
        touched = [*subjects, *(m for m, _ in moves)]
        return _write(act, label, touched, by=by, at=at, clause=clause, why=why, body=dict(facts or {}))


def record(
    verb: str,
    *,
    subjects: Iterable[models.Model | str],
    by: Actor,
    at: datetime,
    clause: str,
    label: str = "",
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Leave an entry for an act that moves no state: a creation, an import, an edit, a reminder."""
    with transaction.atomic():
        return _write(
            verb, label or verb, list(subjects), by=by, at=at, clause=clause, why=why, body=dict(facts or {})
        )


def _label(matter: Matter) -> str:
    return cast(str, matter.get_state_display()) if hasattr(matter, "get_state_display") else matter.state


def _compare_and_set(matters: list[Matter], target: str, changes: dict[str, Any]) -> None:
    model = type(matters[0])
    groups: dict[tuple[str, int], list[int]] = {}
    for matter in matters:
        groups.setdefault((str(matter.state), matter.revision), []).append(matter.pk)
    moved = 0
    for (state, revision), keys in groups.items():
        for start in range(0, len(keys), 500):  # SQLite takes a bounded number of parameters
            rows = model._default_manager.filter(
                pk__in=keys[start : start + 500], state=state, revision=revision
            )
            moved += rows.update(state=target, revision=F("revision") + 1, **changes)
    if moved != len(matters):
        raise AlreadyMoved("已由他人办理，请刷新后查看。")
    for matter in matters:
        matter.state = target
        matter.revision += 1
        for name, value in changes.items():
            setattr(matter, name, value)


def _write(
    verb: str,
    label: str,
    subjects: list[Any],
    *,
    by: Actor,
    at: datetime,
    clause: str,
    why: str,
    body: dict[str, Any],
) -> Entry:
    law.clause(
        clause
    )  # an entry that cites nothing, or something that does not exist, is a fault of the code
    names = sorted({s if isinstance(s, str) else reference(s) for s in subjects})
    entry = Entry.objects.create(
        kind=names[0].partition(":")[0] if names else "",
        verb=verb,
        label=label,
        at=at,
        by=by.ref,
        by_name=by.signature,
        division=by.division,
        clause=clause,
        why=why,
        body=canonical(body).decode(),
    )
    _name_subjects(entry, names)
    seal_after_commit(at)
    return entry


def _name_subjects(entry: Entry, names: list[str]) -> None:
    """One row per subject. An import touches tens of thousands: plain parameters keep its transaction short."""
    if len(names) < MANY:
        EntrySubject.objects.bulk_create([EntrySubject(entry=entry, subject=name) for name in names])
        return
    table = connection.ops.quote_name(EntrySubject._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (entry_id, subject) VALUES (%s, %s)", [(entry.pk, name) for name in names]
        )
