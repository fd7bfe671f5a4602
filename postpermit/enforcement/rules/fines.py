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


@law.rule("EN-136", "penalty-law:72", "coercion-law:42", judgement=True)
def settled_fault(due: Growth | None, paid: Decimal | None, waived: Decimal | None, why: str) -> str:
    """逾期缴纳的，加处罚款缴了多少、减免多少都要登记，两项合计等于应加处的数额，减免的写明理由。

    Returns the sentence of what is wrong, or "".
    """
    owed = due.yuan if due else Decimal(0)
    if not owed:
        return "" if paid is None and not waived else "没有应加处的罚款，不用登记。"
    if paid is None:
        return f"逾期缴纳，应加处罚款{owed}元，请先登记加处罚款的缴纳和减免。"
    if paid < 0 or (waived or 0) < 0 or paid + (waived or 0) != owed:
        return f"缴纳与减免合计应为{owed}元，请核对。"
    return "减免加处罚款的，请写明理由。" if waived and not why.strip() else ""


@law.rule("EN-79", "daily-fine:17", "daily-fine:19", "code:1060", judgement=True)
def daily_fine(fine: Decimal, order_served_on: date, rechecked_on: date) -> Growth:
    """复查发现仍在违法的，自责令改正决定书送达次日至复查之日，每日按原罚款数额计算。"""
    days = max((rechecked_on - order_served_on).days, 0)
    return Growth(days, (fine * days).quantize(CENT, ROUND_HALF_UP))


@law.rule("EN-137", "daily-fine:17", "daily-fine:19", "code:1060", judgement=True)
def daily_fault(
    fine: Decimal | None,
    order_served_on: date | None,
    rechecked_on: date | None,
    going: bool | None,
    yuan: Decimal,
) -> str:
    """罚款后责令改正、复查仍在违法的，才能按日连续处罚，数额为原罚款乘以日数；是否给予由人决定。

    Returns the sentence of what is wrong, or "".
    """
    if not fine or order_served_on is None or rechecked_on is None:
        return "按日连续处罚须已罚款、已送达责令改正决定书并已复查，请先登记。"
    if going is not True:
        return "还没有查明复查时仍在违法，不能按日连续处罚。"
    grown = daily_fine(fine, order_served_on, rechecked_on)
    if not grown.days:
        return "复查日期不晚于责令改正送达日期，没有计罚日数。"
    return "" if yuan == grown.yuan else f"按日连续处罚应为{grown.yuan}元（{grown.days}日），请核对。"
