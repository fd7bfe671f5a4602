"""What still stands in the way of a decision: steps that the law asks for before it, told all at once."""

from collections.abc import Sequence
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
    return (
        *_stages(facts),
        *_paused(facts),
        *_rights(facts, seen, clocks, on),
        *_order(facts, on),
        *_internal(facts, seen, on),
    )


@law.rule("EN-122", "penalty-law:57", "penalty-law:58", "penalty-procedure:52")
def obstacles_to_letting_off(facts: CaseFacts, intended: Intended, on: date) -> tuple[Obstacle, ...]:
    """不予处罚的决定同样要先调查终结、恢复计算期限，须审核、须讨论的已完成，日期不早于这些步骤。"""
    seen = replace(intended, heard=intended.heard or facts.heard_on is not None)
    begun = (o for o in _stages(facts) if o.code != "notified")
    return (*begun, *_paused(facts), *_order(facts, on), *_internal(facts, seen, on))


# What has to be before a decision, as it is called there.
BEFORE = {
    "investigated_on": "调查终结",
    "notified_on": "送达告知书",
    "statement_on": "收到陈述申辩",
    "statement_waived_on": "书面放弃陈述申辩和听证",
    "hearing_waived_on": "放弃听证",
    "heard_on": "听证",
    "reviewed_on": "法制审核",
    "discussed_on": "集体讨论",
}


@law.rule("EN-121", "penalty-law:44", "penalty-law:57", "penalty-law:58")
def first_day_of_decision(facts: CaseFacts) -> tuple[date, str] | None:
    """决定日期不早于告知、陈述申辩、听证、法制审核、集体讨论中最后的一步。

    Returns the first day on which it may be decided and the step that sets it; None before there is any.
    """
    days = [(getattr(facts, name), label) for name, label in BEFORE.items() if getattr(facts, name)]
    return max(days, key=lambda row: row[0], default=None)


def _order(facts: CaseFacts, on: date) -> tuple[Obstacle, ...]:
    first = first_day_of_decision(facts)
    if first is None or on >= first[0]:
        return ()
    said = f"决定日期不能早于“{first[1]}”的{written(first[0])}。"
    return (Obstacle("order", said, "penalty-law:57"),)


def _paused(facts: CaseFacts) -> tuple[Obstacle, ...]:
    """What stops the time for deciding has an end before anybody decides."""
    still = next((s for s in facts.spans if s.until is None), None)
    if still is None:
        return ()
    said = f"办案期限因{still.reason.label}停止计算，尚未恢复，请先恢复计算。"
    return (Obstacle("paused", said, "penalty-procedure:57"),)


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
    # A statement that came early may be followed by another: only a written waiver ends the time before its last day.
    stating = clocks["statement"]
    if facts.statement_waived_on is None and stating.due_on is not None and on <= stating.due_on:
        out.append(_still("statement", "陈述申辩", stating))
    owed = hearing(intended, on)
    if owed.answer is Answer.MUST and not facts.hearing_offered:
        out.append(
            Obstacle("hearing-offered", "告知书没有告知听证权利：" + owed.reasons[0], "penalty-law:63")
        )
    asking = clocks["hearing-request"]
    if asking.state is ClockState.RUNNING and facts.statement_waived_on is None:
        out.append(_still("hearing-request", "要求听证", asking))
    if asking.state is ClockState.MET and facts.heard_on is None and facts.hearing_waived_on is None:
        said = "当事人按时要求听证，尚未举行；放弃听证或者不到场的，请登记“放弃听证（视为放弃）”。"
        out.append(Obstacle("heard", said, "penalty-law:63"))
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


@law.rule("EN-123", "penalty-law:52", "penalty-law:56", "coercion-law:25", "daily-fine:10")
def unsettled_fault(labels: Sequence[str], step: str) -> str:
    """先行登记保存、查封扣押没有处理完，责令改正没有复查的，不结案；当场处罚没有备案的，不归档。

    Returns the sentence of what is wrong, or "".
    """
    return f"还没有登记：{'、'.join(labels)}，请先在“登记日期”里登记，再{step}。" if labels else ""
