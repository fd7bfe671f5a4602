"""信息公开检查与台账检查: what was seen, kept with its picture; what was wrong becomes a finding without a report."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.register.models import Facility
from postpermit.register.states import ManagementClass
from postpermit.supervision.models import DisclosureCheck, DisclosurePlatform, Finding, LedgerCheck
from postpermit.supervision.operations.findings import add_finding_from, drop_finding, not_a_lead
from postpermit.supervision.states import Conduct, EvidenceState, FindingKind, FindingState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

E = TypeVar("E", bound=DisclosureCheck | LedgerCheck)
Files = Sequence[tuple[str, bytes]]
DISCLOSURE_CLAUSE, LEDGER_CLAUSE = "plan:14.1", "plan:12.1"
# A finding that is on its way to enforcement is no longer taken back here.
GONE_ON = (FindingState.HANDED_OVER, FindingState.ANSWERED)


class UnableToCheckDisclosure(Refused):
    """What was seen is not told, its days cannot be, or what was wrong is not said."""


class UnableToCheckLedger(Refused):
    """What was looked at is not told, its span cannot be, or what was wrong is not said."""


class UnableToWithdrawEvidence(Refused):
    """The person who entered it, or one whose findings are with enforcement already."""


@transaction.atomic
def check_disclosure(
    *,
    facility: Facility,
    on: date,
    what: str,
    platform: str,
    in_order: bool,
    result: str,
    period: str = "",
    disclosed_on: date | None = None,
    required_by: date | None = None,
    seen_as: str = "",
    findings: Sequence[str] = (),
    kind: str = FindingKind.QUESTION,
    files: Files = (),
    by: Actor,
    at: datetime,
) -> DisclosureCheck:
    """Keep what a unit disclosed where and when. Not disclosed at all is the conduct that goes to enforcement at once."""
    _refuse(UnableToCheckDisclosure, facility, on, result, in_order, findings, at)
    if not what.strip():
        raise UnableToCheckDisclosure("请写明应公开的内容。", place="what")
    if platform not in set(DisclosurePlatform):
        raise UnableToCheckDisclosure("请选择公开平台。", place="platform")
    if disclosed_on is not None and disclosed_on > on:
        raise UnableToCheckDisclosure("公开日期不能晚于检查日期；尚未公开的不填。", place="disclosed_on")
    if in_order and disclosed_on is None:
        raise UnableToCheckDisclosure("符合要求的，请填写公开日期。", place="disclosed_on")
    made = DisclosureCheck.objects.create(
        **_base(facility, on, in_order, result, by),
        what=what.strip()[:120],
        platform=platform,
        period=period[:12],
        disclosed_on=disclosed_on,
        required_by=required_by,
        seen_as=seen_as.strip()[:300],
    )
    conduct = Conduct.NO_DISCLOSURE if not in_order and disclosed_on is None else Conduct.NONE
    told = {"what": made.what, "platform": platform, "disclosed_on": f"{disclosed_on or ''}"}
    _keep(made, told, DISCLOSURE_CLAUSE, files, by, at)
    _find(made, f"信息公开检查：{made.what}", DISCLOSURE_CLAUSE, findings, kind, conduct, by, at)
    return made


@transaction.atomic
def check_ledger(
    *,
    facility: Facility,
    on: date,
    categories: str,
    in_order: bool,
    result: str,
    from_on: date | None = None,
    to_on: date | None = None,
    kept: bool | None = None,
    findings: Sequence[str] = (),
    kind: str = FindingKind.QUESTION,
    files: Files = (),
    by: Actor,
    at: datetime,
) -> LedgerCheck:
    """Keep what was seen of a ledger; registered units keep one as well. ``kept``: as many years as the law asks."""
    _refuse(UnableToCheckLedger, facility, on, result, in_order, findings, at)
    if not categories.strip():
        raise UnableToCheckLedger("请写明看了哪些台账。", place="categories")
    if from_on is not None and to_on is not None and from_on > to_on:
        raise UnableToCheckLedger("台账时段的起止颠倒了。", place="to_on")
    if in_order and kept is False:
        raise UnableToCheckLedger("保存年限不符合要求的，整体不能记为符合要求。", place="in_order")
    made = LedgerCheck.objects.create(
        **_base(facility, on, in_order, result, by),
        categories=categories.strip()[:200],
        from_on=from_on,
        to_on=to_on,
        kept=kept,
    )
    told = {"categories": made.categories, "from_on": f"{from_on or ''}", "to_on": f"{to_on or ''}"}
    _keep(made, told, LEDGER_CLAUSE, files, by, at)
    _find(made, f"台账检查：{made.categories}", LEDGER_CLAUSE, findings, kind, Conduct.NONE, by, at)
    return made


def _refuse(
    error: type[Refused],
    facility: Facility,
    on: date,
    result: str,
    in_order: bool,
    findings: Sequence[str],
    at: datetime,
) -> None:
    if facility.management_class == ManagementClass.UNLISTED:
        raise error("未纳入名录的单位没有这项要求，请核对单位。", place="facility")
    if on > localdate(at):
        raise error("检查日期不能晚于今天。", place="on")
    if not result.strip():
        raise error("请写明检查情况。", place="result")
    if in_order and findings:
        raise error("符合要求的检查不带问题，请核对。", place="findings")
    if not in_order and not findings:
        raise error("不符合要求的，请写明问题。", place="findings")


def _base(facility: Facility, on: date, in_order: bool, result: str, by: Actor) -> dict[str, Any]:
    return {
        "state": EvidenceState.STANDING,
        "facility": facility,
        "division_id": by.division,
        "on": on,
        "in_order": in_order,
        "result": result.strip(),
        "entered_ref": by.ref,
        "entered_name": by.signature,
    }


def _keep(
    made: DisclosureCheck | LedgerCheck,
    told: dict[str, str],
    clause: str,
    files: Files,
    by: Actor,
    at: datetime,
) -> None:
    facts = told | {"on": made.on.isoformat(), "in_order": made.in_order, "result": made.result[:200]}
    label = f"登记{made._meta.verbose_name}"
    record("enter", label=label, subjects=[made, made.facility], by=by, at=at, clause=clause, facts=facts)
    for name, data in files:
        attach(subject=made, name=name, data=data, note="检查时所见", by=by, at=at)


def _find(
    made: DisclosureCheck | LedgerCheck,
    origin_text: str,
    clause: str,
    findings: Sequence[str],
    kind: str,
    conduct: str,
    by: Actor,
    at: datetime,
) -> None:
    for text in findings:
        add_finding_from(
            origin=reference(made),
            origin_text=origin_text,
            facility=made.facility,
            division=by.division,
            kind=kind,
            text=text,
            clause=clause,
            conduct=conduct,
            by=by,
            at=at,
        )


@transaction.atomic
def withdraw_evidence(*, evidence: E, why: str, by: Actor, at: datetime) -> E:
    """Withdraw a record that was entered wrongly, by a second person; findings that only stand on it go with it."""
    if by.ref == evidence.entered_ref:
        raise UnableToWithdrawEvidence("登记和撤销不能为同一人，请由另一位负责人撤销。", place="why")
    findings = Finding.objects.select_for_update().filter(origin=reference(evidence)).order_by("pk")
    if any(f.state in GONE_ON for f in findings):
        raise UnableToWithdrawEvidence("这次检查的问题已移交执法大队，不能撤销登记。", place="why")
    clause = DISCLOSURE_CLAUSE if isinstance(evidence, DisclosureCheck) else LEDGER_CLAUSE
    changes = {"withdrawn_ref": by.ref, "why": why.strip()[:200]}
    advance(evidence, "withdraw", by=by, at=at, clause=clause, why=why, changes=changes)
    said = f"检查登记已撤销：{why.strip()}"
    for finding in findings:
        if finding.state == FindingState.LEAD:
            not_a_lead(finding=finding, why=said, by=by, at=at)
        elif finding.state == FindingState.CONFIRMED:
            drop_finding(finding=finding, why=said, by=by, at=at)
    return evidence
