"""检查发现的问题: found on a visit, and sent where they belong until each has its end."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.enforcement.models import PenaltyCase, Visit, VisitFinding
from postpermit.enforcement.operations.holding import (
    about_finding,
    hold,
    refuse_secret,
    refuse_state,
)
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.case_people import reviewing
from postpermit.enforcement.rules.corrected import Proof, proof_fault
from postpermit.enforcement.states import (
    TAKES_FINDINGS,
    CaseState,
    Disposition,
    FindingState,
    VisitOutcome,
    VisitState,
)
from postpermit.office.calendars import calendar_now
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused
from postpermit.trail.models import Attachment, reference
from postpermit.trail.queries import timeline

V, F, C = VisitState, FindingState, CaseState


class UnableToFind(Refused):
    """The finding says nothing, cites nothing, or stands there already."""


class UnableToSettle(Refused):
    """The finding cannot go that way."""


@transaction.atomic
def add_finding(
    *,
    visit: Visit,
    text: str,
    question: str = "",
    conduct: str = "",
    clause: str = "plan:6.1",
    facility: Facility | None = None,
    by: Actor,
    at: datetime,
) -> VisitFinding:
    """Write down what was wrong. ``facility``: another unit that was met on the visit."""
    held = hold(visit.pk)
    refuse_state(held, V.UNDERWAY, V.ENDED)
    _refuse_empty(held, text, question, clause)
    last = held.findings.aggregate(n=Max("number"))["n"] or 0
    made = VisitFinding.objects.create(
        state=F.OPEN,
        visit=held,
        facility=facility or held.facility,
        number=last + 1,
        question=question,
        text=text.strip(),
        conduct=conduct.strip()[:32],
        clause=clause,
        found_on=localdate(held.started_at or at),
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"visit": held.number, "number": made.number, "text": made.text, "question": question}
    record(
        "add-finding",
        label="登记检查发现的问题",
        subjects=[made, held, made.facility],
        by=by,
        at=at,
        clause=clause,
        facts=facts,
    )
    rehang(made, about_finding(made), by=by, at=at)
    return made


def _refuse_empty(visit: Visit, text: str, question: str, clause: str) -> None:
    refuse_secret(text)
    if not text.strip():
        raise UnableToFind("请写明发现的问题。", place="text")
    if len(text) > 2000:
        raise UnableToFind("问题不超过 2000 字。", place="text")
    try:
        law.clause(clause)
    except law.UnknownClause:
        raise UnableToFind(f"没有这一条款：{clause[:48]}。", place="clause") from None
    known = visit.findings.exclude(state=F.DROPPED).filter(question=question)
    if question and known.exists():
        raise UnableToFind("这项检查内容已登记过问题，一项登记一个。", place="question")


@transaction.atomic
def correct_on_the_spot(
    *, finding: VisitFinding, demand: str, due_on: date | None = None, by: Actor, at: datetime
) -> VisitFinding:
    """立行立改: say what is to be done and by when; it is then rechecked."""
    on = localdate(at)
    refuse_secret(demand)
    if not demand.strip() or len(demand.strip()) > 300:
        raise UnableToSettle("请写明整改要求，不超过 300 字。", place="demand")
    if due_on is None:
        days = int(law.value("finding.recheck.days", on=on).value)
        due_on = workdays.add(calendar_now(), on, days).result
    if due_on < on:
        raise UnableToSettle("整改期限不能早于今天。", place="due_on")
    changes = {"disposition": Disposition.ON_THE_SPOT, "demand": demand.strip(), "due_on": due_on}
    facts = {"demand": demand.strip(), "due_on": due_on.isoformat()}
    return _move(finding, "correct", by, at, facts, changes)


@transaction.atomic
def extend_correction(
    *, finding: VisitFinding, due_on: date, why: str, by: Actor, at: datetime
) -> VisitFinding:
    """Give more time, with the reason; the day is then the new one."""
    if due_on <= (finding.due_on or localdate(at)) or due_on < localdate(at):
        raise UnableToSettle("新的期限须晚于原期限和今天。", place="due_on")
    facts = {"before": f"{finding.due_on}", "due_on": due_on.isoformat()}
    return _move(finding, "extend", by, at, facts, {"due_on": due_on}, why=why, undone="整改期限已延长")


@transaction.atomic
def put_into_case(*, finding: VisitFinding, case: PenaltyCase, by: Actor, at: datetime) -> VisitFinding:
    """立案查处: the finding waits for the end of the case."""
    if case.facility_id != finding.facility_id:
        raise UnableToSettle("所选案件不是这个单位的。", place="case")
    case = PenaltyCase.objects.select_for_update().get(pk=case.pk)
    under_review = reviewing(case)
    if case.state not in TAKES_FINDINGS or under_review:
        raise UnableToSettle(
            f"所选案件{'正在法制审核' if under_review else C(case.state).label}，不能再并入问题：当事人没有被告知过。"
            "请另登记案件，或先重新调查。",
            place="case",
        )
    changes = {"disposition": Disposition.CASE, "case": case}
    return _move(finding, "case", by, at, {"case": case.number}, changes)


@transaction.atomic
def confirm_corrected(
    *,
    finding: VisitFinding,
    visit: Visit | None = None,
    proof: Attachment | None = None,
    outcome: str,
    by: Actor,
    at: datetime,
) -> VisitFinding:
    """复查已整改, on a recheck visit or by what the unit sent in. ``proof``: a file that came with the visit since."""
    refuse_secret(outcome)
    if not outcome.strip() or len(outcome.strip()) > 300:
        raise UnableToSettle("请写明复查情况，不超过 300 字。", place="outcome")
    if visit is not None and (
        visit.recheck_of_id != finding.pk or visit.outcome not in ("", VisitOutcome.DONE)
    ):
        raise UnableToSettle("所选检查不是对这个问题的复查，或没有检查成。", place="visit")
    if visit is not None and visit.started_at is None:
        raise UnableToSettle("复查还没有开始。", place="visit")
    if fault := proof_fault(visited=visit is not None, proof=_standing(finding, proof)):
        raise UnableToSettle(fault, place="proof")
    changes = {"outcome": outcome.strip(), "resolved_on": localdate(at)}
    facts = {
        "outcome": outcome.strip(),
        "recheck": visit.number if visit else "",
        "proof": proof.sha256 if proof else "",
    }
    return _move(finding, "confirm-corrected", by, at, facts, changes)


def _standing(finding: VisitFinding, proof: Attachment | None) -> Proof:
    """What a file says of the correction: one of this visit, and later than what was demanded."""
    if proof is None:
        return Proof.NONE
    if proof.subject not in (reference(finding.visit), reference(finding)):
        return Proof.ELSEWHERE
    asked = timeline(finding).filter(verb="correct").first()
    return Proof.EARLIER if asked is not None and proof.at < asked.at else Proof.FITS


@transaction.atomic
def accept_corrected(*, finding: VisitFinding, why: str, by: Actor, at: datetime) -> VisitFinding:
    """The head takes it for put right without visit or file, and says why."""
    refuse_secret(why)
    if not 0 < len(why.strip()) <= 300:
        raise UnableToSettle("请写明认定已整改的理由，不超过 300 字。", place="why")
    changes = {"outcome": why.strip(), "resolved_on": localdate(at)}
    return _move(finding, "accept-corrected", by, at, {"outcome": why.strip()}, changes, why=why)


@transaction.atomic
def drop_finding(*, finding: VisitFinding, why: str, by: Actor, at: datetime) -> VisitFinding:
    """Take a finding back that is none, with the reason."""
    refuse_secret(why)
    changes = {"outcome": why.strip()[:300], "resolved_on": localdate(at)}
    return _move(finding, "drop", by, at, {}, changes, why=why)


def _move(
    finding: VisitFinding,
    verb: str,
    by: Actor,
    at: datetime,
    facts: dict[str, Any],
    changes: dict[str, Any],
    *,
    why: str = "",
    undone: str = "",
) -> VisitFinding:
    held = hold(finding.visit_id)  # the visit first, as every act does
    told = {"visit": held.number, "number": finding.number, **facts}
    advance(finding, verb, by=by, at=at, clause=finding.clause, why=why, facts=told, changes=changes)
    rehang(finding, about_finding(finding, undone=undone), by=by, at=at)
    return finding
