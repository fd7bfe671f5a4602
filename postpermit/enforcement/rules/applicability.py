"""Which list a unit is asked, and which of its questions do not apply to it (plan 6.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from postpermit import law
from postpermit.enforcement.states import CheckResult
from postpermit.law.industries import plain_code
from postpermit.register.states import ManagementClass

_LISTS = {
    ManagementClass.KEY: "holder",
    ManagementClass.SIMPLIFIED: "holder",
    ManagementClass.REGISTERED: "registered",
    ManagementClass.UNLISTED: "unlicensed",
}


@dataclass(frozen=True)
class UnitFacts:
    """What is known about a unit. ``known``: fact of ``law.check_facts()`` → has it or not; absent means unknown."""

    klass: ManagementClass
    known: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """What the register holds of a unit's permit on a day. ``kinds``: of its outlets, "" where one does not say.

    ``limits`` and ``monitoring``: whether any are entered; ``amounts`` and ``automatic``: whether one of them says so.
    """

    kinds: tuple[str, ...] = ()
    limits: bool = False
    amounts: bool = False
    monitoring: bool = False
    automatic: bool = False


@dataclass(frozen=True)
class Applicability:
    """Whether a question is asked, and if not, why not."""

    applies: bool
    reason: str = ""


@law.rule("EN-36", "plan:6.1")
def list_for(klass: ManagementClass) -> str:
    """持证单位用附件三的要点，登记单位对照登记表检查，未纳入的单位先判断管理类别。"""
    return _LISTS[ManagementClass(klass)]


@law.rule("EN-32", "plan:6.1")
def applicable(question: law.Question, facts: UnitFacts) -> Applicability:
    """按管理类别和单位情况判断一问是否适用；情况不清楚的照问，不推定为不适用。"""
    if facts.klass not in question.classes:
        names = "、".join(ManagementClass(c).label for c in question.classes)
        return Applicability(False, f"只适用于{names}单位")
    known = law.check_facts()
    gone = [known[n].absent for n in question.needs if facts.known.get(n) is False]
    return Applicability(not gone, "；".join(gone))


@law.rule("EN-141", "plan:6.1")
def known_facts(listed: Listed) -> dict[str, bool]:
    """许可证的排放口、限值、自行监测要求已经录入的，没有列出的按许可证没有规定预填不适用；没有录入的照问。"""
    known: dict[str, bool] = {}
    if listed.kinds and all(listed.kinds):
        known |= {"water_outlet": "WATER" in listed.kinds, "air_outlet": "AIR" in listed.kinds}
    if listed.limits:
        known["total_amount"] = listed.amounts
    if listed.automatic or (listed.kinds and listed.monitoring):
        known["automatic_device"] = listed.automatic
    return known


@law.rule("EN-144", "plan:6.1")
def fits_industry(listed: str, code: str) -> bool:
    """行业检查单写明适用行业代码的，单位行业代码属于其中大类、中类或小类的，安排检查时提出供选用。"""
    own = plain_code(code)
    wanted = {plain_code(part) for part in re.split(r"[\s、，,；;]+", listed)} - {""}
    return bool(own) and any(own.startswith(one) for one in wanted)


@law.rule("EN-145", "plan:6.1")
def list_fault(*, begun: bool, answered: bool, seen: bool) -> str:
    """行业检查单在检查开始前可以加选、更换或去掉，已有填写结果的不更换，先由他人改过的请重新查看。

    Returns the sentence of what is wrong, or "".
    """
    if begun:
        return "检查已经开始，不能再改行业检查单。"
    if not seen:
        return "行业检查单刚由他人改过，请刷新后再选。"
    return "原来的行业检查单已有填写的结果，不能更换。" if answered else ""


def prefilled(asked: law.Checklist, facts: UnitFacts) -> dict[str, tuple[CheckResult, str]]:
    """The answers with which a visit begins: 未查, or 不适用 with the reason. A person may change each of them."""
    found = {q.code: applicable(q, facts) for q in asked.questions}
    return {
        code: (CheckResult.NOT_CHECKED if a.applies else CheckResult.NOT_APPLICABLE, a.reason)
        for code, a in found.items()
    }
