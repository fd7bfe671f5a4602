"""What stands between a visit and its end, and what it would answer to the task that it is for."""

from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.queries.signed import is_closed
from postpermit.enforcement.queries.unsettled import unsettled_of
from postpermit.enforcement.rules.corrected import recheck_fault
from postpermit.enforcement.rules.unsettled import found_nothing, left_words
from postpermit.enforcement.rules.visits import Closing, proposed_outcome
from postpermit.enforcement.states import FindingState, VisitOutcome
from postpermit.trail.queries import timeline


def closing_of(visit: Visit, stand: Answered | None = None) -> Closing:
    """What is still open on a visit."""
    undecided = visit.findings.filter(state=FindingState.OPEN).count()
    besides = _besides(visit)
    if visit.outcome != VisitOutcome.DONE:
        return Closing(visit.outcome, visit.kind, undecided, besides=besides)
    stand = stand or answered(visit)
    return Closing(
        visit.outcome,
        visit.kind,
        undecided,
        len(stand.conflicts),
        len(stand.unanswered),
        len(stand.unexplained),
        str(visit.record.get("unchecked_why", "")),
        besides,
    )


def _besides(visit: Visit) -> str:
    if visit.record_reopened_at is not None and not is_closed(visit):
        return "笔录重开更正后还没有重新签字，请上传签字笔录照片或登记已签署笔录。"
    found = visit.recheck_of
    if found is None or visit.outcome != VisitOutcome.DONE:
        return ""
    more = timeline(found).filter(verb="extend", at__gte=visit.started_at)
    correcting = found.state == FindingState.CORRECTING
    return recheck_fault(correcting=correcting, extended=correcting and more.exists())


def is_drawn(visit: Visit) -> bool:
    """Whether the unit was drawn at random."""
    return visit.planned is not None and visit.planned.drawn_in_id is not None


def feedback_words(visit: Visit) -> str:
    """What a visit says to the task that it answers, until somebody writes better."""
    found = [f.text for f in visit.findings.exclude(state=FindingState.DROPPED).order_by("number")]
    head = (
        f"已于 {localdate(visit.ended_at)} 开展执法检查（{visit.number}），"
        f"检查结局：{VisitOutcome(visit.outcome).label}。{visit.conclusion}"
    )
    if found:
        return f"{head}\n发现问题：\n" + "\n".join(f"{n}. {t}" for n, t in enumerate(found, 1))
    if visit.outcome != VisitOutcome.DONE:
        return head
    left = unsettled_of(visit)
    return head + ("\n未发现问题。" if found_nothing(0, left) else f"\n{left_words(left)}")


def proposed_for(visit: Visit) -> str:
    """The outcome that is proposed for the lead which the visit answers; a unit that was not inspected has none."""
    if visit.outcome != VisitOutcome.DONE:
        return ""
    ways = [f.disposition for f in visit.findings.exclude(state=FindingState.DROPPED)]
    return proposed_outcome(ways, len(ways))
