"""What a fine grows by is recorded: the surcharge as it was paid or waived, and the daily fine as it was decided."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_holding import (
    hold_case,
    refuse_case_state,
    refuse_day,
    refuse_decider,
    refuse_words,
)
from postpermit.enforcement.queries.case_money import daily_of, surcharge_of
from postpermit.enforcement.queries.case_standing import conduct_label
from postpermit.enforcement.rules.fines import Growth, daily_fault, settled_fault
from postpermit.enforcement.states import CaseState
from postpermit.office.calendars import calendar_now
from postpermit.register.operations import enter_fact
from postpermit.register.rules import fact_owner
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

C = CaseState
OUT = (C.SERVED, C.EXECUTED)


class UnableToCountMoney(Refused):
    """The amounts do not add up to what is owed, or nothing is owed."""


@transaction.atomic
def settle_surcharge(
    *, case: PenaltyCase, paid: Decimal, waived: Decimal = Decimal(0), why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """加处罚款 was paid, or a part of it waived with a reason; told again in other amounts it is corrected."""
    held = hold_case(case.pk)
    refuse_case_state(held, *OUT)
    why = refuse_words("why", why, 200, "减免理由", required=False)
    if held.paid_on is None:
        raise UnableToCountMoney("请先登记缴清罚款的日期，加处罚款算到那一日。", place="paid")
    due = surcharge_of(held, localdate(at), calendar_now())
    if fault := settled_fault(due, paid, waived, why):
        raise UnableToCountMoney(fault, place="why" if "理由" in fault else "paid")
    kept = {"paid": str(paid), "waived": str(waived), "why": why, "by": by.signature}
    PenaltyCase.objects.filter(pk=held.pk).update(surcharge=kept)
    facts = {"number": held.number, "days": due.days if due else 0, **kept}
    record("settle-surcharge", label="登记加处罚款", subjects=[held], by=by, at=at, clause="penalty-law:72", why=why,
           facts=facts)  # fmt: skip
    case.refresh_from_db()
    return case


def refuse_unsettled_surcharge(case: PenaltyCase, at: datetime) -> None:
    """Refuse to call a case performed while the surcharge on a late payment is neither paid nor waived."""
    due = surcharge_of(case, localdate(at), calendar_now()) if case.paid_on else None
    kept = case.surcharge
    amounts = [Decimal(kept[n]) for n in ("paid", "waived")] if kept else [None, None]
    if due is not None and (fault := settled_fault(due, amounts[0], amounts[1], kept.get("why", ""))):
        raise UnableToCountMoney(fault, place="on")


@transaction.atomic
def decide_daily_fine(
    *, case: PenaltyCase, number: str, on: date, yuan: Decimal, by: Actor, at: datetime
) -> PenaltyCase:
    """按日连续处罚 by somebody who neither investigated nor reviewed; once for one re-check."""
    held = hold_case(case.pk)
    refuse_case_state(held, *OUT)
    number = refuse_words("number", number, 64, "按日连续处罚决定书文号")
    refuse_day(on, at, held.rechecked_on, "决定日期")
    refuse_decider(held, by)
    if held.daily:
        raise UnableToCountMoney(
            f"已登记按日连续处罚（{held.daily['number']}），不重复登记。", place="number"
        )
    going = held.looked_into.get("still_going")
    if fault := daily_fault(held.fine, held.order_on, held.rechecked_on, going, yuan):
        raise UnableToCountMoney(fault, place="yuan")
    days = (daily_of(held) or Growth(0, yuan)).days
    kept = {"number": number, "on": on.isoformat(), "days": days, "yuan": str(yuan), "by": by.signature}
    PenaltyCase.objects.filter(pk=held.pk).update(daily=kept)
    record("daily-fine", label="登记按日连续处罚", subjects=[held], by=by, at=at, clause="code:1060",
           facts={"case": held.number, **kept})  # fmt: skip
    _enter(held, number, on, f"按日连续处罚罚款{yuan}元（{days}日）", by, at)
    case.refresh_from_db()
    return case


def _enter(case: PenaltyCase, number: str, on: date, amount: str, by: Actor, at: datetime) -> None:
    """It is a punishment of its own in the unit's file."""
    given = {
        "number": number,
        "conduct": f"{conduct_label(case.conduct)}（{case.title}）"[:200],
        "amount": amount,
    }
    owner = replace(by, division=fact_owner("penalty"))
    enter_fact(
        kind="penalty",
        facility=case.facility,
        on=on,
        given=given,
        note=f"案件 {case.number}",
        by=owner,
        at=at,
    )
