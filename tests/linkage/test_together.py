"""Two people at the same moment, in two real connections."""

import threading
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection

from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.states import Ground, Subject
from postpermit.trail.advance import AlreadyMoved
from tests.bureau import Bureau, found_bureau

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Bureau:
    """Committed, so that both connections see them."""
    return found_bureau(date(2026, 11, 24))


def together(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Run the acts at once; what each one met."""
    met: list[BaseException | None] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            act()
        except BaseException as error:
            met[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return met


def raised(people: Bureau, at: datetime) -> Slip:
    return do.raise_slip(
        division="ECOLOGY", title="题", subject=Subject.MONITORING, ground=Ground.SUPPORT, description="述",
        receivers=["STATION", "ENFORCEMENT"], by=people("ecology-1"), at=at,
    )  # fmt: skip


def test_of_two_who_sign_at_once_one_signs_and_the_other_is_told(people: Bureau, at: datetime) -> None:
    slip = raised(people, at)
    first, second = Slip.objects.get(pk=slip.pk), Slip.objects.get(pk=slip.pk)
    met = together(
        lambda: do.approve_slip(slip=first, by=people("ecology-head"), at=at),
        lambda: do.approve_slip(slip=second, by=people("group-leader"), at=at),
    )
    assert sorted(type(m).__name__ for m in met) == ["AlreadyMoved", "NoneType"]
    assert SlipAssignment.objects.filter(slip=slip).count() == 2
    assert any(isinstance(m, AlreadyMoved) and "已由他人办理" in str(m) for m in met)


def test_the_last_two_confirmations_at_once_complete_the_task(people: Bureau, at: datetime) -> None:
    slip = raised(people, at)
    do.approve_slip(slip=slip, by=people("ecology-head"), at=at)
    parts = list(slip.assignments.order_by("pk"))
    for part in parts:
        code = part.division_id.lower()
        do.accept_assignment(assignment=part, text="收", by=people(f"{code}-1"), at=at)
        do.sign_receipt(assignment=part, by=people(f"{code}-head"), at=at)
        do.give_feedback(assignment=part, text="果", by=people(f"{code}-1"), at=at)
        do.sign_feedback(assignment=part, by=people(f"{code}-head"), at=at)
    by = people("ecology-1")
    met = together(
        lambda: do.confirm_feedback(assignment=parts[0], by=by, at=at),
        lambda: do.confirm_feedback(assignment=parts[1], by=by, at=at),
    )
    assert met == [None, None]
    slip.refresh_from_db()
    assert slip.state == "CONFIRMED"


def test_numbers_of_tasks_raised_at_once_are_all_different(people: Bureau, at: datetime) -> None:
    met = together(*(lambda: raised(people, at) for _ in range(4)))
    assert met == [None] * 4
    assert sorted(Slip.objects.values_list("number", flat=True)) == [f"2026-00{n}" for n in range(1, 5)]
