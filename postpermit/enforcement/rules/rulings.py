"""A decision that somebody else revokes or amends: what such a ruling may say, and how it reads in the unit's file."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postpermit import law
from postpermit.enforcement.rules.case_decision import Fault
from postpermit.enforcement.rules.counting import written
from postpermit.enforcement.states import Ruling


@dataclass(frozen=True)
class Ruled:
    """A ruling as it is entered; ``fine`` None: none is named."""

    ruling: Ruling
    number: str
    body: str
    on: date
    fine: Decimal | None = None
    measures: str = ""


@law.rule("EN-120", "review-law:63", "review-law:64", "litigation-law:70", "litigation-law:77")
def ruling_faults(ruled: Ruled, fine: Decimal, measures: str) -> tuple[Fault, ...]:
    """决定被变更的，须写明变更后的处罚，罚款不高于原决定，并且与原决定不同；被撤销的不写新的罚款。"""
    if ruled.ruling is Ruling.REVOKED:
        return (
            () if ruled.fine is None else (Fault("fine", "决定被撤销的，不填罚款；只是减少的，请登记变更。"),)
        )
    if ruled.fine is None or ruled.fine < 0:
        return (Fault("fine", "请填写变更后的罚款；不再罚款的填 0。"),)
    if ruled.fine > fine:
        return (Fault("fine", "变更后的罚款不能高于原决定。"),)
    if ruled.fine == 0 and not ruled.measures.strip():
        return (Fault("measures", "变更后不罚款的，请写明保留的处罚；都不保留的，请登记撤销。"),)
    if (ruled.fine, ruled.measures.strip()) == (fine, measures.strip()):
        return (Fault("fine", "变更后的处罚与原决定相同，请核对。"),)
    return ()


def ruling_words(ruled: Ruled) -> str:
    """已撤销（某机关2026年1月2日某号）; 已变更为罚款10000元（…）."""
    source = f"（{ruled.body}{written(ruled.on)}{ruled.number}）"
    if ruled.ruling is Ruling.REVOKED:
        return f"已撤销{source}"
    fine = f"罚款{ruled.fine.normalize():f}元" if ruled.fine else ""
    return f"已变更为{'；'.join(w for w in (fine, ruled.measures) if w)}{source}"
