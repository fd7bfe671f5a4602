"""Feedback notices as a list, and what one notice's page shows: what it tells, what came back, what it leaves out and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.models import Division
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.supervision.models import Correction, FeedbackNotice, Finding, ReportVersion
from postpermit.supervision.states import FindingState, NoticeState
from postpermit.trail.models import Attachment, reference
from postpermit.trail.queries import attachments_of, timeline

EARLY = (NoticeState.DRAFT, NoticeState.PENDING)


@dataclass
class Beside:
    """Beside a row of the list. ``told``: problems told or to be told; ``waiting``: without an answer yet."""

    told: int = 0
    waiting: int = 0
    duty: Duty | None = None


@dataclass(frozen=True)
class Part:
    """What one division tells, in the order of the report's sections."""

    division: Division
    findings: Sequence[Finding]


@dataclass
class Told:
    """One thing told, word for word, the finding as it stands today, and what the unit sent about it."""

    item: Mapping[str, Any]
    finding: Finding | None = None
    corrections: Sequence[Correction] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class NoticePage:
    """``left_out``: findings of the check that this notice does not tell, each with the reason."""

    parts: Sequence[Part]
    told: Sequence[Told]
    left_out: Sequence[tuple[Finding, str]]
    waits: Sequence[Duty]
    attachments: Sequence[Attachment]
    issued_at: datetime | None


def notice_list(
    standing: Standing, *, on: date, state: str = "", overdue: str = "", q: str = ""
) -> "QuerySet[FeedbackNotice]":
    """Notices that this officer may see, newest first; ``overdue``: the agreed day has passed without the last answer."""
    rows = visible_to(standing, FeedbackNotice)
    if state:
        rows = rows.filter(state=state)
    if overdue:
        rows = rows.filter(state=NoticeState.ISSUED, reply_due_on__lt=on)
    for word in narrow(q).lower().split()[:5]:
        unit = Q(check_matter__report__facility__search_text__contains=word)
        rows = rows.filter(unit | Q(number__icontains=word))
    return rows.select_related("check_matter__report__facility").order_by("-pk")


def beside_rows(notices: Sequence[FeedbackNotice]) -> dict[int, Beside]:
    """Notice → what stands beside it in the list. A fixed number of queries."""
    of_check = {n.check_matter_id: n for n in notices}
    out = {n.pk: Beside(len(n.items)) for n in notices}
    counted = (
        Finding.objects.filter(check_matter__in=of_check).order_by().values_list("check_matter", "state")
    )
    for check, state, count in counted.filter(late=False).annotate(n=Count("pk")):
        notice = of_check[check or 0]
        if state == FindingState.CONFIRMED and notice.state in EARLY:
            out[notice.pk].told += count
        if state == FindingState.NOTIFIED:
            out[notice.pk].waiting += count
    owner = {reference(n): n.pk for n in notices}
    for duty in awaited(owner):
        row = out[owner[duty.subject_ref]]
        row.duty = row.duty or duty
    return out


def notice_page_of(notice: FeedbackNotice, telling: Iterable[Finding] = ()) -> NoticePage:
    """The parts of the page in a fixed number of queries; ``telling``: what a draft would tell now."""
    early = notice.state in EARLY
    parts = parts_of(telling)
    every = Finding.objects.filter(check_matter=notice.check_matter_id).exclude(state=FindingState.DROPPED)
    findings = list(every.select_related("division", "facility").order_by("number", "pk"))
    numbers = {i["number"] for i in notice.items} or {f.number for p in parts for f in p.findings}
    return NoticePage(
        parts,
        [] if early else _told(notice, findings),
        [(f, _why_left_out(f)) for f in findings if f.number not in numbers],
        awaited([reference(notice)]),
        list(attachments_of(notice)),
        issue_moment(notice),
    )


def issue_moment(notice: FeedbackNotice) -> datetime | None:
    """When it was signed and sent out, as the trail says; None for a draft."""
    said = timeline(notice).filter(verb="issue").first()
    return said.at if said else None


def parts_of(findings: Iterable[Finding]) -> list[Part]:
    """What a notice tells, by division, each in the order of the report's sections."""
    order = {s.code: at for at, s in enumerate(law.report_sections())}
    rows = sorted(findings, key=lambda f: (order.get(f.section, len(order)), f.number))
    divisions = {f.division_id: f.division for f in rows}
    known = [d["code"] for d in law.district().divisions]
    return [
        Part(divisions[code], [f for f in rows if f.division_id == code])
        for code in known
        if code in divisions
    ]


def _told(notice: FeedbackNotice, findings: Sequence[Finding]) -> list[Told]:
    known = {f.number: f for f in findings}
    out = [Told(item, known.get(item["number"])) for item in notice.items]
    shown = [t.finding for t in out if t.finding]
    sent: dict[int, list[Correction]] = defaultdict(list)
    for made in Correction.objects.filter(finding__in=shown).select_related("version").order_by("pk"):
        sent[made.finding_id].append(made)
    files: dict[str, list[Attachment]] = defaultdict(list)
    for held in attachments_of(*shown) if shown else ():
        files[held.subject].append(held)
    for told in out:
        if told.finding:
            told.corrections, told.files = sent[told.finding.pk], files[reference(told.finding)]
    return out


def _why_left_out(finding: Finding) -> str:
    """Why a finding stands beside the notice and not in it (plan 5.3)."""
    if finding.late:
        return "意见单发出后发现，不再另发，转下次检查或作为线索移交"
    if finding.state == FindingState.PROPOSED:
        return "技术机构的建议，科室尚未决定"
    return "按规定立即移交，不等整改"


def answerable(notice: FeedbackNotice) -> list[Finding]:
    """Told findings that still wait for the unit's answer."""
    rows = Finding.objects.filter(check_matter=notice.check_matter_id, state=FindingState.NOTIFIED)
    return list(rows.select_related("division").order_by("number", "pk"))


def corrected_versions(notice: FeedbackNotice) -> list[ReportVersion]:
    """Versions of the report that were submitted after the notice had gone out, newest first."""
    rows = ReportVersion.objects.filter(check_matter=notice.check_matter_id).defer("content")
    return (
        list(rows.filter(submitted_on__gte=notice.issued_on).order_by("-number")) if notice.issued_on else []
    )
