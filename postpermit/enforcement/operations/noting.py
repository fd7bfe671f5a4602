"""What is written on a visit: its code, the elements of its record, the people who come along."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from postpermit.enforcement.models import Participant, Visit
from postpermit.enforcement.operations.holding import hold, mirror, refuse_secret, refuse_state
from postpermit.enforcement.operations.numbering import carry_code
from postpermit.enforcement.queries.signed import REOPEN, is_closed
from postpermit.enforcement.rules.record_elements import element_fault
from postpermit.enforcement.rules.versions import why_closed
from postpermit.enforcement.states import ParticipantKind, VisitState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

V = VisitState
TAKEN = "该检查码已登记在另一次检查上，一次检查一个码。"


class UnableToNote(Refused):
    """What is to be written on the visit does not fit there."""


def free_code(code: str, own: int | None = None) -> str:
    """The code without blanks around it, if no other visit bears it."""
    clean = code.strip()
    if len(clean) > 64:
        raise UnableToNote("检查码不超过 64 个字符。", place="inspection_code")
    taken = Visit.objects.filter(inspection_code=clean).exclude(pk=own).exclude(state=V.CANCELLED)
    if clean and taken.exists():
        raise UnableToNote(TAKEN, place="inspection_code")
    return clean


@contextmanager
def own_code() -> Iterator[None]:
    """Two who write the same code on two visits at once: the second is told by the database."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "inspection_code" in str(error) or "a_visit_has_its_own_code" in str(error):
            raise UnableToNote(TAKEN, place="inspection_code") from error
        raise


@transaction.atomic
def note_code(*, visit: Visit, code: str, by: Actor, at: datetime) -> Visit:
    """Write down the 检查码 that the city's system gave; asked again with the same code nothing happens."""
    held = hold(visit.pk)
    refuse_state(held, V.PREPARED, V.ASSIGNED, V.UNDERWAY, V.ENDED)
    clean = free_code(code, held.pk)
    if not clean:
        raise UnableToNote("请填写检查码。", place="inspection_code")
    if clean != held.inspection_code:
        facts = {"number": held.number, "code": clean, "before": held.inspection_code}
        with own_code():
            Visit.objects.filter(pk=held.pk).update(inspection_code=clean)
        record("note-code", label="登记检查码", subjects=[held], by=by, at=at, clause="plan:6.1", facts=facts)
        if held.done_as is not None:
            carry_code(made=held.done_as, code=clean, by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def edit_record(
    *,
    visit: Visit,
    elements: Mapping[str, Any],
    seen: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """Write elements of 笔录. ``seen``: what the writer had before him; what somebody else changed since is not overwritten."""
    held = hold(visit.pk)
    refuse_state(held, V.ASSIGNED, V.UNDERWAY, V.ENDED)
    if fault := element_fault(elements):
        raise UnableToNote(fault, place="record")
    refuse_secret(*(str(value) for value in elements.values()))
    for code, value in (seen or {}).items():
        now, before = held.record.get(code) or "", value or ""
        if code in elements and before != now != (elements[code] or "") != before:
            raise UnableToNote("笔录要素已由他人修改，请刷新后再填。", place=code)
    changed = {k: v for k, v in _clean(elements).items() if held.record.get(k, "") != v}
    if changed:
        _refuse_signed(held, "record", "record")
        before = {k: held.record.get(k, "") for k in changed}
        Visit.objects.filter(pk=held.pk).update(record={**held.record, **changed})
        facts = {"number": held.number, "elements": changed, "before": before}
        record("edit", label="填写笔录要素", subjects=[held], by=by, at=at, clause="plan:6.1", facts=facts)
    return mirror(visit, held)


def _refuse_signed(visit: Visit, kind: str, place: str) -> None:
    """The signature closes the record at the desk as it does on the phone."""
    if closed := why_closed(kind, signed=is_closed(visit)):
        raise UnableToNote(f"{closed}；确需更正的，先写明理由重开笔录。", place=place)


@transaction.atomic
def reopen_record(*, visit: Visit, why: str, by: Actor, at: datetime) -> Visit:
    """Open a signed record again; what it said is kept with the reason, and it waits to be signed once more."""
    held = hold(visit.pk)
    refuse_state(held, V.ASSIGNED, V.UNDERWAY, V.ENDED)
    refuse_secret(why)
    clean = why.strip()
    if not 0 < len(clean) <= 200:
        raise UnableToNote("请写明重开笔录的理由，不超过 200 字。", place="why")
    if not is_closed(held):
        raise UnableToNote("笔录还没有签字，可以直接修改。", place="why")
    people = [{"kind": p.kind, "name": p.name, "body": p.body} for p in held.participants.all()]
    facts = {"number": held.number, "elements": held.record, "participants": people}
    record(
        REOPEN,
        label="重开笔录",
        subjects=[held],
        by=by,
        at=at,
        clause="penalty-law:47",
        why=clean,
        facts=facts,
    )
    Visit.objects.filter(pk=held.pk).update(record_reopened_at=at)
    return mirror(visit, held)


def _clean(elements: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.strip() if isinstance(v, str) else v for k, v in elements.items()}


@transaction.atomic
def add_participant(
    *, visit: Visit, kind: str, name: str, body: str = "", by: Actor, at: datetime
) -> Participant:
    """Name somebody who comes along: never an inspector. Named again he is the same."""
    held = hold(visit.pk)
    refuse_state(held, V.PREPARED, V.ASSIGNED, V.UNDERWAY, V.ENDED)
    clean = name.strip()
    if kind not in set(ParticipantKind) or not 0 < len(clean) <= 32 or len(body.strip()) > 100:
        raise UnableToNote("请选择身份，姓名不超过 32 字，单位和职务不超过 100 字。", place="name")
    refuse_secret(clean, body)
    if held.officers.filter(name=clean, left_as="").exists() and kind != ParticipantKind.UNIT:
        raise UnableToNote("该人员是本次检查人员，不再登记为参加人。", place="name")
    known = Participant.objects.filter(visit=held, kind=kind, name=clean).first()
    if known is not None:
        return known
    _refuse_signed(held, "participant", "name")
    made = Participant.objects.create(visit=held, kind=kind, name=clean, body=body.strip())
    facts = {"number": held.number, "kind": kind, "name": clean, "body": body.strip()}
    record(
        "add-participant", label="登记参加人", subjects=[held], by=by, at=at, clause="plan:6.1", facts=facts
    )
    return made
