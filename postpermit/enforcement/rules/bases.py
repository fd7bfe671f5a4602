"""Which provisions a conduct falls under, chosen by the day of the act, with every other reading beside them.

The system proposes one and says why; which one is applied, a person decides, with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postpermit import law
from postpermit.law import FineRange, PenaltyBasis
from postpermit.trail.steps import Labelled

WAN = Decimal(10_000)
# What a provision says where it tells no circumstances apart: it is none itself.
PLAIN = ("", "一般")


class When(Labelled):
    """How a provision stands to the act."""

    AT_ACT = "AT_ACT", "行为时有效"
    EARLIER = "EARLIER", "行为期间曾经有效"
    LATER = "LATER", "行为后施行"


class Side(Labelled):
    """Where a fine lies to its range. Below it may be, where the law makes it lighter; above it never."""

    BELOW = "BELOW", "低于"
    WITHIN = "WITHIN", "在幅度之内"
    ABOVE = "ABOVE", "高于"


@dataclass(frozen=True)
class Reading:
    """One provision and how it stands to the act. ``ended``: it is not in force any more on the day of reading."""

    basis: PenaltyBasis
    when: When
    ended: bool = False


@dataclass(frozen=True)
class Remark:
    """A sentence for whoever decides, with its clause."""

    sentence: str
    clause: str


@dataclass(frozen=True)
class Readings:
    """Every reading of a conduct; ``proposed`` is one of them, None where none was in force at the act."""

    act_on: date
    readings: tuple[Reading, ...]
    proposed: PenaltyBasis | None
    remarks: tuple[Remark, ...]


def weight(basis: PenaltyBasis, circumstance: str = "") -> tuple[Decimal, Decimal]:
    """How heavy its fine is: the highest, then the lowest amount; nothing for one that names no amount."""
    found = basis.fine(circumstance)
    return (found.high, found.low) if found else (Decimal(0), Decimal(0))


@law.rule("EN-70", "penalty-law:37", "code:1057")
def readings_of(conduct: str, act_from: date, act_to: date | None, on: date) -> tuple[Reading, ...]:
    """按违法行为终了之日选择规定，持续到今天的按今天；行为期间曾经有效的、行为后施行的一并列出。"""
    end = min(act_to or on, on)
    found = []
    for basis in law.penalty_conduct(conduct).bases:
        ended = basis.until is not None and basis.until < on
        if basis.in_force(end):
            found.append(Reading(basis, When.AT_ACT, ended))
        elif basis.until is not None and act_from <= basis.until < end:
            found.append(Reading(basis, When.EARLIER, ended))
        elif end < basis.since <= on:
            found.append(Reading(basis, When.LATER, ended))
    return tuple(found)


@law.rule("EN-71", "penalty-law:29", "code:1055", judgement=True)
def heaviest(bases: Iterable[PenaltyBasis], circumstance: str = "") -> PenaltyBasis | None:
    """一个行为触犯几项规定的，按罚款数额高的；同样高的，效力高的在前；让位于法律的规定，有法律时不用。"""
    kept = list(bases)
    if any(b.rank == "LAW" for b in kept):
        kept = [b for b in kept if not b.yields]
    order = list(law.RANKS)
    return max(kept, key=lambda b: (*weight(b, circumstance), -order.index(b.rank)), default=None)


@law.rule("EN-131", "penalty-law:29", "code:1055", judgement=True)
def fitting(bases: Iterable[PenaltyBasis], circumstance: str = "") -> tuple[PenaltyBasis, ...]:
    """有规定专门写明这种情节的，没有写明的不作提示；只管特定情节的规定，不是这种情节的也不作提示。"""
    kept = tuple(bases)
    if circumstance not in PLAIN and any(b.names(circumstance) for b in kept):
        return tuple(b for b in kept if b.names(circumstance))
    return tuple(b for b in kept if not b.only)


@law.rule("EN-72", "penalty-law:37", "code:1057", judgement=True)
def proposed(readings: Iterable[Reading], circumstance: str = "") -> PenaltyBasis | None:
    """适用行为时的规定；处罚时的规定整体较轻的，适用较轻的。罚款之外的措施孰轻孰重由人比较。"""
    kept = tuple(readings)
    old = heaviest(fitting((r.basis for r in kept if r.when is When.AT_ACT), circumstance), circumstance)
    if old is None or not any(r.when is When.LATER for r in kept):
        return old
    today = fitting((r.basis for r in kept if not r.ended and r.when is not When.EARLIER), circumstance)
    now = heaviest(today, circumstance)
    # A provision without an amount cannot be weighed, so that the one of the act stands.
    if now is None or not old.fine(circumstance) or not now.fine(circumstance):
        return old
    return now if weight(now, circumstance) < weight(old, circumstance) else old


@law.rule("EN-73", "penalty-law:29", "code:1055", "code:1057", judgement=True)
def remarks_on(readings: Iterable[Reading], act_from: date, circumstance: str = "") -> tuple[Remark, ...]:
    """跨越新旧规定、行为后规定有变、几项规定幅度不同、让位于法律、没有金额的，逐项提示由人决定。"""
    kept = tuple(readings)
    all_at_act = [r.basis for r in kept if r.when is When.AT_ACT]
    at_act = list(fitting(all_at_act, circumstance))
    found = []
    if not at_act:
        found.append(Remark("行为时没有录入的处罚依据，由法制审核人员查明。", "penalty-law:37"))
    if any(r.when is When.EARLIER for r in kept) or any(b.since > act_from for b in all_at_act):
        said = "行为期间规定有变，按行为终了时的规定，此前的一并列出。"
        found.append(Remark(said, "penalty-law:37"))
    if at_act and any(r.when is When.LATER for r in kept):
        found.append(Remark(_changed(kept, circumstance), "code:1057"))
    if circumstance not in PLAIN and (left := [b for b in all_at_act if b not in at_act]):
        names = "、".join(b.label for b in left)
        found.append(Remark(f"{names}没有“{circumstance}”的幅度，另有规定专门写明。", left[0].clause))
    return (*found, *_differing(at_act, circumstance))


def _changed(readings: tuple[Reading, ...], circumstance: str) -> str:
    """What 从旧兼从轻 comes to where a provision began after the act."""
    later = fitting((r.basis for r in readings if r.when is When.LATER), circumstance)
    old = heaviest(fitting((r.basis for r in readings if r.when is When.AT_ACT), circumstance), circumstance)
    chosen, first = proposed(readings, circumstance), "行为后规定有变，"
    if old is None or not old.fine(circumstance) or not all(b.fine(circumstance) for b in later):
        return first + "其中有的没有固定金额，轻重由人计算比较。"
    if chosen in later:
        return f"{first}新规定罚款较轻，提示适用{chosen.label}；其他措施由人比较。"
    lighter = [b.label for b in later if weight(b, circumstance) < weight(old, circumstance)]
    if lighter:
        return f"{first}{'、'.join(lighter)}罚款较轻，但{old.label}仍然有效；是否从轻适用由人决定。"
    return first + "新规定罚款不较轻，提示适用行为时的规定；其他措施由人比较。"


def _differing(bases: list[PenaltyBasis], circumstance: str) -> list[Remark]:
    found = []
    law_here = any(b.rank == "LAW" for b in bases)
    for basis in bases:
        if basis.yields and law_here:
            found.append(Remark(f"{basis.label}：法律另有规定的，从其规定。", basis.clause))
        if not basis.fines:
            found.append(Remark(f"{basis.label}没有固定金额，由人计算比较。", basis.clause))
    compared = [b for b in bases if b.fines and not (b.yields and law_here)]
    if len({weight(b, circumstance) for b in compared}) > 1:
        spans = "、".join(f"{b.label}{f.shown}" for b in compared if (f := b.fine(circumstance)))
        said = f"几项规定的罚款幅度不同：{spans}。提示按数额高的，法律与法规不一致的由法制审核人员决定。"
        found.append(Remark(said, "code:1055"))
    return found


def readings(conduct: str, act_from: date, act_to: date | None, on: date, circumstance: str = "") -> Readings:
    """All of it for one conduct. KeyError for a conduct that the page does not know."""
    found = readings_of(conduct, act_from, act_to, on)
    return Readings(
        min(act_to or on, on), found, proposed(found, circumstance), remarks_on(found, act_from, circumstance)
    )


def by_circumstance(
    conduct: str, act_from: date, act_to: date | None, on: date
) -> tuple[tuple[str, PenaltyBasis, FineRange], ...]:
    """Every circumstance that a provision names, with what is proposed for it and its range."""
    plain = readings(conduct, act_from, act_to, on)
    names = dict.fromkeys(f.when for r in plain.readings for f in r.basis.fines if f.when not in PLAIN)
    found = ((name, readings(conduct, act_from, act_to, on, name).proposed) for name in names)
    spans = ((name, basis, basis.fine(name)) for name, basis in found if basis is not None)
    return tuple((name, basis, span) for name, basis, span in spans if span is not None and span.when == name)


def fine_side(basis: PenaltyBasis, fine_yuan: Decimal, circumstance: str = "", times: int = 1) -> Side:
    """On which side of the range of a provision a fine lies; within, where it names no amount."""
    allowed, count = basis.fine(circumstance), times if basis.each else 1
    if allowed is None:
        return Side.WITHIN
    if fine_yuan < allowed.low * count * WAN:
        return Side.BELOW
    return Side.ABOVE if fine_yuan > allowed.high * count * WAN else Side.WITHIN


@law.rule("EN-74", "penalty-law:59", "code:1056")
def fine_fault(basis: PenaltyBasis, fine_yuan: Decimal, circumstance: str = "", times: int = 1) -> str:
    """罚款须在所选规定的幅度之内，按次处罚的幅度乘以次数；只有依法减轻并写明理由的可以低于幅度。

    Returns the sentence of what is wrong, or "".
    """
    side, allowed = fine_side(basis, fine_yuan, circumstance, times), basis.fine(circumstance)
    if side is Side.WITHIN or allowed is None:
        return ""
    often = f"，{times}次" if basis.each and times > 1 else ""
    told = f"罚款{side.label}{basis.label}（{allowed.when}）的幅度：{allowed.shown}{often}"
    return told + ("，只能依法减轻并写明理由。" if side is Side.BELOW else "。")
