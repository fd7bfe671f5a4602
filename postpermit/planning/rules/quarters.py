"""How many units are drawn this quarter: the year's share of the register of that day, less what is drawn already."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postpermit import law
from postpermit.duties.rules import Law
from postpermit.duties.rules.quotas import share_of

# Duties that are met by a draw → the value that holds their yearly share.
QUOTAS = {
    "inspect-registered": "inspection.registered.share",
    "monitor-simplified": "monitoring.simplified.share",
}
QUARTERS = 4


@dataclass(frozen=True)
class QuarterFacts:
    """``registered``: units of the kind in force on the register of that day; ``drawn``: drawn this year and still
    counting (a unit found closed or moved does not, where its value says so); ``eligible``: may be drawn today."""

    kind: str
    on: date
    registered: int
    drawn: int
    eligible: int


@dataclass(frozen=True)
class QuarterShare:
    """``n``: to draw now; ``carried``: left for the later quarters; ``short``: what the list of today cannot give."""

    target: int
    n: int
    carried: int
    short: int
    quarters_left: int
    reasons: tuple[str, ...]
    confirmed: bool


def quarter_of(on: date) -> int:
    """1 to 4."""
    return (on.month + 2) // 3


@law.rule("PL-20", "plan:6.2", "plan:7.2")
def year_target(kind: str, registered: int, law_: Law) -> int:
    """全年抽取数为抽取当日在册数乘以规定比例，不足一家按一家计；在册数变动的，各季度重新计算。"""
    return share_of(Decimal(law_.value(QUOTAS[kind])), registered)


@law.rule("PL-21", "plan:6.2", "plan:7.2")
def quarter_share(facts: QuarterFacts, law_: Law) -> QuarterShare:
    """全年抽取数减去已抽数，按剩余季度均分；除不尽的和名单不足的结转以后季度，第四季度全部抽完。"""
    target = year_target(facts.kind, facts.registered, law_)
    left = max(target - facts.drawn, 0)
    quarters_left = QUARTERS - quarter_of(facts.on) + 1
    wanted = left // quarters_left
    n = min(wanted, facts.eligible)
    name = QUOTAS[facts.kind]
    reasons = (
        f"{facts.on} 在册 {facts.registered} 家，按 {law.value(name, on=law_.on).shown} 全年应抽 {target} 家",
        f"本年已抽 {facts.drawn} 家，尚余 {left} 家，分 {quarters_left} 个季度",
        f"本季度抽 {n} 家，结转 {left - n} 家",
        *((f"可抽名单只有 {facts.eligible} 家，少抽 {wanted - n} 家",) if n < wanted else ()),
    )
    confirmed = law_.confirmed(name)
    return QuarterShare(target, n, left - n, wanted - n, quarters_left, reasons, confirmed)


def rest_of_year(facts: QuarterFacts, law_: Law) -> tuple[int, ...]:
    """This quarter and those after it, if the register stays as it is: what the plan of the year reckons with."""
    shares: list[int] = []
    drawn, eligible = facts.drawn, facts.eligible
    for quarter in range(quarter_of(facts.on), QUARTERS + 1):
        on = facts.on if not shares else date(facts.on.year, 3 * quarter - 2, 1)
        share = quarter_share(QuarterFacts(facts.kind, on, facts.registered, drawn, eligible), law_)
        shares.append(share.n)
        drawn, eligible = drawn + share.n, eligible - share.n
    return tuple(shares)
