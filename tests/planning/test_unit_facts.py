"""What the score is told of a unit comes from the records of the house, each with its source."""

from datetime import date, datetime
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.queries.facts import law_of
from postpermit.planning.queries.unit_facts import gather, risk_facts
from postpermit.planning.rules.score import Known
from postpermit.register.models import Facility
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def asked(unit: Facility, due: date, done: date | None, number: int = 1) -> Duty:
    state = "DISCHARGED" if done else "OPEN"
    return Duty.objects.create(
        state=state, kind="reply-notice", obligor_id="HOLDER", klass="SIMPLIFIED", subject=f"{unit.pk}/{number}", period="2026",
        facility=unit, opens_on=date(2026, 1, 1), due_on=due, discharged_on=done,
    )  # fmt: skip


def days_late(unit: Facility) -> Known[int] | None:
    row: dict[str, Any] = Facility.objects.values(
        "pk", "key_unit_kinds", "management_class", "first_issued_on"
    ).get(pk=unit.pk)
    told = gather("SIMPLIFIED", "monitoring", ON, law_of(2026, ON))
    return risk_facts(row, told, ON, True).correction_days_overdue


def test_an_answer_to_a_notice_that_came_late_or_is_late_counts_its_days(
    bureau: Bureau, at: datetime
) -> None:
    late, slow, good = bureau.units(*(unit_row(n, 管理类别="简化管理") for n in (1, 2, 3)), at=at)
    assert days_late(late) is None, "nobody was ever asked: nothing is known"
    asked(late, date(2026, 11, 10), None)
    asked(slow, date(2026, 6, 1), date(2026, 6, 4))
    asked(slow, date(2026, 9, 1), date(2026, 9, 1), 2)
    asked(good, date(2026, 12, 1), None)
    assert days_late(late) == Known(10, "应办事项：问题反馈意见单应于 2026-11-10 答复")
    assert days_late(slow) == Known(3, "应办事项：问题反馈意见单应于 2026-06-01 答复")
    assert days_late(good) == Known(0, "应办事项：无逾期的答复")


def test_what_was_waived_or_fell_away_was_not_late(bureau: Bureau, at: datetime) -> None:
    one, two = bureau.units(*(unit_row(n, 管理类别="简化管理") for n in (1, 2)), at=at)
    asked(one, date(2026, 11, 10), None)
    for number, state in enumerate(("WAIVED", "VOID"), 1):
        duty = asked(two, date(2026, 11, 1), None, number)
        Duty.objects.filter(pk=duty.pk).update(state=state)
    assert days_late(two) == Known(0, "应办事项：无逾期的答复")
