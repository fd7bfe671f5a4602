"""What a visit must have, who may go, and what follows from how it ended (plan 6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.enforcement.states import Disposition, VisitOutcome
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner

_RECHECK = (TriggerReason.RECHECK, TriggerReason.NONE)
_CASE = (TriggerReason.CASE, TriggerReason.NONE)
# Reasons that came from somebody: a bare word would let any visit pass beside the yearly ceiling.
_FROM_ELSEWHERE = (
    TriggerReason.COMPLAINT,
    TriggerReason.DATA_LEAD,
    TriggerReason.TRANSFER,
    TriggerReason.CAMPAIGN,
    TriggerReason.INSTRUCTION,
)
# A source and its number do not fit into fewer characters.
LEAST_WORDS = 6
# Reasons that belong to one kind of visit only.
_OWN = {TriggerReason.RECHECK: VisitKind.RECHECK, TriggerReason.CASE: VisitKind.CASE}


@dataclass(frozen=True)
class Asked:
    """A visit that is asked for: its kind and reason, and what it hangs on."""

    kind: str
    reason: str
    reason_text: str = ""
    planned: bool = False
    complaint: bool = False
    assignment: bool = False
    recheck_of: bool = False
    case: bool = False
    campaign: bool = False

    @property
    def linked(self) -> bool:
        """Whether what set it off is on record here."""
        return self.complaint or self.assignment or self.campaign


@dataclass(frozen=True)
class Candidate:
    """Somebody who is to be sent, as he stands on the day of the visit."""

    name: str
    certificate: str
    ours: bool = True
    disabled: bool = False
    away: bool = False
    recused: str = ""


@dataclass(frozen=True)
class Ended:
    """How a visit ended, and what the district reads into it (dated values)."""

    outcome: str
    kind: str
    manner: str
    offsite_counts: bool = False
    closed_counts: bool = False
    recheck_counts: bool = False


@dataclass(frozen=True)
class Closing:
    """What is still open on a visit that is to be closed."""

    outcome: str
    kind: str
    undecided: int = 0
    conflicts: int = 0
    unanswered: int = 0
    unexplained: int = 0
    unchecked_why: str = ""
    # What stands against closing beside the list: a record reopened and not signed again, a recheck without its answer.
    besides: str = ""


@law.rule("EN-1", "plan:6.2", "ecology-inspection:2")
def kind_fault(asked: Asked) -> str:
    """有计划检查不写触发事由，触发式检查写明事由及其来源，复查对应待复查的问题，案件调查对应案件。

    Returns the sentence of what is wrong, or "".
    """
    reason = TriggerReason(asked.reason)
    if asked.kind == VisitKind.PLANNED and reason != TriggerReason.NONE:
        return "有计划检查的事由是年度计划，不选其他事由。"
    if asked.kind == VisitKind.TRIGGERED and reason == TriggerReason.NONE:
        return "触发式检查须选择检查事由。"
    if asked.kind == VisitKind.RECHECK and (not asked.recheck_of or reason not in _RECHECK):
        return "复查须选择要复查的问题，事由为整改复查。"
    if asked.kind == VisitKind.CASE and (not asked.case or reason not in _CASE):
        return "案件调查须选择案件，事由为案件办理。"
    if reason in _OWN and asked.kind != _OWN[reason]:
        return f"事由“{reason.label}”只用于{_OWN[reason].label}。"
    return _loose(asked, reason)


def _loose(asked: Asked, reason: TriggerReason) -> str:
    if asked.planned and asked.kind != VisitKind.PLANNED:
        return "从年度计划派出的检查，类型为有计划检查。"
    if asked.recheck_of and asked.kind != VisitKind.RECHECK:
        return "对应待复查问题的，检查类型为复查。"
    if asked.case and asked.kind != VisitKind.CASE:
        return "对应案件的，检查类型为案件调查。"
    if asked.complaint and reason != TriggerReason.COMPLAINT:
        return "对应信访投诉的，事由为信访投诉。"
    if asked.campaign and reason != TriggerReason.CAMPAIGN:
        return "对应督察问题的，事由为督察和监督帮扶。"
    told = len("".join(asked.reason_text.split())) >= LEAST_WORDS
    if reason == TriggerReason.OTHER and not told:
        return f"事由为其他的，请写明具体事由，不少于 {LEAST_WORDS} 个字。"
    if reason in _FROM_ELSEWHERE and not asked.linked and not told:
        return f"事由为{reason.label}的，请从登记的投诉、联动任务、督察问题安排，或写明来源和编号，不少于 {LEAST_WORDS} 个字。"
    return ""


@law.rule("EN-100", "plan:6.1", "plan:6.2")
def beside_plan_fault(kind: str, planned: bool, waiting: Sequence[date]) -> str:
    """单位在年度计划里还有待执行的检查的，有计划检查须从其中一次安排，抽取的检查人员随之派出，不得另选人员另行安排。

    ``waiting``: the weeks of those visits. Returns the sentence of what is wrong, or "".
    """
    if kind != VisitKind.PLANNED or planned or not waiting:
        return ""
    week = f"{waiting[0].month}月{waiting[0].day}日起的一周"
    return f"该单位在年度计划里已经列入（{week}），请选择那次计划检查；不是计划内的检查，请选触发式检查并写明事由。"


@law.rule("EN-101", "plan:7.2", "ecology-inspection:3")
def sampling_fault(inspects: bool) -> str:
    """计划里只安排了监测的，由监测站采样并登记监测记录，不安排执法检查，也不占年度上限。

    Returns the sentence of what is wrong, or "".
    """
    return (
        "" if inspects else "该次计划只安排了监测，由监测站采样，登记监测记录后自动完成，不用安排执法检查。"
    )


@law.rule("EN-2", "plan:6.1", "penalty-law:42", "penalty-law:43", "inspection-opinions:1")
def team_fault(people: Sequence[Candidate], least: int) -> str:
    """检查由两名以上执法大队持证人员承担，停用、离岗、应当回避的不派，监测站和第三方人员只作参加人。

    Returns the sentence of what is wrong, or "".
    """
    for person in people:
        if fault := officer_fault(person):
            return fault
    if len(people) < least:
        return f"检查人员不得少于 {least} 人，且都有执法证。"
    return ""


def officer_fault(person: Candidate) -> str:
    """Why this one may not be sent, or ""."""
    if not person.ours:
        return f"{person.name}不在执法大队，可登记为参加人，不作检查人员。"
    if not person.certificate.strip():
        return f"{person.name}没有登记执法证号，不能作检查人员。"
    if person.disabled:
        return f"{person.name}的账号已停用，不能派出。"
    if person.away:
        return f"{person.name}当日离岗，请改派他人。"
    if person.recused:
        return f"{person.name}应当回避该单位：{person.recused}。"
    return ""


@law.rule("EN-3", "plan:6.2")
def discharges(ended: Ended) -> bool:
    """只有已完成的检查计入最低次数；非现场检查、复查和关闭搬迁的是否计入按数值，案件调查不是检查。"""
    if ended.kind == VisitKind.CASE:
        return False
    if ended.kind == VisitKind.RECHECK and not ended.recheck_counts:
        return False
    if ended.manner == VisitManner.OFF_SITE and not ended.offsite_counts:
        return False
    if ended.outcome in GONE:
        return ended.closed_counts
    return ended.outcome == VisitOutcome.DONE


GONE = (VisitOutcome.SHUT, VisitOutcome.MOVED)


@law.rule("EN-4", "plan:6.2")
def fate_of_planned(outcome: str, counted: bool = True) -> str:
    """停产、无人、拒绝检查的，以及已完成但不计入最低次数的，计划检查回到计划另行安排；其余的计划检查已经执行。"""
    back = (VisitOutcome.STOPPED, VisitOutcome.NOBODY, VisitOutcome.REFUSED)
    if outcome == VisitOutcome.DONE and not counted:
        return "release"
    return "release" if outcome in back else "fulfil"


@law.rule("EN-5", "plan:6.1", "shanghai-inspection:1", "ecology-inspection:3")
def start_fault(manner: str, kind: str, code: str, kinds: Collection[str]) -> str:
    """现场检查先取得检查码再开始，是否计入年度上限都一样；哪些检查类型需要检查码按数值，案件调查和非现场检查不要求。

    ``kinds``: the value ``visit.code.kinds``. Returns the sentence of what is wrong, or "".
    """
    if needs_code(manner, kind, kinds) and not code.strip():
        return "先在市系统取得检查码，填写后再开始检查。"
    return ""


def needs_code(manner: str, kind: str, kinds: Collection[str]) -> bool:
    """Whether a visit of this kind and manner may only begin with its 检查码."""
    return manner == VisitManner.ON_SITE and kind in kinds


@law.rule("EN-12", "plan:6.1")
def before_prepared(day: date, prepared_on: date | None, what: str) -> str:
    """检查的开始和结束都不早于安排这次检查的那一天，安排日期没有记录的不判断。

    Returns the sentence of what is wrong, or "".
    """
    if prepared_on is None or day >= prepared_on:
        return ""
    return f"{what}不能早于安排这次检查的日期 {prepared_on}，请核对年、月、日。"


@law.rule("EN-6", "plan:6.1")
def finish_fault(outcome: str, conclusion: str, started: bool) -> str:
    """已完成的检查须先开始；除无人应答外都写明结论，拒绝检查的写明经过。

    Returns the sentence of what is wrong, or "".
    """
    found = VisitOutcome(outcome)
    if found == VisitOutcome.DONE and not started:
        return "还没有登记检查开始时间，不能登记为已完成。"
    if conclusion.strip() or found == VisitOutcome.NOBODY:
        return ""
    if found == VisitOutcome.REFUSED:
        return "拒绝检查须写明经过：谁、以什么方式拒绝、是否告知后果。"
    return f"检查结局为“{found.label}”的，请写明检查结论或现场情况。"


@law.rule("EN-7", "plan:6.1", "random-inspection:3")
def must_disclose(outcome: str, kind: str, drawn: bool) -> bool:
    """随机抽中的和年度计划内的检查，办结后公开检查结果；没有检查成的不公开。"""
    return (drawn or kind == VisitKind.PLANNED) and outcome in (VisitOutcome.DONE, *GONE)


@law.rule("EN-8", "plan:6.1")
def close_fault(closing: Closing) -> str:
    """问题都定了处理方式、两个版本的答案都已选定、应查的逐项有结果或写明未查原因，才能办结；复查和案件调查不要求逐项填写。

    Returns the sentence of what is wrong, or "".
    """
    if closing.undecided:
        return f"还有 {closing.undecided} 个问题没有确定处理方式。"
    if closing.conflicts:
        return f"有 {closing.conflicts} 项检查内容存在两个版本，请先选定。"
    if closing.besides:
        return closing.besides
    if closing.outcome != VisitOutcome.DONE:
        return ""
    listed = closing.kind in (VisitKind.PLANNED, VisitKind.TRIGGERED)
    if closing.unanswered and listed and not closing.unchecked_why.strip():
        return f"还有 {closing.unanswered} 项检查内容没有填写结果；没有查的，请写明未查的原因。"
    if closing.unexplained:
        return f"有 {closing.unexplained} 项不符合、不适用或未查没有写明情况。"
    return ""


@law.rule("EN-9", "plan:3.5", judgement=True)
def proposed_outcome(dispositions: Collection[str], found: int) -> str:
    """对转办线索的答复，按问题的处理方式提出处理结果供选用：没有问题、立案、当场改正，由人认定。"""
    if not found:
        return "NOTHING_FOUND"
    if Disposition.CASE in dispositions:
        return "FILED"
    return "MENDED" if set(dispositions) == {Disposition.ON_THE_SPOT} else ""
