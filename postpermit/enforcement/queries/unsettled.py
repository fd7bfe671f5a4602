"""Which questions of a visit failed without a finding, and how many were not looked at."""

from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.rules.unsettled import Failed, Unsettled
from postpermit.enforcement.states import CheckResult, FindingState


def unsettled_of(visit: Visit, stand: Answered | None = None) -> Unsettled:
    """What its answers leave open. Of two versions the one that failed speaks, until somebody has chosen."""
    stand = stand or answered(visit)
    told = set(visit.findings.exclude(state=FindingState.DROPPED).values_list("question", flat=True))
    failed, looked = [], False
    for question in stand.asked.questions:
        rows = stand.answers.get(question.code, ())
        looked = looked or any(r.result != CheckResult.NOT_CHECKED for r in rows)
        worst = [r for r in rows if r.result == CheckResult.FAILS]
        if worst and question.code not in told:
            failed.append(Failed(question.code, question.ask, worst[-1].note))
    return Unsettled(tuple(failed), stand.summary.questions[CheckResult.NOT_CHECKED], looked)
