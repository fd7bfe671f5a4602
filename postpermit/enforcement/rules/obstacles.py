"""What still stands in the way of a decision: steps that the law asks for before it, told all at once."""

from dataclasses import dataclass, replace
from datetime import date

from postpermit import law
from postpermit.enforcement.rules.case_conditions import Answer, Intended, discussion, hearing, legal_review
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.clock import Clock, ClockState
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.counting import written
from postpermit.workdays import Calendar


@dataclass(frozen=True)
class Obstacle:
    """One missing step: its code, the sentence that an officer reads, and the clause."""

    code: str
    sentence: str
    clause: str


@law.rule("EN-68", "penalty-law:44", "penalty-law:57", "penalty-law:58", "penalty-law:62")
def obstacles_to_decision(
    facts: CaseFacts, intended: Intended, calendar: Calendar, on: date
) -> tuple[Obstacle, ...]:
    """普通程序作出处罚决定前，须已立案、调查终结、告知并等陈述申辩和听证期满，须审核、须讨论的已完成。"""
    if facts.simple:
        return ()
    seen = replace(intended, heard=intended.heard or facts.heard_on is not None)
    clocks = {c.code: c for c in clocks_of(facts, calendar, on)}
    return (*_stages(facts), *_rights(facts, seen, clocks, on), *_internal(facts, seen, on))


def _stages(facts: CaseFacts) -> tuple[Obstacle, ...]:
    asked = (
        (facts.filed_on, "filed", "尚未立案。", "penalty-law:54"),
        (facts.investigated_on, "investigated", "调查尚未终结。", "penalty-law:57"),
        (facts.notified_on, "notified", "尚未送达处罚告知书。", "penalty-law:44"),
    )
    return tuple(Obstacle(code, said, clause) for day, code, said, clause in asked if day is None)


def _rights(facts: CaseFacts, intended: Intended, clocks: dict[str, Clock], on: date) -> tuple[Obstacle, ...]:
    """The party was told, had its time, and was heard if it asked in time."""
    if facts.notified_on is None:
        return ()
    out = []
    if clocks["statement"].state is ClockState.RUNNING:
        out.append(_still("statement", "陈述申辩", clocks["statement"]))
    owed = hearing(intended, on)
    if owed.answer is Answer.MUST and not facts.hearing_offered:
        out.append(
            Obstacle("hearing-offered", "告知书没有告知听证权利：" + owed.reasons[0], "penalty-law:63")
        )
    asking = clocks["hearing-request"]
    if asking.state is ClockState.RUNNING and facts.statement_waived_on is None:
        out.append(_still("hearing-request", "要求听证", asking))
    if asking.state is ClockState.MET and facts.heard_on is None:
        out.append(Obstacle("heard", "当事人按时要求听证，尚未举行。", "penalty-law:63"))
    return tuple(out)


def _still(code: str, label: str, clock: Clock) -> Obstacle:
    until = written(clock.due_on) if clock.due_on else ""
    return Obstacle(code, f"{label}期限至{until}，尚未届满。", clock.clause)


def _internal(facts: CaseFacts, intended: Intended, on: date) -> tuple[Obstacle, ...]:
    out = []
    review, talk = legal_review(intended, on), discussion(intended, on)
    if review.answer is Answer.MUST and facts.reviewed_on is None:
        out.append(Obstacle("reviewed", "法制审核尚未通过：" + review.reasons[0], review.clauses[0]))
    elif facts.heard_on and facts.reviewed_on and facts.reviewed_on < facts.heard_on:
        out.append(Obstacle("reviewed-again", "听证之后尚未再经法制审核。", "penalty-law:58"))
    if talk.answer is Answer.MUST and facts.discussed_on is None:
        out.append(Obstacle("discussed", "尚未集体讨论：" + talk.reasons[0], talk.clauses[0]))
    return tuple(out)
