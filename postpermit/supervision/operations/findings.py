"""问题: added by a person, proposed by a technical body, dropped, carried over, or sent on as a lead."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.register.models import Facility
from postpermit.supervision.models import FeedbackNotice, Finding, ReadingOrder, ReportCheck
from postpermit.supervision.operations.settling import about_finding, hold, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.rules.handover import Answered, Fate, fate, late_finding_fault
from postpermit.supervision.states import CheckState, Conduct, FindingKind, FindingState, NoticeState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

ENDED = (CheckState.CLOSED, CheckState.NOT_OWED)
BEFORE = (CheckState.AWAITED, CheckState.CHECKING, CheckState.SIGNED)


class UnableToFind(Refused):
    """The finding says nothing, cites nothing, or comes at the wrong time."""


@transaction.atomic
def add_finding(
    *,
    check: ReportCheck,
    division: str,
    section: str,
    kind: str,
    text: str,
    clause: str,
    conduct: str = Conduct.NONE,
    demand: str = "",
    by: Actor,
    at: datetime,
) -> Finding:
    """Add what a person found. After the notice is out it is a late one, and goes to the hand-over or the next check."""
    check = hold(check.pk)
    _refuse_unfit(division, section, kind, text, clause, by)
    if check.state in ENDED:
        raise UnableToFind("检查已办结，请在下次检查中提出，或登记为线索。", place="text")
    finding = _create(
        check_matter=check,
        facility=check.report.facility,
        number=next_number_in(check),
        kind=kind,
        conduct=conduct,
        section=section,
        division_id=division,
        clause=clause,
        text=text.strip(),
        demand=demand.strip()[:300],
        late=is_late(check),
        origin_text="执行报告检查",
        by=by,
        at=at,
    )
    sort_out(finding, by=by, at=at)
    settle(check, by=by, at=at)
    return finding


@transaction.atomic
def add_finding_from(
    *,
    origin: str,
    origin_text: str,
    facility: Facility,
    division: str,
    kind: str,
    text: str,
    clause: str,
    conduct: str = Conduct.NONE,
    by: Actor,
    at: datetime,
) -> Finding:
    """A finding of a disclosure or ledger check, without a report and so without a notice: it goes the way of a lead."""
    _refuse_unfit(division, "", kind, text, clause, by)
    finding = _create(
        origin=origin,
        origin_text=origin_text[:120],
        facility=facility,
        kind=kind,
        conduct=conduct,
        division_id=division,
        clause=clause,
        text=text.strip(),
        late=True,
        by=by,
        at=at,
    )
    sort_out(finding, by=by, at=at)
    return finding


def _create(*, by: Actor, at: datetime, **given: Any) -> Finding:
    finding = Finding.objects.create(
        state=FindingState.CONFIRMED,
        found_on=localdate(at),
        confirmed_ref=by.ref,
        confirmed_name=by.signature,
        **given,
    )
    subjects = [finding, *([finding.check_matter] if finding.check_matter else [])]
    facts = {"text": finding.text[:200], "kind": finding.kind, "conduct": finding.conduct}
    record("find", label="提出问题", subjects=subjects, by=by, at=at, clause=finding.clause, facts=facts)
    return finding


def _refuse_unfit(division: str, section: str, kind: str, text: str, clause: str, by: Actor) -> None:
    if by.division != division:
        raise UnableToFind("问题以本科室的名义提出。", place="division")
    if not text.strip():
        raise UnableToFind("请写明问题。", place="text")
    if kind not in set(FindingKind):
        raise UnableToFind("请选择问题性质。", place="kind")
    row = law.district().sections.get(section)
    if section and (row is None or division not in row.divisions):
        raise UnableToFind("该章节不由本科室检查，请选择本科室的章节。", place="section")
    _refuse_unknown(clause)


def _refuse_unknown(clause: str) -> None:
    try:
        law.clause(clause)
    except law.UnknownClause:
        raise UnableToFind(f"没有这一条款：{clause}。", place="clause") from None


def is_late(check: ReportCheck) -> bool:
    """Whether no notice can tell a new finding of this check any more. Call while holding it."""
    return check.state not in BEFORE


def next_number_in(check: ReportCheck) -> int:
    """The next number within the check."""
    return Finding.objects.filter(check_matter=check).count() + 1


def sort_out(finding: Finding, *, by: Actor, at: datetime) -> None:
    """What plan 5.3 names goes at once; everything else waits for the notice, a late one for its division's decision."""
    at_once = law.value("finding.substantive.at_once", on=localdate(at)).value == "yes"
    decided = fate(finding.kind, finding.conduct, Answered.NOT_TOLD, substantive_at_once=at_once)
    if decided is Fate.HAND_OVER:
        to_lead(finding, "按方案应立即移交", by=by, at=at)
    elif finding.late:
        rehang(finding, about_finding(finding), by=by, at=at)
    elif _being_signed(finding):
        raise UnableToFind("意见单正在审签，请先退回修改，再提出问题。", place="text")


def _being_signed(finding: Finding) -> bool:
    """What lies before the head stays as it was read."""
    pending = FeedbackNotice.objects.filter(check_matter=finding.check_matter_id, state=NoticeState.PENDING)
    return finding.check_matter_id is not None and pending.exists()


def to_lead(finding: Finding, why: str, *, by: Actor, at: datetime) -> None:
    """Send the finding on its way to a lead, with the reason. Call while holding its check."""
    facts = {"why": why, "text": finding.text[:120]}
    advance(finding, "lapse", by=by, at=at, clause="plan:5.3", facts=facts, changes={"why": why})
    rehang(finding, about_finding(finding), by=by, at=at)


@transaction.atomic
def drop_finding(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """Take a confirmed finding back, with the reason, before it has been told."""
    if finding.check_matter_id is not None:
        hold(finding.check_matter_id)
    if _being_signed(finding):
        raise UnableToFind("意见单正在审签，请先退回修改，再撤销问题。", place="why")
    return _end(finding, "drop", why, by, at)


@transaction.atomic
def carry_finding(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """Leave a late finding to the next check: there is no second notice."""
    _refuse_without_reason(finding, why)
    return _end(finding, "carry", why, by, at)


@transaction.atomic
def escalate_finding(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """Send a late finding to the hand-over."""
    _refuse_without_reason(finding, why)
    check = hold(finding.check_matter_id) if finding.check_matter_id else None
    advance(finding, "escalate", by=by, at=at, clause="plan:5.3", why=why, changes={"why": why})
    rehang(finding, about_finding(finding), by=by, at=at)
    if check is not None:
        settle(check, by=by, at=at)
    return finding


@transaction.atomic
def not_a_lead(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """The head decides with a reason that nothing is handed over."""
    return _end(finding, "not-a-lead", why, by, at)


def _refuse_without_reason(finding: Finding, why: str) -> None:
    if fault := late_finding_fault(notice_out=True, late=finding.late, why=why):
        raise UnableToFind(fault, place="why")


def _end(finding: Finding, verb: str, why: str, by: Actor, at: datetime) -> Finding:
    check = hold(finding.check_matter_id) if finding.check_matter_id else None
    changes = {"why": why.strip(), "resolved_on": localdate(at)}
    advance(finding, verb, by=by, at=at, clause="plan:5.3", why=why, changes=changes)
    rehang(finding, about_finding(finding), by=by, at=at)
    if check is not None:
        settle(check, by=by, at=at)
    return finding


@transaction.atomic
def propose_finding(
    *,
    order: ReadingOrder,
    division: str,
    section: str,
    kind: str,
    text: str,
    clause: str,
    by: Actor,
    at: datetime,
) -> Finding:
    """What a contracted technical body thinks is wrong: a proposal under its name, until the division decides."""
    check = hold(order.check_matter_id)
    if check.state in ENDED:
        raise UnableToFind("检查已办结，不能再提出建议。", place="text")
    _refuse_proposal(order, division, section, kind, text, clause)
    finding = Finding.objects.create(
        state=FindingState.PROPOSED,
        check_matter=check,
        facility=check.report.facility,
        origin_text="技术机构阅核",
        number=next_number_in(check),
        kind=kind,
        section=section,
        division_id=division,
        clause=clause,
        text=text.strip(),
        found_on=localdate(at),
        late=is_late(check),
        proposed_name=by.signature,
    )
    facts = {"text": finding.text[:200], "division": division}
    record(
        "propose",
        label="技术机构提出建议",
        subjects=[finding, check],
        by=by,
        at=at,
        clause="plan:15.1",
        facts=facts,
    )
    rehang(finding, about_finding(finding), by=by, at=at)
    settle(check, by=by, at=at)
    return finding


def _refuse_proposal(
    order: ReadingOrder, division: str, section: str, kind: str, text: str, clause: str
) -> None:
    if ReadingOrder.objects.get(pk=order.pk).signed_at is not None:
        raise UnableToFind("结论已签署，不能再提出建议。", place="text")
    row = law.district().sections.get(section)
    if row is None or division not in row.divisions:
        raise UnableToFind("请选择章节和检查该章节的科室。", place="section")
    if not text.strip() or kind not in set(FindingKind):
        raise UnableToFind("请写明问题和性质。", place="text")
    _refuse_unknown(clause)


@transaction.atomic
def adopt_finding(*, finding: Finding, by: Actor, at: datetime) -> Finding:
    """The division takes the proposal over as its own finding."""
    check = hold(finding.check_matter_id) if finding.check_matter_id else None
    changes = {"confirmed_ref": by.ref, "confirmed_name": by.signature}
    advance(finding, "adopt", by=by, at=at, clause="plan:15.1", facts={"by": "division"}, changes=changes)
    sort_out(finding, by=by, at=at)
    if check is not None:
        settle(check, by=by, at=at)
    return finding


@transaction.atomic
def decline_finding(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """The division does not take the proposal over, with the reason."""
    return _end(finding, "decline", why, by, at)
