"""What several papers of a visit share: their head, people, elements of the record, and answers of which two versions count."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from postpermit import law
from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.queries.answers import ELEMENT
from postpermit.enforcement.queries.asked import Answered
from postpermit.enforcement.rules.papers import BOTH
from postpermit.enforcement.rules.record_elements import ELEMENTS
from postpermit.enforcement.states import CheckResult, PaperKind, TeamRole
from postpermit.register.models import Facility

DRAFT_HEAD = "底稿"


def head_of(visit: Visit, kind: PaperKind, unit: Facility | None = None) -> dict[str, Any]:
    """The head of a paper. Until it bears a number it is 底稿."""
    party = unit or visit.facility
    return {
        "form": kind.label,
        "head": DRAFT_HEAD,
        "visit": visit.number,
        "inspection_code": visit.inspection_code,
        "kind": str(visit.get_kind_display()),
        "manner": str(visit.get_manner_display()),
        "reason": str(visit.get_reason_display()),
        "outcome": str(visit.get_outcome_display()) if visit.outcome else "",
        "unit": party.name,
        "unit_number": party.number,
    }


def issued_here(on: date) -> bool:
    """Whether papers of that day are issued by this system."""
    return bool(law.value("inspection.place_of_issue", on=on).value == "yes")


def day_of(visit: Visit) -> date:
    """The day of the visit as its papers read it."""
    when = visit.ended_at or visit.started_at
    return localtime(when).date() if when else visit.scheduled_on


def elements_of(visit: Visit) -> dict[str, Any]:
    """What was written, and from the register what nobody wrote otherwise."""
    return {**register_elements(visit.facility), **{k: v for k, v in visit.record.items() if v != ""}}


def register_elements(unit: Facility) -> dict[str, Any]:
    """What the register knows of a unit, as the record names it."""
    return {e.code: str(getattr(unit, e.of) or "") for e in ELEMENTS if e.of}


def shown_elements(visit: Visit, stand: Answered) -> dict[str, Any]:
    """The elements as papers show them: of two versions both, until somebody has chosen."""
    two = {
        code: both_words([r.note for r in rows])
        for e in ELEMENTS
        if len(rows := stand.answers.get(ELEMENT + (code := e.code), ())) > 1
    }
    return {**elements_of(visit), **two}


def both_words(versions: Sequence[str]) -> str:
    """Both versions in one line."""
    return f"{BOTH}（{'；'.join(f'{n}. {v}' for n, v in enumerate(versions, 1))}）"


def answer_words(rows: Sequence[VisitAnswer]) -> str:
    """Both versions of an answer with what was noted at each."""
    return both_words([f"{CheckResult(r.result).label}{'，' + r.note if r.note else ''}" for r in rows])


def inspectors_of(visit: Visit) -> list[dict[str, str]]:
    """Who inspected, with the certificate numbers of that day; 主办 first."""
    rows = sorted(visit.officers.filter(left_as=""), key=lambda r: (r.role != TeamRole.LEAD, r.pk))
    return [{"name": r.name, "certificate": r.certificate, "role": str(r.get_role_display())} for r in rows]


def participants_of(visit: Visit) -> list[dict[str, str]]:
    """Who came along; they sign as present, never as inspectors."""
    return [
        {"kind": str(p.get_kind_display()), "name": p.name, "body": p.body} for p in visit.participants.all()
    ]


def minute(when: datetime | None) -> str:
    """To the minute, in Shanghai."""
    return f"{localtime(when):%Y-%m-%d %H:%M}" if when else ""
