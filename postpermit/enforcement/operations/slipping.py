"""转办: findings of one unit go to 监管 or 监测 as one lead and one linkage task, and what comes back ends them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.enforcement.models import VisitFinding, VisitPicture
from postpermit.enforcement.operations.findings import UnableToSettle
from postpermit.enforcement.operations.holding import about_finding, hold, refuse_secret
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.states import Disposition, FindingState
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.operations import confirm_lead, suspect_lead
from postpermit.linkage.queries.outcomes import DONE, outcome_words
from postpermit.linkage.rules import lead_division
from postpermit.linkage.states import LeadState, SlipState, Subject
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.attachments import attach
from postpermit.trail.files import path_of
from postpermit.trail.models import reference

F = FindingState
# To whom → (which of the three 监, where the finding goes). Who leads the subject receives it in any case (LK-2).
WAYS = {
    "APPROVAL": (Subject.SUPERVISION, Disposition.SUPERVISION),
    "POLLUTION": (Subject.SUPERVISION, Disposition.SUPERVISION),
    "ECOLOGY": (Subject.MONITORING, Disposition.MONITORING),
    "STATION": (Subject.MONITORING, Disposition.MONITORING),
}
MOST_PICTURES = 8


@transaction.atomic
def slip_finding(
    *, findings: Sequence[VisitFinding], to: str, description: str = "", by: Actor, at: datetime
) -> Slip:
    """Hand findings of one unit over to a division, as one confirmed lead and one task, with the photos of the items."""
    refuse_secret(description)
    rows = _together(findings, to, by)
    first = rows[0]
    subject, way = WAYS[to]
    told = "\n".join(f"{n}. {f.text}" for n, f in enumerate(rows, 1))
    lead = suspect_lead(
        division="ENFORCEMENT",
        what=told,
        clause=first.clause,
        found_on=first.found_on,
        origin=reference(first),
        origin_text=f"执法检查{first.visit.number}"[:120],
        facility=first.facility,
        by=by,
        at=at,
    )
    said = f"执法检查{first.visit.number}发现下列问题，请核实处理并反馈：\n{told}\n{description.strip()}"
    slip = confirm_lead(
        lead=lead,
        subject=subject,
        receivers=list(dict.fromkeys((lead_division(subject), to))),
        title=f"{first.facility.name}检查问题转办"[:100],
        description=said.strip(),
        by=by,
        at=at,
    )
    changes = {"disposition": way, "slip": slip}
    facts = {"slip": slip.number, "to": to}
    advance(rows, "slip", by=by, at=at, clause="plan:8.1", facts=facts, changes=changes)
    for finding in rows:
        rehang(finding, about_finding(finding), by=by, at=at)
    _attach_pictures(slip, rows, by, at)
    for given in findings:
        given.refresh_from_db()
    return slip


def _together(findings: Sequence[VisitFinding], to: str, by: Actor) -> list[VisitFinding]:
    if to not in WAYS:
        raise UnableToSettle("请选择转给哪个科室。", place="to")
    if not findings:
        raise UnableToSettle("请选择要转办的问题。", place="findings")
    for pk in sorted({f.visit_id for f in findings}):
        hold(pk)
    keys = [f.pk for f in findings]
    rows = list(VisitFinding.objects.select_for_update().filter(pk__in=keys).order_by("visit_id", "number"))
    if any(f.state != F.OPEN for f in rows):
        raise UnableToSettle("所选问题中有已确定处理方式的，请刷新后重新选择。", place="findings")
    if len({f.facility_id for f in rows}) > 1:
        raise UnableToSettle("一次只能转办同一单位的问题。", place="findings")
    if by.division != "ENFORCEMENT":
        raise UnableToSettle("检查问题由执法大队转办。", place="findings")
    return rows


def _attach_pictures(slip: Slip, rows: Sequence[VisitFinding], by: Actor, at: datetime) -> None:
    """The photos taken at the items go along: the receiver has them in hand."""
    asked = Q(pk__in=[])
    for finding in rows:
        if finding.question:
            asked |= Q(visit=finding.visit_id, question=finding.question)
    held = VisitPicture.objects.filter(asked).select_related("attachment").order_by("pk")[:MOST_PICTURES]
    for picture in held:
        if path_of(picture.sha256).exists():
            data = path_of(picture.sha256).read_bytes()
            note = f"检查照片：{picture.caption}"[:200]
            attach(subject=slip, name=picture.attachment.name, data=data, note=note, by=by, at=at)


@transaction.atomic
def follow_slips(*, by: Actor, at: datetime) -> int:
    """Look down at the tasks of findings: a confirmed feedback ends them, a task called off for good gives them back."""
    over = Q(slip__state__in=(*DONE, SlipState.WITHDRAWN))
    keys = VisitFinding.objects.filter(over, state=F.SLIPPED).order_by("visit_id", "pk")
    return sum(_follow(pk, by, at) for pk in list(keys.values_list("pk", flat=True)))


def _follow(pk: int, by: Actor, at: datetime) -> int:
    finding = VisitFinding.objects.select_related("slip__lead", "facility", "visit").get(pk=pk)
    hold(finding.visit_id)
    finding.refresh_from_db(fields=["state", "revision"])
    if finding.state != F.SLIPPED or finding.slip is None or finding.slip.lead is None:
        return 0
    lead = finding.slip.lead
    if lead.state == LeadState.SET_ASIDE:
        why = f"联动任务 {finding.slip.number} 已撤回，线索不再移交"
        changes: dict[str, Any] = {"disposition": Disposition.UNDECIDED, "slip": None}
        advance(finding, "return", by=by, at=at, clause="plan:8.1", why=why, changes=changes)
    elif finding.slip.state == SlipState.WITHDRAWN:
        return _sent_anew(finding, lead)
    elif said := outcome_words(lead):
        changes = {"outcome": said[:300], "resolved_on": localdate(at)}
        advance(
            finding, "feed-back", by=by, at=at, clause="plan:8.1", facts={"outcome": said}, changes=changes
        )
    else:
        return 0
    rehang(finding, about_finding(finding), by=by, at=at)
    return 1


def _sent_anew(finding: VisitFinding, lead: ViolationLead) -> int:
    """The suspicion was confirmed again with another task: that one is followed from now on."""
    newer = Slip.objects.filter(lead=lead).exclude(state=SlipState.WITHDRAWN).order_by("-pk").first()
    if newer is not None:
        VisitFinding.objects.filter(pk=finding.pk).update(slip=newer)
    return 0
