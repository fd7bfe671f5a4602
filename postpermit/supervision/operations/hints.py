"""核实系统提示: a person confirms what the machine hints as a finding, or dismisses it with a reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.supervision.models import Finding, Hint
from postpermit.supervision.operations.findings import UnableToFind, next_number_in, sort_out
from postpermit.supervision.operations.settling import hold, settle
from postpermit.supervision.rules.handover import conduct_of
from postpermit.supervision.states import CheckState, FindingState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance

OPEN = (CheckState.AWAITED, CheckState.CHECKING, CheckState.SIGNED)


@transaction.atomic
def confirm_hint(
    *,
    hint: Hint,
    text: str = "",
    kind: str = "",
    conduct: str = "",
    demand: str = "",
    by: Actor,
    at: datetime,
) -> Finding:
    """Confirm one hint: it becomes a finding in this person's words, or in the machine's where none are given."""
    check = hold(hint.check_matter_id)
    _refuse_late(check.state)
    changes = {"decided_ref": by.ref, "decided_name": by.signature, "decided_at": at}
    advance(hint, "confirm", by=by, at=at, clause=hint.clause, facts={"rule": hint.rule}, changes=changes)
    finding = Finding.objects.create(
        state=FindingState.CONFIRMED,
        check_matter=check,
        facility=check.report.facility,
        origin_text=f"执行报告自动审核 {hint.rule}",
        hint=hint,
        number=next_number_in(check),
        kind=kind or hint.kind,
        conduct=conduct or conduct_of(hint.rule),
        section=hint.section,
        division_id=hint.division_id,
        clause=hint.clause,
        text=text.strip() or hint_words(hint),
        demand=demand.strip()[:300],
        found_on=localdate(at),
        confirmed_ref=by.ref,
        confirmed_name=by.signature,
    )
    sort_out(finding, by=by, at=at)
    settle(check, by=by, at=at)
    return finding


@transaction.atomic
def confirm_hints(*, hints: Sequence[Hint], by: Actor, at: datetime) -> list[Finding]:
    """Confirm several as they stand."""
    ordered = sorted(hints, key=lambda h: h.check_matter_id)  # always locked in one order
    return [confirm_hint(hint=h, by=by, at=at) for h in ordered]


@transaction.atomic
def dismiss_hints(*, hints: Sequence[Hint], why: str, by: Actor, at: datetime) -> list[Hint]:
    """Dismiss one or several hints of one check with the reason; they stay to be read."""
    check = hold(hints[0].check_matter_id)
    if {h.check_matter_id for h in hints} != {check.pk}:
        raise UnableToFind("一次只能处理同一份报告的提示。", place="hints")
    _refuse_late(check.state)
    changes = {
        "decided_ref": by.ref,
        "decided_name": by.signature,
        "decided_at": at,
        "why": why.strip()[:300],
    }
    facts = {"rules": sorted({h.rule for h in hints})}
    advance(list(hints), "dismiss", by=by, at=at, clause="plan:5.2", why=why, facts=facts, changes=changes)
    settle(check, by=by, at=at)
    return list(hints)


@transaction.atomic
def return_hint(*, hint: Hint, why: str, by: Actor, at: datetime) -> Hint:
    """Look at a dismissed hint again."""
    check = hold(hint.check_matter_id)
    _refuse_late(check.state)
    changes = {"decided_ref": "", "decided_name": "", "decided_at": None, "why": ""}
    advance(
        hint, "return", by=by, at=at, clause="plan:5.2", why=why, facts={"rule": hint.rule}, changes=changes
    )
    settle(check, by=by, at=at)
    return hint


def _refuse_late(state: str) -> None:
    if state not in OPEN:
        raise UnableToFind(
            "意见单已发出或检查已办结，系统提示不再核实；新发现的问题请用“提出问题”。", place="hint"
        )


def hint_words(hint: Hint) -> str:
    """The hint as a finding says it: what the rule says, where, what stands there and what it should be."""
    told = f"（{hint.cell}：报告写“{hint.found or '空白'}”，应为“{hint.expected}”）" if hint.expected else ""
    return f"{hint.message}{told}"
