"""Whether a decision may be made as it is meant: review, discussion, the party's rights, the fine, and who decides."""

from dataclasses import dataclass
from decimal import Decimal

from postpermit import law
from postpermit.enforcement.rules.bases import WAN, fine_fault
from postpermit.enforcement.rules.case_conditions import Answer
from postpermit.enforcement.rules.clock import ClockState
from postpermit.law import PenaltyBasis

ENDED = (ClockState.LAPSED, ClockState.MET, ClockState.LATE)


@dataclass(frozen=True)
class Deciding:
    """A decision as it is meant. ``lenient_why``: why it goes below the range; ``taking_part``: the decider worked on it."""

    basis: PenaltyBasis | None
    fine: Decimal | None
    measures: str = ""
    circumstance: str = ""
    proposed: Decimal | None = None
    lenient_why: str = ""
    reviewed: bool = False
    discussion: Answer = Answer.NEED_NOT
    discussed: bool = False
    statement: ClockState = ClockState.LAPSED
    hearing: Answer = Answer.NEED_NOT
    hearing_request: ClockState = ClockState.LAPSED
    hearing_asked: bool = False
    heard: bool = False
    taking_part: bool = False


@dataclass(frozen=True)
class Fault:
    """What stands against it, and the field it is about."""

    place: str
    sentence: str


@law.rule("EN-81", "penalty-law:57", "penalty-law:58", "penalty-law:44", "penalty-law:45")
def decision_faults(meant: Deciding) -> tuple[Fault, ...]:
    """决定前须法制审核通过、该讨论的已讨论、陈述申辩和听证期满或已办，作决定的不得参与调查和审核，罚款不得高于告知数额。"""
    found = []
    if meant.taking_part:
        found.append(Fault("by", "调查人员、法制审核人员不得作出本案的处罚决定，请由其他负责人决定。"))
    if not meant.reviewed:
        found.append(Fault("by", "法制审核还没有通过，不能作出决定。"))
    if meant.discussion is Answer.MUST and not meant.discussed:
        found.append(Fault("by", "本案须经负责人集体讨论，请先登记集体讨论。"))
    if meant.statement not in ENDED:
        found.append(Fault("by", "陈述申辩期限未满，当事人也没有陈述申辩或者书面放弃，不能作出决定。"))
    if meant.hearing is Answer.MUST and meant.hearing_request not in ENDED:
        found.append(Fault("by", "要求听证的期限未满，不能作出决定。"))
    if meant.hearing_asked and not meant.heard:
        found.append(Fault("by", "当事人要求听证，听证还没有举行，不能作出决定。"))
    return (*found, *fine_faults(meant))


@law.rule("EN-82", "penalty-law:59", "penalty-law:45", "penalty-law:33")
def fine_faults(meant: Deciding) -> tuple[Fault, ...]:
    """罚款在所选规定的幅度之内；低于幅度的须写明减轻的理由，高于幅度或者高于告知数额的不行。"""
    if meant.basis is None:
        return (Fault("basis", "还没有选择适用依据，请先选择依据并写明理由。"),)
    if meant.fine is None or meant.fine < 0:
        return (Fault("fine", "请填写罚款数额；不罚款的填 0。"),)
    if meant.fine == 0:
        asked = Fault("measures", "不罚款的，请写明给予的其他处罚，如警告。")
        return () if meant.measures.strip() else (asked,)
    if meant.proposed is not None and meant.fine > meant.proposed:
        more = "罚款高于告知的数额。不得因陈述申辩加重处罚，确需加重的须重新调查、审核和告知。"
        return (Fault("fine", more),)
    said = fine_fault(meant.basis, meant.fine, meant.circumstance)
    if not said:
        return ()
    span = meant.basis.fine(meant.circumstance)
    below = span is not None and meant.fine < span.low * WAN
    if not below:
        return (Fault("fine", said),)
    return () if meant.lenient_why.strip() else (Fault("why", f"{said}减轻处罚的，请写明理由。"),)
