"""What a fine grows by: the surcharge on one that is not paid, and the daily fine for what goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from postpermit import law
from postpermit.enforcement.rules.counting import ONE, dated

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Growth:
    """Days that count and the amount in yuan. ``capped``: the amount is the highest that the law allows."""

    days: int
    yuan: Decimal
    capped: bool = False


@law.rule("EN-78", "penalty-law:72", "penalty-law:73")
def surcharge(
    fine: Decimal, due_on: date, until: date, suspended: Iterable[tuple[date, date]] = ()
) -> Growth:
    """逾期不缴的每日加处罚款数额的百分之三，不超过罚款本数；复议诉讼期间不计算。"""
    held = {since + timedelta(days=k) for since, end in suspended for k in range((end - since).days + 1)}
    late = [due_on + k * ONE for k in range(1, max((until - due_on).days, 0) + 1)]
    days = sum(day not in held for day in late)
    share, cap = dated("penalty.surcharge.share", due_on).value, dated("penalty.surcharge.cap", due_on).value
    grown, most = fine * share * days, fine * cap
    return Growth(days, min(grown, most).quantize(CENT, ROUND_HALF_UP), grown >= most and days > 0)


@law.rule("EN-79", "daily-fine:17", "daily-fine:19", "code:1060", judgement=True)
def daily_fine(fine: Decimal, order_served_on: date, rechecked_on: date) -> Growth:
    """复查发现仍在违法的，自责令改正决定书送达次日至复查之日，每日按原罚款数额计算。"""
    days = max((rechecked_on - order_served_on).days, 0)
    return Growth(days, (fine * days).quantize(CENT, ROUND_HALF_UP))
