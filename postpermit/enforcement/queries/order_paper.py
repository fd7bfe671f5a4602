"""责令改正违法行为决定书: one per unit of the findings, with the provisions that somebody chose, and the remedies with their terms."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from postpermit import law
from postpermit.enforcement.models import OrderGround, Visit, VisitFinding
from postpermit.enforcement.queries.asked import answered, list_of
from postpermit.enforcement.queries.paper_parts import (
    day_of,
    head_of,
    inspectors_of,
    register_elements,
    shown_elements,
)
from postpermit.enforcement.rules.checklist import basis_of
from postpermit.enforcement.rules.papers import by_party
from postpermit.enforcement.states import Disposition, FindingState, PaperKind
from postpermit.register.models import Facility

ORDERED = (Disposition.ON_THE_SPOT, Disposition.CASE)
# Stands in a value where the office has not yet said which body it is: the paper leaves a line to write on.
NOT_ENTERED = "未录入"
# Who made a document and under which number stands in its title for the office, not in a citation.
MAKER = re.compile(r"（[^）]*(?:号|令|日|月)）$")


@dataclass(frozen=True)
class Ground:
    """Provisions among which a person chooses for one finding. ``seen``: the choice that stands, 0 for none."""

    finding: VisitFinding
    duties: tuple[law.QuestionBasis, ...]
    penalties: tuple[law.QuestionBasis, ...]
    notes: tuple[str, ...]
    chosen: OrderGround | None

    @property
    def seen(self) -> int:
        """Which choice stands."""
        return self.chosen.pk if self.chosen else 0


def ordered(visit: Visit) -> dict[Facility, list[VisitFinding]]:
    """Unit → the findings that it is ordered to correct; the visited unit first, also without any."""
    rows = visit.findings.filter(disposition__in=ORDERED).exclude(state=FindingState.DROPPED)
    found = rows.order_by("number").select_related("facility").prefetch_related("grounds")
    return by_party(((f.facility, f) for f in found), visit.facility)


def ground_of(finding: VisitFinding) -> OrderGround | None:
    """The choice that stands."""
    return max(finding.grounds.all(), key=lambda g: g.pk, default=None)


def grounds_offered(visit: Visit, findings: list[VisitFinding], on: date) -> list[Ground]:
    """Per finding every provision in force on the day of the act, or since; which of two readings, a person says."""
    asked = {q.code: q for q in list_of(visit).questions}
    out = []
    for finding in findings:
        question = asked.get(finding.question)
        day = finding.found_on
        bases = basis_of(question, day, decided_on=max(on, day)) if question else None
        duties = bases.duties if bases else ()
        penalties = (*bases.penalties, *bases.later) if bases else _of_conduct(finding.conduct, day)
        out.append(
            Ground(
                finding,
                tuple(map(in_full, duties)),
                tuple(map(in_full, penalties)),
                bases.notes if bases else (),
                ground_of(finding),
            )
        )
    return out


def in_full(basis: law.QuestionBasis) -> law.QuestionBasis:
    """The provision under the full name of its document: a party knows no short ones."""
    if not basis.clause:
        return basis
    held = law.district().documents[law.clause(basis.clause).document]
    if not basis.text.startswith(held.short):
        return basis
    title = MAKER.sub("", held.title)
    return replace(basis, text=f"《{title}》{basis.text.removeprefix(held.short)}")


def _of_conduct(conduct: str, day: date) -> tuple[law.QuestionBasis, ...]:
    """A finding at no question: the provisions of the conduct that was named."""
    if conduct not in {c.code for c in law.penalty_conducts()}:
        return ()
    held = [b for b in law.penalty_conduct(conduct).bases if b.in_force(day)]
    return tuple(
        law.QuestionBasis("penalty", b.label, b.clause, since=b.since, until=b.until, confirmed=b.confirmed)
        for b in held
    )


def order_content(visit: Visit, unit: Facility | None = None) -> dict[str, Any]:
    """The facts of one unit, what it broke, what it is to do, and how it may contest the order."""
    party = unit or visit.facility
    kept = ordered(visit).get(party, [])
    visited = party.pk == visit.facility_id
    return {
        **head_of(visit, PaperKind.ORDER, party),
        # Numbered for the party, who knows nothing of what was found elsewhere on the visit.
        "facts": [
            {"number": n, "finding": f.number, "text": f.text, **_chosen(f)} for n, f in enumerate(kept, 1)
        ],
        "demands": [
            {"number": n, "text": f.demand, "due_on": f.due_on.isoformat() if f.due_on else ""}
            for n, f in enumerate(kept, 1)
        ],
        "elements": shown_elements(visit, answered(visit)) if visited else register_elements(party),
        "remedies": remedies(day_of(visit)),
        "inspectors": inspectors_of(visit),
        "ending": "以下空白",
    }


def _chosen(finding: VisitFinding) -> dict[str, list[str]]:
    ground = ground_of(finding)
    return {"duties": ground.duties if ground else [], "penalties": ground.penalties if ground else []}


def remedies(on: date) -> dict[str, Any]:
    """Terms and bodies of review and suit, as they stand on a day, each with whether it is confirmed."""
    names = {
        "review": "penalty.review.days",
        "suit": "penalty.suit.months",
        "review_body": "order.review.body",
        "court": "order.suit.court",
    }
    held = {key: law.value(name, on=on) for key, name in names.items()}
    return {
        key: {
            "value": "" if v.value == NOT_ENTERED else v.value,
            "unit": v.unit,
            "sure": v.confirmed,
        }
        for key, v in held.items()
    }
