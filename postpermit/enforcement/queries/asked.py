"""What a visit asks and what was answered: the list of its own day, the industry list beside it, the newest answers."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from postpermit import law
from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.rules.applicability import Listed, UnitFacts, applicable, known_facts
from postpermit.enforcement.rules.checklist import Summary, answer_fault, visit_summary
from postpermit.enforcement.states import CheckResult
from postpermit.register.models import Facility, SelfMonitoring
from postpermit.register.queries.dossier import in_force, limits_on
from postpermit.register.states import ManagementClass, Manner

OTHER = "行业"


@dataclass(frozen=True)
class Answered:
    """How the answers of a visit stand: results, questions twice answered, not answered, not explained."""

    asked: law.Checklist
    answers: dict[str, tuple[VisitAnswer, ...]]
    summary: Summary
    conflicts: tuple[str, ...]
    unanswered: tuple[str, ...]
    unexplained: tuple[str, ...]


def list_of(visit: Visit) -> law.Checklist:
    """The list as of the visit's own day, with the city's industry list behind it where one was added."""
    versions = law.checklist_versions(visit.checklist)
    own = next((c for c in versions if c.since == visit.checklist_since), versions[-1])
    if visit.extra_list is None:
        return own
    extra = visit.extra_list
    other = law.checklist_from_rows(
        extra.rows, code=str(extra.public_id), title=extra.name, since=extra.since
    )
    return replace(own, groups=(*own.groups, *(_beside(g) for g in other.groups)))


def _beside(group: law.ChecklistGroup) -> law.ChecklistGroup:
    """Another authority numbers its list as it likes: its codes never meet those of annex 3."""
    items = tuple(
        replace(
            i,
            code=f"{OTHER}{i.code}",
            questions=tuple(replace(q, code=f"{OTHER}{q.code}") for q in i.questions),
        )
        for i in group.items
    )
    return replace(group, code=f"{OTHER}{group.code}", items=items)


def current_answers(visit: Visit) -> dict[str, tuple[VisitAnswer, ...]]:
    """Question → the versions that count; two of them are a conflict. One query."""
    found: dict[str, list[VisitAnswer]] = defaultdict(list)
    for answer in VisitAnswer.objects.filter(visit=visit, current=True).order_by("pk"):
        found[answer.question].append(answer)
    return {question: tuple(rows) for question, rows in found.items()}


def facts_on(facility: Facility, on: date) -> dict[str, Any]:
    """What the register knows of the unit that day, as a visit keeps it from when it is prepared."""
    limits = list(limits_on(facility, on).values_list("annual_amount", flat=True))
    ways = list(
        in_force(SelfMonitoring.objects.filter(facility=facility), on).values_list("manner", flat=True)
    )
    outlets = list(facility.outlets.values_list("kind", "automatic"))
    listed = Listed(
        tuple(kind for kind, _ in outlets),
        bool(limits),
        any(amount is not None for amount in limits),
        bool(ways),
        Manner.AUTOMATIC in ways or any(automatic for _, automatic in outlets),
    )
    return {"class": facility.management_class, "known": known_facts(listed)}


def facts_of(visit: Visit) -> UnitFacts:
    """What was known about the unit when the visit was prepared: a later register changes nothing of what was asked."""
    kept = visit.unit_facts
    return UnitFacts(
        ManagementClass(kept.get("class") or visit.facility.management_class), kept.get("known", {})
    )


def answered(visit: Visit, answers: dict[str, tuple[VisitAnswer, ...]] | None = None) -> Answered:
    """Everything about the answers of a visit that its page and its closing need. ``answers``: read already."""
    asked, answers = list_of(visit), current_answers(visit) if answers is None else answers
    facts = facts_of(visit)
    one = {q: rows[-1] for q, rows in answers.items() if len(rows) == 1}
    results = {q: CheckResult(a.result) for q, a in one.items()}
    for question in asked.questions:
        if question.code not in answers and not applicable(question, facts).applies:
            results[question.code] = CheckResult.NOT_APPLICABLE
    faults = {q: answer_fault(CheckResult(a.result), a.note, closing=True) for q, a in one.items()}
    known = {q.code for q in asked.questions}
    return Answered(
        asked,
        answers,
        visit_summary(asked, results),
        tuple(q for q, rows in answers.items() if len(rows) > 1),
        tuple(q.code for q in asked.questions if q.code not in answers and q.code not in results),
        tuple(q for q, fault in faults.items() if fault and q in known),
    )
