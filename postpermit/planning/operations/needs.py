"""提出和处理年度检查需求: the supervising divisions say what they need, 法制科 takes it into the plan or says why not."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty
from postpermit.duties.states import DutyState
from postpermit.planning.models import Need, YearPlan
from postpermit.planning.operations.needed import ask_for_visit
from postpermit.planning.queries.plan_page import NONE
from postpermit.planning.states import NeedState, PlanState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

LONGEST = 1000


class UnableToSubmitNeed(Refused):
    """The need says nothing, or of an impossible year."""


class UnableToDecideNeed(Refused):
    """The plan of the year is already approved."""


@transaction.atomic
def submit_need(
    *, year: int, text: str, facility: Facility | None = None, wish: str = "", by: Actor, at: datetime
) -> Need:
    """Put a need forward for the plan of ``year``; the division's duty to do so is discharged by its first one."""
    today = localdate(at)
    if not by.division:
        raise UnableToSubmitNeed("检查需求由科室提出。", place="text")
    if not today.year <= year <= today.year + 1:
        raise UnableToSubmitNeed("只能为今年或明年的计划提出需求。", place="year")
    if not text.strip() or len(text.strip()) > LONGEST:
        raise UnableToSubmitNeed(f"请写明检查需求（不超过 {LONGEST} 字）。", place="text")
    made = Need.objects.create(
        state=NeedState.SUBMITTED,
        year=year,
        division_id=by.division,
        facility=facility,
        text=text.strip(),
        wish=wish.strip()[:64],
        on=today,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"year": year, "text": made.text[:200]}
    subjects = [made, *([facility] if facility else [])]
    record(
        "submit-need", label="提出检查需求", subjects=subjects, by=by, at=at, clause="plan:3.4", facts=facts
    )
    _discharge(made, by, at)
    return made


@transaction.atomic
def submit_no_need(*, year: int, by: Actor, at: datetime) -> Need:
    """Say that there is none: the duty is done, and 法制科 has nothing to decide."""
    _refuse_contradiction(year, by)
    made = submit_need(year=year, text=NONE, by=by, at=at)
    return _decide(made, "take", "无需求，已知悉", by, at)


@law.rule("PL-54", "plan:3.4")
def _refuse_contradiction(year: int, by: Actor) -> None:
    """一个科室已为某年提出检查需求（不采纳的也算）或已说明没有需求的，不再说明该年没有需求。"""
    own = Need.objects.filter(year=year, division=by.division)
    if by.division and own.filter(text=NONE).exists():
        raise UnableToSubmitNeed(f"本科室已说明 {year} 年没有需求，不必再说明。", place="year")
    if count := own.count() if by.division else 0:
        raise UnableToSubmitNeed(
            f"本科室已提出 {year} 年的需求 {count} 项，不能再说明没有需求。", place="year"
        )


def _discharge(need: Need, by: Actor, at: datetime) -> None:
    rows = Duty.objects.filter(
        kind="submit-needs",
        obligor=need.division_id,
        period=str(need.year),
        state__in=(DutyState.OPEN, DutyState.WAIVING),
    )
    for duty in rows:
        discharge_duty(duty=duty, discharged_by=reference(need), by=by, at=at)


@transaction.atomic
def take_need(*, need: Need, why: str = "", by: Actor, at: datetime) -> Need:
    """Take it into the plan: one that names a unit becomes a duty that the plan has to contain."""
    _refuse_too_late(need.year)
    taken = _decide(need, "take", why, by, at)
    ask_for_visit(taken, by=by, at=at)
    return taken


@law.rule("PL-77", "plan:3.4")
def _refuse_too_late(year: int) -> None:
    """年度执法计划批准以后，不再采纳该年的工作需求；确需检查的，由执法大队另行安排触发式检查。"""
    if YearPlan.objects.filter(year=year, state__in=(PlanState.APPROVED, PlanState.PUBLISHED)).exists():
        raise UnableToDecideNeed(
            f"{year} 年的计划已经批准，不能再采纳；请答复不采纳，确需检查的由执法大队另行安排。", place="why"
        )


def decline_need(*, need: Need, why: str, by: Actor, at: datetime) -> Need:
    """Not this year, with the reason that the division reads."""
    return _decide(need, "decline", why, by, at)


def _decide(need: Need, verb: str, why: str, by: Actor, at: datetime) -> Need:
    changes = {"decided_name": by.signature, "decided_on": localdate(at), "why": why.strip()[:200]}
    advance(need, verb, by=by, at=at, clause="plan:3.4", why=why, changes=changes)
    return need
