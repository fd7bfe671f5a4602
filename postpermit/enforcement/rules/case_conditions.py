"""What a penalty case must have, may have and may not have. Each answer says 须、不须 and why; a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postpermit import law
from postpermit.enforcement.rules.counting import dated, written
from postpermit.law import Value
from postpermit.trail.steps import Labelled
from postpermit.workdays import add_months

YUAN = {"元": 1, "万元": 10_000}


class Answer(Labelled):
    """What a condition comes to; what is not known is asked for, never assumed."""

    MUST = "MUST", "须"
    NEED_NOT = "NEED_NOT", "不须"
    MAY = "MAY", "可以"
    MAY_NOT = "MAY_NOT", "不可以"
    UNKNOWN = "UNKNOWN", "待查明"


@dataclass(frozen=True)
class Condition:
    """One answer with its reasons. ``on``: the day it turns on, where there is one."""

    code: str
    label: str
    answer: Answer
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    confirmed: bool = True
    on: date | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who works on a case: a reference, and the certificate with its last day."""

    ref: str
    certificate: str = ""
    certificate_until: date | None = None
    recused: bool = False


@dataclass(frozen=True)
class Intended:
    """What is about to be decided. ``grave``: 吊销、停产停业、关闭、限制从业. ``None``: nobody has looked yet."""

    fine_yuan: Decimal | None = None
    unit: bool = True
    person_fines: tuple[Decimal, ...] = ()
    gains: Decimal | None = None
    grave: bool = False
    confiscates_much: bool = False
    complex: bool = False
    public_interest: bool = False
    heard: bool = False
    only_warning: bool = False
    clear_facts: bool | None = None
    first_time: bool | None = None
    slight: bool | None = None
    corrected: bool | None = None
    harmless: bool | None = None


def yuan(value: Value) -> Decimal:
    """A threshold in yuan."""
    return Decimal(value.value) * YUAN[value.unit]


@law.rule("EN-60", "penalty-law:42", "penalty-law:43")
def officer_faults(investigators: Iterable[Person], on: date) -> tuple[str, ...]:
    """办案人员不少于两名，各持有效执法证，应当回避的不得办案。"""
    people = {p.ref: p for p in investigators if not p.recused}
    fit = [p for p in people.values() if p.certificate and (p.certificate_until or on) >= on]
    least = dated("penalty.officers", on).value
    faults = []
    if len(fit) < least:
        faults.append(f"持有效执法证的办案人员不少于{least}名，现有{len(fit)}名。")
    if len(people) > len(fit):
        faults.append(f"有{len(people) - len(fit)}名办案人员没有有效的执法证。")
    return tuple(faults)


@law.rule("EN-61", "penalty-law:58", "penalty-law:64", "plan:3.4")
def separation_faults(
    investigators: Iterable[Person], reviewers: Iterable[Person], hosts: Iterable[Person] = ()
) -> tuple[str, ...]:
    """法制审核人员和听证主持人不得是本案调查人员，回避了的也不行。"""
    ours = {p.ref for p in investigators}
    faults = []
    if ours & {p.ref for p in reviewers}:
        faults.append("法制审核人员不得是本案调查人员。")
    if ours & {p.ref for p in hosts}:
        faults.append("听证主持人不得是本案调查人员。")
    return tuple(faults)


@law.rule("EN-62", "penalty-law:58", "plan:3.4")
def legal_review(intended: Intended, on: date) -> Condition:
    """涉及重大公共利益、经过听证、疑难复杂的须法制审核；方案把处罚审核交给法制科，其余案件按此也须审核。"""
    grounds = {
        "涉及重大公共利益": intended.public_interest,
        "经过听证程序": intended.heard,
        "案件疑难复杂": intended.complex,
    }
    reasons = tuple(f"{words}。" for words, holds in grounds.items() if holds)
    always = dated("penalty.legal_review.always", on)
    if reasons:
        return Condition("legal-review", "法制审核", Answer.MUST, reasons, ("penalty-law:58",))
    if always.value == "yes":
        why = ("法律未要求；按方案处罚审核由法制科负责（待确认）。",)
        return Condition("legal-review", "法制审核", Answer.MUST, why, ("plan:3.4",), always.confirmed)
    why = ("没有法律规定的情形。",)
    return Condition("legal-review", "法制审核", Answer.NEED_NOT, why, ("penalty-law:58",), always.confirmed)


@law.rule("EN-63", "penalty-law:57", "penalty-procedure:52")
def discussion(intended: Intended, on: date) -> Condition:
    """复杂或重大的、罚款五十万元以上的、吊销停产关闭的，由负责人集体讨论。"""
    limit = dated("penalty.discussion.fine", on)
    reasons = []
    if intended.complex:
        reasons.append("情节复杂或者重大。")
    if intended.fine_yuan is not None and intended.fine_yuan >= yuan(limit):
        reasons.append(f"拟罚款达到{limit.shown}。")
    if intended.grave:
        reasons.append("拟吊销许可证件、责令停产停业、关闭或者限制从业。")
    return _required("discussion", "集体讨论", reasons, intended, "拟罚款未达到" + limit.shown, limit)


@law.rule("EN-64", "penalty-law:63", "penalty-procedure:89", "shanghai-hearing:2")
def hearing(intended: Intended, on: date) -> Condition:
    """较大数额罚款、没收，吊销、停产关闭或限制从业的，须告知听证权利；数额以本市规定为先。"""
    limit, reached = _hearing_limit(intended.unit, intended.fine_yuan, on)
    reasons = [f"拟罚款{reached}{limit.shown}。"] if reached else []
    of_one, too = _hearing_limit(False, max(intended.person_fines, default=None), on)
    if too:
        reasons.append(f"拟对责任人员罚款{too}{of_one.shown}，告知该人员。")
    if intended.confiscates_much or _hearing_limit(intended.unit, intended.gains, on)[1]:
        reasons.append("拟没收较大数额违法所得或者较大价值财物。")
    if intended.grave:
        reasons.append("拟吊销许可证件、责令停产停业、关闭或者限制从业。")
    return _required("hearing", "告知听证权利", reasons, intended, f"拟罚款未达到{limit.shown}", limit)


def _hearing_limit(unit: bool, fine: Decimal | None, on: date) -> tuple[Value, str]:
    """The threshold that counts and the word by which the amount reaches it, "" if it does not."""
    who = "unit" if unit else "person"
    local = law.in_force(law.lines_of(f"penalty.hearing.fine.{who}.local"), on)
    if local is not None:
        return local, "达到" if fine is not None and fine >= yuan(local) else ""
    limit = dated(f"penalty.hearing.fine.{who}", on)
    return limit, "超过" if fine is not None and fine > yuan(limit) else ""


def _required(
    code: str, label: str, reasons: list[str], intended: Intended, short: str, limit: Value
) -> Condition:
    clauses = (limit.clause,)
    if reasons:
        return Condition(code, label, Answer.MUST, tuple(reasons), clauses, limit.confirmed)
    if intended.fine_yuan is None and not intended.only_warning:
        return Condition(code, label, Answer.UNKNOWN, ("尚未提出拟罚款数额。",), clauses, limit.confirmed)
    why = "拟只给予警告。" if intended.fine_yuan is None else f"{short}，也没有其他情形。"
    return Condition(code, label, Answer.NEED_NOT, (why,), clauses, limit.confirmed)


@law.rule("EN-65", "penalty-law:51", judgement=True)
def on_the_spot(intended: Intended, on: date) -> Condition:
    """事实确凿、有法定依据，对单位三千元以下、对个人二百元以下罚款或者警告的，可以当场决定。"""
    limit = dated(f"penalty.simple.fine.{'unit' if intended.unit else 'person'}", on)
    against = []
    if intended.clear_facts is False:
        against.append("违法事实尚不确凿。")
    if intended.fine_yuan is not None and intended.fine_yuan > yuan(limit):
        against.append(f"拟罚款超过{limit.shown}。")
    if intended.grave or intended.confiscates_much or intended.gains or intended.person_fines:
        against.append("拟给予罚款、警告以外的处罚。")
    unknown = intended.clear_facts is None or (intended.fine_yuan is None and not intended.only_warning)
    if against:
        answer, reasons = Answer.MAY_NOT, tuple(against)
    elif unknown:
        answer, reasons = Answer.UNKNOWN, ("须先查明事实是否确凿、拟罚款多少。",)
    else:
        answer, reasons = Answer.MAY, (f"事实确凿，拟处罚不超过{limit.shown}。",)
    return Condition("on-the-spot", "简易程序", answer, reasons, (limit.clause,), limit.confirmed)


@law.rule("EN-66", "penalty-law:36", "code:1054")
def limitation(
    act_to: date | None,
    found_on: date,
    *,
    environmental_harm: bool | None = None,
    health_harm: bool | None = None,
) -> Condition:
    """二年内未被发现的不再处罚；法典施行后造成环境危害的、此前涉及生命健康有后果的五年；持续的从终了算。"""
    if act_to is None or act_to >= found_on:
        why = "发现时行为仍在持续，追责期限未开始计算。"
        return Condition("limitation", "追责期限", Answer.MAY, (why,), ("penalty-law:36",))
    short, long = dated("penalty.limitation.years", act_to), dated("penalty.limitation.harm.years", act_to)
    counts = (environmental_harm, health_harm) if long.clause == "code:1054" else (health_harm,)
    first, last = (add_months(act_to, 12 * v.value) for v in (short, long))
    clauses, told = (short.clause,), f"行为终了{written(act_to)}，"
    if found_on <= first:
        return Condition(
            "limitation",
            "追责期限",
            Answer.MAY,
            (f"{told}{short.plain}期限至{written(first)}，发现时未过。",),
            clauses,
            on=first,
        )
    reason = f"{told}{long.plain}期限至{written(last)}。"
    if found_on > last or all(harm is False for harm in counts):
        end = last if any(counts) else first
        why = f"{told}期限至{written(end)}，发现时已过。"
        return Condition("limitation", "追责期限", Answer.MAY_NOT, (why,), clauses, on=end)
    if any(counts):
        return Condition("limitation", "追责期限", Answer.MAY, (f"有危害后果，{reason}",), clauses, on=last)
    asked = "是否造成环境危害" if len(counts) == 2 else "是否涉及公民生命健康安全且有危害后果"
    why = f"已过{short.plain}；须查明{asked}，有的为{long.plain}。"
    return Condition("limitation", "追责期限", Answer.UNKNOWN, (why,), clauses, on=last)


@law.rule("EN-67", "penalty-law:33", "code:1056", judgement=True)
def leniency(intended: Intended) -> Condition:
    """轻微并及时改正、没有危害后果的不予处罚；初次违法、后果轻微并及时改正的可以不予处罚。"""
    slight, fixed, harmless, first = (
        intended.slight,
        intended.corrected,
        intended.harmless,
        intended.first_time,
    )
    clauses = ("penalty-law:33", "code:1056")
    if slight and fixed and harmless:
        why, answer = "轻微并及时改正，没有造成危害后果：不予处罚。", Answer.MUST
    elif slight and fixed and first:
        why, answer = "初次违法，后果轻微并及时改正：可以不予处罚。", Answer.MAY
    elif slight is False or fixed is False or (harmless is False and first is False):
        why, answer = "不符合不予处罚的条件。", Answer.MAY_NOT
    else:
        why, answer = "须查明是否轻微、是否及时改正、有无危害后果、是否初次违法。", Answer.UNKNOWN
    return Condition("leniency", "不予处罚", answer, (why,), clauses)
