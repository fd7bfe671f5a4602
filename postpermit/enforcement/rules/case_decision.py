"""Who may decide a case, and whether the punishment fits the provision. What must come before is in ``obstacles``."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from postpermit import law
from postpermit.enforcement.rules.bases import Side, fine_fault, fine_side
from postpermit.enforcement.rules.punishment import PersonFine, gains_fault, persons_fault
from postpermit.law import PenaltyBasis


@dataclass(frozen=True)
class Deciding:
    """A punishment as it is meant. ``lenient_why``: why it goes below the range; ``proposed``: what the party was told,
    ``told_persons`` and ``told_gains`` with it.
    """

    basis: PenaltyBasis | None
    fine: Decimal | None
    measures: str = ""
    circumstance: str = ""
    proposed: Decimal | None = None
    lenient_why: str = ""
    times: int = 1
    persons: tuple[PersonFine, ...] = ()
    told_persons: tuple[PersonFine, ...] = ()
    gains: Decimal | None = None
    told_gains: Decimal | None = None


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
    """罚款在所选规定的幅度之内，按次处罚的乘以次数；低于幅度的须写明减轻的理由，高于幅度或者高于告知数额的不行。"""
    if meant.basis is None:
        return (Fault("basis", "还没有选择适用依据，请先选择依据并写明理由。"),)
    if meant.fine is None or meant.fine < 0:
        return (Fault("fine", "请填写罚款数额；不罚款的填 0。"),)
    if meant.basis.only and not meant.basis.names(meant.circumstance):
        named = "、".join(f.when for f in meant.basis.fines)
        return (Fault("circumstance", f"{meant.basis.label}只适用于{named}，请选择情节或者另选依据。"),)
    if meant.times < 1 or (meant.times > 1 and not meant.basis.each):
        return (Fault("times", f"{meant.basis.label}不是按次处罚，次数请填 1。"),)
    return (*_sum_faults(meant, meant.basis, meant.fine), *_beside_faults(meant, meant.basis))


def _sum_faults(meant: Deciding, basis: PenaltyBasis, fine: Decimal) -> tuple[Fault, ...]:
    if fine == 0:
        other = meant.measures.strip() or meant.gains or meant.persons
        return () if other else (Fault("measures", "不罚款的，请写明给予的其他处罚，如警告。"),)
    if meant.proposed is not None and fine > meant.proposed:
        more = "罚款高于告知的数额。不得因陈述申辩加重处罚，确需加重的须重新调查、审核和告知。"
        return (Fault("fine", more),)
    said = fine_fault(basis, fine, meant.circumstance, meant.times)
    if not said:
        return ()
    if fine_side(basis, fine, meant.circumstance, meant.times) is Side.ABOVE:
        return (Fault("fine", said),)
    return () if meant.lenient_why.strip() else (Fault("why", f"{said}减轻处罚的，请写明理由。"),)


def _beside_faults(meant: Deciding, basis: PenaltyBasis) -> tuple[Fault, ...]:
    told = meant.proposed is not None
    people = persons_fault(basis, meant.persons, meant.lenient_why, meant.told_persons if told else None)
    gained = gains_fault(meant.gains, meant.told_gains, asked=told)
    both = (("persons", people), ("gains", gained))
    return tuple(Fault(place, said) for place, said in both if said)
