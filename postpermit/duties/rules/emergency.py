"""Emergency plans that have to be filed anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from postpermit import law, workdays
from postpermit.duties.rules.facts import STOPPED_NOTE, HolderFacts, Law, Planned, fixed
from postpermit.duties.rules.windows import void_why

MONTHS = 12


@law.rule("DU-21", "plan:3.3")
def file_emergency_plan(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """持证单位的应急预案自备案之日起满规定年限前重新备案；没有备案记录的不产生事项，是否应当备案由人判断。"""
    if not unit.plans_filed_on or not unit.holds_permit:
        return
    years = int(law_.value("emergency_plan.validity.years"))
    opens = int(law_.value("emergency_plan.opens_days_before"))
    later: list[date | None] = [b for _, b in pairwise(unit.plans_filed_on)]
    for filed_on, filed_again in zip(unit.plans_filed_on, [*later, None], strict=True):
        due_on = workdays.add_months(filed_on, years * MONTHS)
        if due_on.year != year:
            continue
        opens_on = due_on - timedelta(days=opens)
        early = filed_again is not None and filed_again < opens_on
        yield Planned(
            "emergency-plan",
            "HOLDER",
            unit.number,
            unit.name,
            filed_on.isoformat(),
            opens_on,
            fixed(due_on, f"{filed_on} 备案，满 {years} 年，不因休息日顺延"),
            confirmed=law_.confirmed("emergency_plan.validity.years"),
            note=STOPPED_NOTE if unit.stopped else "",
            void_why=f"已于 {filed_again} 重新备案" if early else void_why(unit, due_on),
            done_on=None if early else filed_again,
            facility=unit.facility,
        )
