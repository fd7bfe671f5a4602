"""片区与回避: where an officer goes as a recorded rule, and from which units he keeps away (plan 6.1)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.office.models import Officer
from postpermit.office.standing import covers
from postpermit.planning.models import Beat, Recusal
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToSetBeat(Refused):
    """The street is not in the register, or nothing changes."""


class UnableToRecuse(Refused):
    """The reason is missing, or the officer keeps away already."""


@transaction.atomic
def set_beats(*, officer: Officer, streets: Iterable[str], by: Actor, at: datetime) -> list[str]:
    """Limit an officer to these streets from today on; none lifts the limit. Draws frozen before keep what they froze."""
    today, wanted = localdate(at), set(streets)
    Officer.objects.select_for_update().get(pk=officer.pk)
    known = set(Facility.objects.exclude(street="").order_by().values_list("street", flat=True).distinct())
    if strange := sorted(wanted - known):
        raise UnableToSetBeat(f"一企一档里没有“{strange[0][:32]}”这个街镇。", place="streets")
    held = {b.street: b for b in Beat.objects.filter(covers(today), officer=officer)}
    if set(held) == wanted:
        raise UnableToSetBeat("片区没有改变。", place="streets")
    for street in set(held) - wanted:
        _end(held[street], today)
    made = [
        Beat(officer=officer, street=s, from_on=today, by_name=by.signature)
        for s in sorted(wanted - set(held))
    ]
    Beat.objects.bulk_create(made)
    facts = {"officer": officer.name, "from": sorted(held), "to": sorted(wanted)}
    record("set-beats", label="确定片区", subjects=[officer], by=by, at=at, clause="plan:6.1", facts=facts)
    return sorted(wanted)


def _end(beat: Beat, today: date) -> None:
    """It held until yesterday; one of today never held."""
    if beat.from_on >= today:
        beat.delete()
        return
    Beat.objects.filter(pk=beat.pk).update(to_on=today - timedelta(days=1))


@transaction.atomic
def recuse_from_unit(*, officer: Officer, facility: Facility, why: str, by: Actor, at: datetime) -> Recusal:
    """An officer keeps away from a unit until that is lifted; the head decides (penalty law 43)."""
    Officer.objects.select_for_update().get(pk=officer.pk)
    if not why.strip() or len(why.strip()) > 100:
        raise UnableToRecuse("请写明回避理由（不超过 100 字）。", place="why")
    if holds_secret(why):
        raise UnableToRecuse(SECRET_REFUSAL, place="why")
    if Recusal.objects.filter(officer=officer, facility=facility, to_on__isnull=True).exists():
        raise UnableToRecuse(f"{officer.name}已经回避这家单位。", place="unit")
    made = Recusal.objects.create(
        officer=officer, facility=facility, why=why.strip(), from_on=localdate(at), decided_name=by.signature
    )
    _say("recuse-from-unit", "决定回避", made, why, by, at)
    return made


@transaction.atomic
def lift_recusal(*, recusal: Recusal, why: str, by: Actor, at: datetime) -> Recusal:
    """The reason has gone: from today on the officer may be sent there again."""
    if not why.strip():
        raise UnableToRecuse("请写明解除理由。", place="why")
    ended = Recusal.objects.filter(pk=recusal.pk, to_on__isnull=True)
    last = max(localdate(at) - timedelta(days=1), recusal.from_on)
    if not ended.update(to_on=last):
        raise UnableToRecuse("该回避已解除。")
    _say("lift-recusal", "解除回避", recusal, why, by, at)
    recusal.refresh_from_db()
    return recusal


def _say(verb: str, label: str, row: Recusal, why: str, by: Actor, at: datetime) -> None:
    record(
        verb,
        label=label,
        subjects=[row.officer, row.facility],
        by=by,
        at=at,
        clause="penalty-law:43",
        why=why.strip(),
        facts={"officer": row.officer.name, "unit": row.facility.name},
    )
