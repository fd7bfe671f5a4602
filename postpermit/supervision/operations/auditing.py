"""自动审核: every rule over a check, its hits kept as hints, and what changed against the run before."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from postpermit import law
from postpermit.supervision.models import AuditRun, Hint, ReportCheck, ReportVersion
from postpermit.supervision.operations.settling import hold
from postpermit.supervision.queries.facts import facts_of
from postpermit.supervision.report import from_kept
from postpermit.supervision.rules import Case, Hit, Verdict, audit, audit_rules
from postpermit.supervision.rules.facts import Facts
from postpermit.supervision.states import CheckState, HintState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.canonical import canonical
from postpermit.trail.models import EntrySubject

# Hints are asked of a person while the divisions still check; later runs are only told.
LIVE = (CheckState.AWAITED, CheckState.CHECKING, CheckState.SIGNED)
LONGEST = {"found": 200, "expected": 200, "message": 300, "cell": 200, "key": 160}


@transaction.atomic
def audit_check(*, check: ReportCheck, why: str, by: Actor, at: datetime) -> AuditRun | None:
    """Judge the newest version again. None when report, permit and rules are those of the last run."""
    check = hold(check.pk)
    on = localdate(at)
    version = check.versions.order_by("-number").first()
    case = case_of(check, version, on)
    digest = _digest(version, case.facts, on)
    stamp = {"audited": digest, "audited_with": law_digest(on), "audited_at": at}
    ReportCheck.objects.filter(pk=check.pk).update(**stamp)
    if digest == check.audited:
        return None
    verdicts = audit(case)
    hits = {_key(h): h for v in verdicts for h in v.hits}
    appeared, vanished = _settle_hints(check, hits, by, at)
    run = AuditRun.objects.create(
        check_matter=check,
        version=version,
        at=at,
        why=why[:60],
        digest=digest,
        fired=len(hits),
        appeared=appeared,
        vanished=vanished,
        gaps=[[v.rule, gap] for v in verdicts for gap in v.gaps],
    )
    facts = {"fired": len(hits), "appeared": len(appeared), "vanished": len(vanished), "why": why}
    record("audit", label="自动审核", subjects=[check], by=by, at=at, clause="measures:41", facts=facts)
    return run


def case_of(check: ReportCheck, version: ReportVersion | None, on: date) -> Case:
    """The check as the rules see it."""
    read = from_kept(version.content) if version else None
    return Case(read, facts_of(check, on), on)


def verdicts_of(check: ReportCheck, on: date) -> list[Verdict]:
    """What the rules would say now; reads only."""
    return audit(case_of(check, check.versions.order_by("-number").first(), on))


def law_digest(on: date) -> str:
    """Of the rules and of the values that they ask on a day."""
    values = {
        name: str(law.value(name, on=on).value) for name in law.district().lines if name.startswith("audit.")
    }
    rules = [f"{r.number}{r.sentence}" for r in audit_rules()]
    return hashlib.sha256(canonical({"rules": rules, "values": values})).hexdigest()


def stale_checks(on: date) -> "QuerySet[ReportCheck]":
    """Live checks audited with other rules or values, or whose unit has a newer entry in the trail than their audit."""
    unit = Concat(Value("register.facility:"), Cast(OuterRef("report__facility"), CharField()))
    newer = EntrySubject.objects.filter(subject=unit, entry__at__gt=OuterRef("audited_at"))
    live = ReportCheck.objects.filter(state__in=LIVE, audited_at__isnull=False)
    return live.filter(~Q(audited_with=law_digest(on)) | Exists(newer)).order_by("pk")


def _digest(version: ReportVersion | None, facts: Facts, on: date) -> str:
    """Of the report, the facts beside it, the rules, and the values that they ask: another one means another answer."""
    told = {"report": version.sha256 if version else "", "facts": repr(asdict(facts)), "law": law_digest(on)}
    return hashlib.sha256(canonical(told)).hexdigest()


def _key(hit: Hit) -> str:
    if len(hit.key) <= LONGEST["key"]:
        return hit.key
    return f"{hit.rule}|{hashlib.sha256(hit.key.encode()).hexdigest()}"


def _settle_hints(
    check: ReportCheck, hits: dict[str, Hit], by: Actor, at: datetime
) -> tuple[list[str], list[str]]:
    known = {h.key: h for h in Hint.objects.filter(check_matter=check)}
    if check.state not in LIVE:
        return _only_told(known, hits)
    fresh = [_hint(check, key, hit) for key, hit in hits.items() if key not in known]
    Hint.objects.bulk_create(fresh, batch_size=500)
    again = [h for k, h in known.items() if k in hits and h.state == HintState.GONE]
    gone = [h for k, h in known.items() if k not in hits and h.state == HintState.OPEN]
    _tell(again, "fire-again", by, at)
    _tell(gone, "vanish", by, at)
    _renew([(h, hits[k]) for k, h in known.items() if k in hits])
    return [h.message for h in [*fresh, *again]], [h.message for h in gone]


def _only_told(known: dict[str, Hint], hits: dict[str, Hit]) -> tuple[list[str], list[str]]:
    """Nobody is asked about them any more: the run says what changed, and no hint waits for an answer."""
    appeared = [
        hit.message for key, hit in hits.items() if key not in known or known[key].state == HintState.GONE
    ]
    return appeared, [h.message for k, h in known.items() if k not in hits and h.state != HintState.GONE]


def _hint(check: ReportCheck, key: str, hit: Hit) -> Hint:
    return Hint(state=HintState.OPEN, check_matter=check, key=key, division_id=hit.division, **_said(hit))


def _said(hit: Hit) -> dict[str, Any]:
    told = {
        "rule": hit.rule,
        "clause": hit.clause,
        "kind": hit.kind,
        "section": hit.section,
        "cell": hit.cell,
        "found": hit.found,
        "expected": hit.expected,
        "message": hit.message,
    }
    return {name: text[: LONGEST.get(name, 48)] for name, text in told.items()}


def _tell(hints: Iterable[Hint], verb: str, by: Actor, at: datetime) -> None:
    rows = list(hints)
    if rows:
        advance(rows, verb, by=by, at=at, clause="measures:41", facts={"hints": len(rows)})


def _renew(pairs: list[tuple[Hint, Hit]]) -> None:
    """A hint that nobody has answered shows what the rule says now; an answered one keeps what was answered."""
    changed = []
    for hint, hit in pairs:
        told = _said(hit)
        if hint.state == HintState.OPEN and any(getattr(hint, n) != v for n, v in told.items()):
            for name, text in told.items():
                setattr(hint, name, text)
            changed.append(hint)
    Hint.objects.bulk_update(changed, list(_FIELDS), batch_size=200)


_FIELDS = ("rule", "clause", "kind", "section", "cell", "found", "expected", "message")
