"""What was answered on a visit: the versions that count, and where two of them do."""

from collections.abc import Iterable
from typing import Any

from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.queries.asked import current_answers, list_of
from postpermit.enforcement.rules.record_elements import ELEMENTS
from postpermit.enforcement.rules.versions import Version

# Elements of the record that were filled in on site are versioned like answers, under their code with this in front.
ELEMENT = "r."


def answers_of(visit: Visit) -> dict[str, tuple[VisitAnswer, ...]]:
    """Question → the versions that count, oldest first; two of them are a conflict. One query."""
    return current_answers(visit)


def conflicts_of(visit: Visit) -> tuple[str, ...]:
    """Questions and elements of the record of which two versions count."""
    return tuple(question for question, rows in answers_of(visit).items() if len(rows) > 1)


def versions_of(visit: Visit, question: str) -> tuple[Version, ...]:
    """Every version of one answer, for the rules that place a further one."""
    rows = visit.answers.filter(question=question).values_list("uid", "based_on", "current")
    return tuple(Version(str(uid), str(base or ""), current) for uid, base, current in rows)


def questions_asked(visit: Visit) -> dict[str, str]:
    """Code → wording of everything this visit asks: its own list and the industry's list beside it."""
    return {q.code: q.ask for q in list_of(visit).questions}


def named(questions: Iterable[str], visit: Visit) -> list[str]:
    """These questions in words, for a sentence that somebody reads."""
    words = questions_asked(visit) | {ELEMENT + e.code: e.label for e in ELEMENTS}
    return [words.get(code, code) for code in questions]


def version_row(row: VisitAnswer) -> dict[str, Any]:
    """A version as a device keeps it."""
    return {
        "uid": str(row.uid),
        "result": row.result,
        "note": row.note,
        "by": row.by_name,
        "told_at": row.told_at.isoformat() if row.told_at else "",
        "received_at": row.received_at.isoformat(),
    }
