"""整改与补充说明: what the unit sent per finding, and what the owning division decides about it (plan 5.3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.supervision.models import Correction, FeedbackNotice, Finding, ReportVersion
from postpermit.supervision.operations.notices import about_notice
from postpermit.supervision.operations.settling import about_finding, hold, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.rules.handover import Answered, Fate, fate
from postpermit.supervision.states import CorrectionState, FindingState, NoticeState, ReceivedKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused


class UnableToCorrect(Refused):
    """The notice is not out, the finding waits for no answer, or the answer says nothing."""


@transaction.atomic
def receive_corrections(
    *,
    notice: FeedbackNotice,
    answers: Mapping[int, str],
    kind: str,
    on: date,
    version: ReportVersion | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    by: Actor,
    at: datetime,
) -> list[Correction]:
    """Enter what came: ``answers`` maps findings (pk) to what is said about them; several at once share the files.

    With the last one answered the notice is answered and the holder's duty discharged.
    """
    check = hold(notice.check_matter_id)
    notice = FeedbackNotice.objects.select_for_update().get(pk=notice.pk)
    _refuse_unfit(notice, answers, kind, on, version, localdate(at))
    waiting = {f.pk: f for f in check.findings.filter(state=FindingState.NOTIFIED)}
    if set(answers) - set(waiting):
        raise UnableToCorrect("所选问题中有已答复或不在本意见单内的，请刷新后重新选择。", place="findings")
    made = [_receive(waiting[pk], text, kind, on, version, by, at) for pk, text in sorted(answers.items())]
    for name, data in files:
        attach(subject=made[0].finding, name=name, data=data, note="整改或补充说明材料", by=by, at=at)
    if not check.findings.filter(state=FindingState.NOTIFIED).exists():
        advance(notice, "complete", by=by, at=at, clause="plan:5.3", facts={"number": notice.number})
        rehang(notice, about_notice(notice, check), by=by, at=at)
    settle(check, by=by, at=at)
    return made


def _refuse_unfit(
    notice: FeedbackNotice,
    answers: Mapping[int, str],
    kind: str,
    on: date,
    version: ReportVersion | None,
    today: date,
) -> None:
    if notice.state != NoticeState.ISSUED:
        raise UnableToCorrect("意见单未发出或已全部答复。", place="findings")
    if not answers:
        raise UnableToCorrect("请选择答复了哪些问题。", place="findings")
    if kind not in set(ReceivedKind):
        raise UnableToCorrect("请选择答复方式。", place="kind")
    if kind == ReceivedKind.REPORT and version is None:
        raise UnableToCorrect("请先录入修改后的执行报告，再登记答复。", place="kind")
    if any(not text.strip() for text in answers.values()):
        raise UnableToCorrect("请写明每个问题的整改或说明。", place="text")
    if on > today or (notice.issued_on is not None and on < notice.issued_on):
        raise UnableToCorrect("收到日期须在意见单发出之后、今天之前。", place="on")


def _receive(
    finding: Finding,
    text: str,
    kind: str,
    on: date,
    version: ReportVersion | None,
    by: Actor,
    at: datetime,
) -> Correction:
    made = Correction.objects.create(
        state=CorrectionState.RECEIVED,
        finding=finding,
        kind=kind,
        text=text.strip(),
        version=version,
        on=on,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"kind": kind, "on": on.isoformat(), "text": text.strip()[:200]}
    advance(finding, "reply", by=by, at=at, clause="plan:5.3", facts=facts)
    record("receive", label="收到整改或说明", subjects=[made], by=by, at=at, clause="plan:5.3", facts=facts)
    rehang(finding, about_finding(finding), by=by, at=at)
    return made


@transaction.atomic
def accept_correction(*, finding: Finding, why: str = "", by: Actor, at: datetime) -> Finding:
    """The answer meets the requirement: the finding is corrected."""
    return _decide(finding, "accept", why, by, at)


@transaction.atomic
def refuse_correction(*, finding: Finding, why: str, by: Actor, at: datetime) -> Finding:
    """It does not: by the table of plan 5.3 the finding goes to the hand-over."""
    return _decide(finding, "refuse", why, by, at)


def _decide(finding: Finding, verb: str, why: str, by: Actor, at: datetime) -> Finding:
    check = hold(finding.check_matter_id) if finding.check_matter_id else None
    on = localdate(at)
    made = finding.corrections.filter(state=CorrectionState.RECEIVED).first()
    if made is None:
        raise UnableToCorrect("该问题没有待审查的整改或说明。", place="why")
    answered = Answered.ACCEPTED if verb == "accept" else Answered.REFUSED
    settled = fate(finding.kind, finding.conduct, answered) is Fate.SETTLED
    said = {"decided_name": by.signature, "decided_on": on, "why": why.strip()}
    advance(made, verb, by=by, at=at, clause="plan:5.3", why=why, changes=said)
    changes = {"why": why.strip(), "resolved_on": on if settled else None}
    advance(finding, verb, by=by, at=at, clause="plan:5.3", why=why, changes=changes)
    rehang(finding, about_finding(finding), by=by, at=at)
    if check is not None:
        settle(check, by=by, at=at)
    return finding
