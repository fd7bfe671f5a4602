"""After a visit: one text in the field order of the city's system to paste there, and the photos sorted by item."""

from typing import Any

from postpermit import law
from postpermit.enforcement.models import Visit, VisitPicture
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.queries.paper_parts import inspectors_of, minute, participants_of, shown_elements
from postpermit.enforcement.queries.papers import item_words, photo_rows, question_words, with_captions
from postpermit.enforcement.rules.papers import BOTH
from postpermit.enforcement.states import CheckResult, FindingState, PictureKind

SYSTEM, THING = "CITY-ENFORCEMENT", "enforcement.visit"


def paste_text(visit: Visit, system: str = SYSTEM) -> str:
    """Line by line as the system asks; the order is data of the district, so that a new form is no new program."""
    facts = facts_of(visit)
    order = law.system(system).fields[THING]
    return "\n".join(f"{label}：{facts.get(fact, '')}" for label, fact in order)


def facts_of(visit: Visit) -> dict[str, str]:
    """The named facts that field orders are written with."""
    stand = answered(visit)
    elements = shown_elements(visit, stand)
    people = inspectors_of(visit)
    unit = visit.facility
    findings = list(visit.findings.exclude(state=FindingState.DROPPED).order_by("number"))
    return {
        "number": visit.inspection_code,
        "reason": "、".join(t for t in (str(visit.get_reason_display()), visit.reason_text) if t),
        "kind": str(visit.get_kind_display()),
        "manner": str(visit.get_manner_display()),
        "unit": str(elements.get("party", unit.name)),
        "uscc": str(elements.get("uscc", unit.uscc)),
        "unit_number": unit.number,
        "legal": str(elements.get("legal_representative", "")),
        "in_charge": str(elements.get("in_charge", "")),
        "phone": str(elements.get("in_charge_phone") or elements.get("party_phone", "")),
        "address": str(elements.get("place", "")),
        "began": minute(visit.started_at),
        "ended": minute(visit.ended_at),
        "who": "、".join(p["name"] for p in people),
        "certificates": "、".join(p["certificate"] for p in people),
        "others": "、".join(f"{p['name']}（{p['body'] or p['kind']}）" for p in participants_of(visit)),
        "outcome": str(visit.get_outcome_display()) if visit.outcome else "",
        "items": items_words(stand),
        "findings": "；".join(f"{f.number}. {f.text}" for f in findings),
        "ways": "；".join(f"{f.number}. {f.get_disposition_display()}" for f in findings),
        "text": visit.conclusion,
        "photos": "；".join(
            f"{p['question'] or '其他'} {p['file']} {p['proves']}" for p in photos_by_item(visit, stand)
        ),
    }


def items_words(stand: Answered) -> str:
    """Item by item; of an item that failed also what was noted at its questions, of two versions both."""
    out = []
    for item in stand.asked.items:
        said = [question_words(stand, q) for q in item.questions]
        notes = [note for result, note in said if result in (BOTH, CheckResult.FAILS.label)]
        more = f"（{'；'.join(notes)}）" if notes else ""
        out.append(f"{item.code} {item.label}：{item_words(stand, item)}{more}")
    return "；".join(out)


def photos_by_item(visit: Visit, stand: Answered | None = None) -> list[dict[str, Any]]:
    """Photos in the order of the list, those of no item last."""
    asked = (stand or answered(visit)).asked
    order = {q.code: place for place, q in enumerate(asked.questions)}
    rows = list(with_captions(VisitPicture.objects.filter(visit=visit, kind=PictureKind.EVIDENCE)))
    rows.sort(key=lambda p: (order.get(p.question, len(order)), p.pk))
    return photo_rows(visit, rows)
