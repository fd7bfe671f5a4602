"""Which questions of a visit failed without a finding, and how many were not looked at."""

from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.queries.paper_parts import answer_words
from postpermit.enforcement.rules.unsettled import Failed, Unsettled
from postpermit.enforcement.states import CheckResult, FindingState


def unsettled_of(visit: Visit, stand: Answered | None = None) -> Unsettled:
    """What its answers leave open; of two versions neither speaks, until somebody has chosen."""
    stand = stand or answered(visit)
    told = set(visit.findings.exclude(state=FindingState.DROPPED).values_list("question", flat=True))
    failed, undecided, looked = [], [], False
    for question in stand.asked.questions:
        rows = stand.answers.get(question.code, ())
        looked = looked or any(r.result != CheckResult.NOT_CHECKED for r in rows)
        if len(rows) > 1:
            undecided.append(Failed(question.code, question.ask, answer_words(rows)))
        elif rows and rows[0].result == CheckResult.FAILS and question.code not in told:
            failed.append(Failed(question.code, question.ask, rows[0].note))
    unchecked = stand.summary.questions[CheckResult.NOT_CHECKED] - len(undecided)
    return Unsettled(tuple(failed), unchecked, looked, tuple(undecided))
