"""What an inspector's device takes along: the visits of the coming days with everything that is asked there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from postpermit import law
from postpermit.enforcement.models import DeviceAct, Visit, VisitPicture
from postpermit.enforcement.queries.answers import ELEMENT, answers_of, version_row
from postpermit.enforcement.queries.asked import facts_of, list_of
from postpermit.enforcement.queries.signed import is_closed
from postpermit.enforcement.rules.applicability import applicable
from postpermit.enforcement.rules.record_elements import ELEMENTS
from postpermit.enforcement.rules.versions import Outcome
from postpermit.enforcement.states import (
    CheckResult,
    ParticipantKind,
    PictureKind,
    TeamRole,
    VisitOutcome,
    VisitState,
)
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing

OPEN = (VisitState.ASSIGNED, VisitState.UNDERWAY, VisitState.ENDED)
# More than anybody visits in a week; the rest comes with the next load.
MOST = 30


def visits_to_load(standing: Standing, until: date) -> list[Visit]:
    """Open visits on which this officer is sent, up to that day, the earliest first."""
    rows = visible_to(standing, Visit, "fill").filter(state__in=OPEN, scheduled_on__lte=until)
    held = rows.select_related("facility", "extra_list").prefetch_related(
        "officers", "participants", "pictures__captions"
    )
    return list(held.order_by("scheduled_on", "pk")[:MOST])


def bundle(
    standing: Standing, *, on: date, until: date, before: Callable[[Visit], list[dict[str, Any]]]
) -> dict[str, Any]:
    """The whole load as JSON may hold it. Nothing of another officer's visits is in it.

    ``before``: the page before a visit as headings with lines; what other rooms know stands on it, so the door lays it.
    """
    visits = visits_to_load(standing, until)
    lists = {_key(v): _list(list_of(v), v.scheduled_on) for v in visits}
    return {
        "version": 1,
        "on": on.isoformat(),
        "until": until.isoformat(),
        "lists": lists,
        "elements": [{"code": e.code, "label": e.label, "part": e.part, "kind": e.kind} for e in ELEMENTS],
        "element_mark": ELEMENT,
        "results": CheckResult.choices(),
        "outcomes": VisitOutcome.choices(),
        "people": ParticipantKind.choices(),
        "picture_kinds": PictureKind.choices(),
        "visits": [_visit(v) | {"brief": before(v)} for v in visits],
    }


def _key(visit: Visit) -> str:
    return f"{visit.checklist}:{visit.checklist_since}:{visit.extra_list_id or 0}:{visit.scheduled_on}"


def _list(asked: law.Checklist, day: date) -> dict[str, Any]:
    """Groups, items and questions; of the bases those in force on the day of the visit."""

    def question(q: law.Question) -> dict[str, Any]:
        bases = [b.shown for b in q.bases if b.in_force(day)]
        bases += [f"技术规范 {name}（待确认）" for name in q.standards]
        return {"code": q.code, "ask": q.ask, "look": q.look, "bases": bases}

    return {
        "title": asked.title,
        "groups": [
            {
                "label": g.label,
                "items": [
                    {"code": i.code, "label": i.label, "questions": [question(q) for q in i.questions]}
                    for i in g.items
                ],
            }
            for g in asked.groups
        ],
    }


def _visit(visit: Visit) -> dict[str, Any]:
    unit, facts = visit.facility, facts_of(visit)
    asked = {q.code: applicable(q, facts) for q in list_of(visit).questions}
    return {
        "id": str(visit.public_id),
        "number": visit.number,
        "unit": unit.name,
        "address": unit.address,
        "kind": visit.get_kind_display(),
        "manner": visit.get_manner_display(),
        "reason": visit.reason_text or visit.get_reason_display(),
        "scheduled_on": visit.scheduled_on.isoformat(),
        "state": visit.state,
        "code": visit.inspection_code,
        "started_at": visit.started_at.isoformat() if visit.started_at else "",
        "ended_at": visit.ended_at.isoformat() if visit.ended_at else "",
        "outcome": visit.outcome,
        "conclusion": visit.conclusion,
        "list": _key(visit),
        "aside": {code: a.reason for code, a in asked.items() if not a.applies},
        "team": [
            {"name": o.name, "certificate": o.certificate, "role": TeamRole(o.role).label}
            for o in visit.officers.all()
            if not o.left_as
        ],
        "participants": [{"kind": p.kind, "name": p.name, "body": p.body} for p in visit.participants.all()],
        "answers": {q: [version_row(row) for row in rows] for q, rows in answers_of(visit).items()},
        "closed": is_closed(visit),
        "record": {e.code: _element(visit, e.code, e.of) for e in ELEMENTS},
        "pictures": [
            {"uid": str(p.uid), "kind": p.kind, "question": p.question, "caption": _said(p), "by": p.by_name}
            for p in visit.pictures.all()
        ],
    }


def _said(picture: VisitPicture) -> str:
    later = picture.said_later
    return later.text if later else picture.caption


def _element(visit: Visit, code: str, of: str) -> str:
    value = visit.record.get(code)
    if value is None and of:
        value = getattr(visit.facility, of, "")
    return ("是" if value else "否") if isinstance(value, bool) else str(value or "")


def acts_set_aside(visit: Visit) -> list[DeviceAct]:
    """What devices sent for this visit that took no effect, newest first."""
    rows = DeviceAct.objects.filter(visit=visit, answer__outcome=Outcome.SET_ASIDE)
    return list(rows.order_by("-received_at", "-pk"))
