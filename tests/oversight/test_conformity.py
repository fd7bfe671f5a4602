"""The conformity report says no as soon as a loop is open or an invariant is broken."""

from datetime import date, datetime, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip
from postpermit.office.models import RunningNumber
from postpermit.oversight.conformity import INVARIANTS, conformity, invariant_words
from tests.bureau import Bureau
from tests.web.world import World, build

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


@pytest.fixture
def world(bureau: Bureau, at: datetime) -> World:
    """One of everything."""
    return build(bureau, at)


def test_open_loops_are_counted_by_kind_and_stand_under_their_clause(world: World) -> None:
    report = conformity(2026, ON)
    assert not report.holds
    assert report.loops["linkage-task"] == {"begun": 1, "closed": 0, "open": 1}
    assert report.loops["lead"]["open"] == 1
    assert report.loops["instruction"]["open"] == 1
    row = next(c for c in report.clauses if c["clause"] == "plan:8.1")
    assert row["open_loops"] == 1
    assert row["due"] == sum(k["due"] for k in row["kinds"])


def broken(world: World, name: str) -> None:
    """Break one invariant behind the house's back."""
    waits = Duty.objects.filter(subject_ref__startswith="linkage.slipassignment", state="OPEN")
    acts = {
        "nothing-hangs": lambda: waits.update(subject_ref="linkage.slipassignment:999999"),
        "numbers-have-no-gap": lambda: RunningNumber.objects.filter(kind="slip").update(last=7),
        "quotas-count-right": lambda: Duty.objects.filter(target__isnull=False).update(done=99),
        "ledger-agrees": lambda: Duty.objects.filter(kind="inspect-key", state="OPEN").update(
            due_on=ON + timedelta(days=9)
        ),
        "archive-is-complete": lambda: None,
        "late-has-reason": lambda: None,
        "trail-holds": lambda: None,
    }
    acts[name]()


@pytest.mark.parametrize(
    "name", ["nothing-hangs", "numbers-have-no-gap", "quotas-count-right", "ledger-agrees"]
)
def test_each_invariant_is_red_when_it_is_broken(world: World, name: str) -> None:
    assert list(INVARIANTS[name](2026, ON)) == []
    broken(world, name)
    assert list(INVARIANTS[name](2026, ON)) != []


def test_a_late_row_without_a_reason_is_told(world: World) -> None:
    assert len(list(INVARIANTS["late-has-reason"](2026, ON))) == (
        Duty.objects.filter(state="OPEN", due_on__lt=ON, due_on__year=2026).count()
    )


def test_an_archived_task_with_an_open_receiver_is_told(world: World) -> None:
    assert list(INVARIANTS["archive-is-complete"](2026, ON)) == []
    assert Slip.objects.filter(state="ARCHIVED").count() == 0


def test_every_invariant_has_its_chinese_sentence() -> None:
    assert set(invariant_words()) == set(INVARIANTS)
    assert all(words.endswith("。") for words in invariant_words().values())
