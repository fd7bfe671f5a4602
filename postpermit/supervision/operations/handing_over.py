"""移交: the division that found it hands over to 执法大队 as a linkage task on a lead, and follows what comes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.operations import confirm_lead, suspect_lead
from postpermit.linkage.queries.outcomes import DONE, outcome_words
from postpermit.linkage.states import LeadState
from postpermit.supervision.models import Finding
from postpermit.supervision.operations.settling import about_finding, hold, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.states import FindingState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.files import path_of
from postpermit.trail.models import reference
from postpermit.trail.queries import attachments_of

MOST_FILES = 8


class UnableToHandOver(Refused):
    """The findings are of different units or divisions, or do not stand at the hand-over."""


@transaction.atomic
def hand_over(*, findings: Sequence[Finding], note: str = "", by: Actor, at: datetime) -> Slip:
    """Hand findings of one division about one unit over as one lead and one task (执法跟踪检查), evidence attached."""
    asked = Finding.objects.filter(pk__in=[f.pk for f in findings])
    of_checks = asked.order_by().filter(check_matter__isnull=False).values_list("check_matter", flat=True)
    held = [
        hold(pk) for pk in sorted(pk for pk in set(of_checks) if pk)
    ]  # the check first, as every act does
    rows = list(asked.select_for_update().order_by("number", "pk"))
    first = _refuse_mixed(rows, by)
    told = "\n".join(
        f"{n}. {f.text}（{f.why}）" if f.why else f"{n}. {f.text}" for n, f in enumerate(rows, 1)
    )
    lead = suspect_lead(
        division=first.division_id,
        what=told,
        clause=first.clause,
        found_on=first.found_on,
        origin_text=first.origin_text or "执行报告检查",
        origin=reference(first),
        facility=first.facility,
        by=by,
        at=at,
    )
    slip = confirm_lead(
        lead=lead,
        title=f"{first.facility.name}执法跟踪检查"[:100],
        description=f"请对下列问题开展执法跟踪检查并反馈查处情况：\n{told}"
        + (f"\n{note.strip()}" if note.strip() else ""),
        by=by,
        at=at,
    )
    advance(
        rows,
        "hand-over",
        by=by,
        at=at,
        clause="plan:5.3",
        facts={"slip": slip.number},
        changes={"lead": lead},
    )
    for finding in rows:
        rehang(finding, about_finding(finding), by=by, at=at)
    _attach_evidence(slip, rows, by, at)
    for check in held:
        settle(check, by=by, at=at)
    return slip


def _refuse_mixed(rows: list[Finding], by: Actor) -> Finding:
    if not rows:
        raise UnableToHandOver("请选择要移交的问题。", place="findings")
    if any(f.state != FindingState.LEAD for f in rows):
        raise UnableToHandOver("所选问题中有已移交或不在待移交状态的，请刷新后重新选择。", place="findings")
    if len({(f.facility_id, f.division_id) for f in rows}) > 1:
        raise UnableToHandOver("一次只能移交同一单位、同一科室发现的问题。", place="findings")
    if by.division != rows[0].division_id:
        raise UnableToHandOver("线索由发现问题的科室移交。", place="findings")
    return rows[0]


def _attach_evidence(slip: Slip, rows: Sequence[Finding], by: Actor, at: datetime) -> None:
    """What was hung on the findings, the reports and the records of the checks goes along: the inspector has it in hand."""
    reports = {f.check_matter_id: f.check_matter for f in rows if f.check_matter}
    records = sorted({f.origin for f in rows if f.origin})
    seen: set[str] = set()
    for held in attachments_of(*rows, *[r for r in reports.values() if r is not None], *records).order_by(
        "-pk"
    )[: MOST_FILES * 2]:
        if held.sha256 in seen or len(seen) >= MOST_FILES or not path_of(held.sha256).exists():
            continue
        seen.add(held.sha256)
        data = path_of(held.sha256).read_bytes()
        attach(subject=slip, name=held.name, data=data, note=f"移交证据：{held.note}"[:200], by=by, at=at)


@transaction.atomic
def follow_leads(*, by: Actor, at: datetime, leads: Sequence[ViolationLead] | None = None) -> int:
    """Look down at the leads of handed-over findings: one with an outcome, or laid aside, answers its findings."""
    rows = Finding.objects.filter(state=FindingState.HANDED_OVER)
    if leads is not None:
        rows = rows.filter(lead__in=leads)
    done = Q(lead__state=LeadState.SET_ASIDE) | Q(lead__slips__state__in=DONE)
    found = list(rows.filter(done).distinct().select_related("lead").order_by("check_matter_id", "pk"))
    answered = 0
    for finding in found:
        assert finding.lead is not None
        said = outcome_words(finding.lead)
        if said and _answer(finding, said, by, at):
            answered += 1
    return answered


def _answer(finding: Finding, said: str, by: Actor, at: datetime) -> bool:
    """Whether it still waited for that answer, now that its check is held."""
    check = hold(finding.check_matter_id) if finding.check_matter_id else None
    finding.refresh_from_db(fields=["state", "revision"])
    if finding.state != FindingState.HANDED_OVER:
        return False
    changes = {"outcome": said, "resolved_on": localdate(at)}
    advance(finding, "answer", by=by, at=at, clause="plan:3.5", facts={"outcome": said}, changes=changes)
    rehang(finding, about_finding(finding), by=by, at=at)
    if check is not None:
        settle(check, by=by, at=at)
    return True
