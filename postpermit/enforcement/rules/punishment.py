"""What is imposed beside the fine of the party: the people responsible, and what was gained by the act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from postpermit import law
from postpermit.enforcement.rules.counting import dated
from postpermit.enforcement.states import Party
from postpermit.law import PenaltyBasis

WAN = Decimal(10_000)
MOST = 20


@dataclass(frozen=True)
class PersonFine:
    """A person responsible, by post or name as the decision says it, and the amount in yuan."""

    who: str
    yuan: Decimal


@dataclass(frozen=True)
class Beside:
    """What is meant or decided beside the fine; ``times`` and ``party`` as they were found, "" as they stand."""

    times: int = 1
    persons: tuple[PersonFine, ...] = ()
    gains: Decimal | None = None
    party: str = ""


NOTHING = Beside()


@law.rule("EN-132", "penalty-law:51", "penalty-law:63", judgement=True)
def counts_as_unit(party: str, on: date) -> bool:
    """听证和当场处罚的数额，单位按单位的，个人按个人的；个体工商户按个人的数额，更有利于当事人，待确认。"""
    if party == Party.BUSINESS:
        return bool(dated("penalty.business.as", on).value == "unit")
    return party != Party.PERSON


@law.rule("EN-133", "code:1088", "code:1100", "monitoring-rules:44", judgement=True)
def persons_fault(
    basis: PenaltyBasis,
    persons: Iterable[PersonFine],
    lenient_why: str = "",
    told: Iterable[PersonFine] | None = None,
) -> str:
    """责任人员逐人在所选规定写明的幅度之内罚款，规定没有写明的不罚；高于告知数额的、没有告知的人不罚。

    Returns the sentence of what is wrong, or "".
    """
    kept, span = list(persons), basis.persons
    if not kept:
        return ""
    if span is None:
        return f"{basis.label}没有写明对责任人员罚款，请不填责任人员，或者另选依据。"
    if len(kept) > MOST or len({p.who for p in kept}) < len(kept):
        return f"责任人员每人写一行，不重复，不超过{MOST}人。"
    for one in kept:
        if one.yuan > span.high * WAN:
            return f"对{one.who}的罚款高于幅度：{span.shown}。"
        if one.yuan < span.low * WAN and not lenient_why.strip():
            return f"对{one.who}的罚款低于幅度：{span.shown}，只能依法减轻并写明理由。"
    known = None if told is None else {p.who: p.yuan for p in told}
    more = [p.who for p in kept if known is not None and p.yuan > known.get(p.who, Decimal(0))]
    return f"对{more[0]}的罚款没有告知过这个数额，须重新调查、审核和告知。" if more else ""


@law.rule("EN-134", "penalty-law:28", judgement=True)
def gains_fault(gains: Decimal | None, told: Decimal | None = None, *, asked: bool = False) -> str:
    """当事人有违法所得的依法没收，数额由人查明；不高于告知的数额。

    ``asked``: the party was told what is proposed. Returns the sentence of what is wrong, or "".
    """
    if gains is None:
        return ""
    if gains < 0:
        return "没收违法所得的数额不能小于 0。"
    if asked and gains > (told or Decimal(0)):
        return "没收违法所得高于告知的数额，须重新调查、审核和告知。"
    return ""


def persons_of(rows: Iterable[Mapping[str, Any]]) -> tuple[PersonFine, ...]:
    """As they are kept on a case."""
    return tuple(PersonFine(str(r["who"]), Decimal(str(r["yuan"]))) for r in rows)


def persons_kept(persons: Iterable[PersonFine]) -> list[dict[str, str]]:
    """How a case keeps them."""
    return [{"who": p.who, "yuan": str(p.yuan)} for p in persons]


def punishment_shown(
    fine: Decimal | None, measures: str, gains: Decimal | None, persons: Iterable[PersonFine]
) -> str:
    """罚款120000元；没收违法所得3000元；对负责人罚款50000元；责令停产整治."""
    parts = [f"罚款{_plain(fine)}元" if fine else "", f"没收违法所得{_plain(gains)}元" if gains else ""]
    parts += [f"对{p.who}罚款{_plain(p.yuan)}元" for p in persons]
    return "；".join(words for words in (*parts, measures) if words)


def _plain(yuan: Decimal) -> str:
    return f"{yuan.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")
