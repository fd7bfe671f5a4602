"""Who may decide a case, and whether the punishment fits the provision. What must come before is in ``obstacles``."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from postpermit import law
from postpermit.enforcement.rules.bases import WAN, fine_fault
from postpermit.law import PenaltyBasis


@dataclass(frozen=True)
class Deciding:
    """A punishment as it is meant. ``lenient_why``: why it goes below the range; ``proposed``: what the party was told."""

    basis: PenaltyBasis | None
    fine: Decimal | None
    measures: str = ""
    circumstance: str = ""
    proposed: Decimal | None = None
    lenient_why: str = ""


@dataclass(frozen=True)
class Fault:
    """What stands against it, and the field it is about."""

    place: str
    sentence: str


@law.rule("EN-81", "penalty-law:57", "penalty-law:58")
def decider_fault(decider: str, took_part: Collection[str]) -> str:
    """调查人员和法制审核人员，包括中途退出的，不得作出本案的处罚决定、不予处罚决定，也不得撤销案件。

    Returns the sentence of what is wrong, or "".
    """
    if decider in took_part:
        return "本案的调查人员、法制审核人员不能作出这一决定，请由其他负责人办理。"
    return ""


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
