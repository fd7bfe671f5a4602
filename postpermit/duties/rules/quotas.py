"""Quota duties: a share of the units in force, counted up to the next whole unit."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from postpermit import law
from postpermit.duties.rules.facts import REGISTERED, SIMPLIFIED, HolderFacts, Law, Planned, fixed


def share_of(share: Decimal, base: int) -> int:
    """The least whole number not below share × base, in exact decimals (20 % of 621 is 125)."""
    return int((share * base).to_integral_value(ROUND_CEILING))


def base_of(units: Sequence[HolderFacts], management_class: str, on: date) -> int:
    """Units of the class whose permit or registration is in force that day, stopped ones included."""
    return sum(u.management_class == management_class and u.in_force(on) for u in units)


def _quota(kind: str, obligor: str, share: Decimal, base: int, year: int) -> Iterator[Planned]:
    if base:
        due = fixed(date(year, 12, 31))
        yield Planned(
            kind, obligor, "", "", str(year), date(year, 1, 1), due, target=share_of(share, base), base=base
        )


@law.rule("DU-6", "plan:6.2")
def inspect_registered(units: Sequence[HolderFacts], year: int, on: date, law_: Law) -> Iterator[Planned]:
    """登记单位每年检查不低于在册总数的规定比例，不足一家按一家计。"""
    base = base_of(units, REGISTERED, min(on, date(year, 12, 31)))
    yield from _quota(
        "inspect-registered", "ENFORCEMENT", law_.value("inspection.registered.share"), base, year
    )


@law.rule("DU-7", "plan:7.2")
def monitor_simplified(units: Sequence[HolderFacts], year: int, on: date, law_: Law) -> Iterator[Planned]:
    """简化管理单位每年执法监测不低于在册总数的规定比例，不足一家按一家计。"""
    base = base_of(units, SIMPLIFIED, min(on, date(year, 12, 31)))
    yield from _quota("monitor-simplified", "STATION", law_.value("monitoring.simplified.share"), base, year)
