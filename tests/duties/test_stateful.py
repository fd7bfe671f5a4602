"""Records, withdrawals, waivers, endings and regeneration in any order: the ledger stays true to what was recorded."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties import operations as do
from postpermit.duties.models import Duty, Record
from postpermit.duties.operations.recording import count_done
from postpermit.duties.queries import ledger
from postpermit.register.models import Facility
from postpermit.register.operations import enter_event
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from tests.bureau import Bureau, moment, unit_row

DAYS = st.integers(0, 326).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
WHO = {"inspection": "enforcement", "monitoring": "station", "emission-verification": "station"}


class Ledger(RuleBasedStateMachine):
    """A year of a few units."""

    bureau: ClassVar[Bureau]

    @initialize()
    def begin(self) -> None:
        """Everything of a run is rolled back at its end."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = moment(date(2026, 11, 24))
        rows = [
            unit_row(1, 管理类别="重点管理"),
            unit_row(2),
            *(unit_row(n, 管理类别="登记管理") for n in (3, 4, 5)),
        ]
        self.units = self.bureau.units(*rows, at=self.at)
        do.generate_duties(year=2026, by=COMMAND_LINE, at=self.at)

    def teardown(self) -> None:
        """Take the run back."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, act: Any, **asked: Any) -> None:
        """Do it; a refusal leaves nothing behind."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act(**asked, at=self.at)
        except Refused:
            assert Entry.objects.count() == before

    @rule(unit=st.integers(0, 4), kind=st.sampled_from(list(WHO)), on=DAYS)
    def record(self, unit: int, kind: str, on: date) -> None:
        self.attempt(
            do.record_act,
            kind=kind,
            facility=self.units[unit],
            on=on,
            who="甲",
            result="果",
            by=self.bureau(f"{WHO[kind]}-1"),
        )

    @rule(number=st.integers(0, 20), who=st.sampled_from(["1", "2"]), agree=st.booleans())
    def withdraw(self, number: int, who: str, agree: bool) -> None:
        rows = list(Record.objects.exclude(state="WITHDRAWN").order_by("pk"))
        if not rows:
            return
        record = rows[number % len(rows)]
        by = self.bureau(f"{record.division_id.lower()}-{who}")
        if record.state == "STANDING":
            self.attempt(do.ask_withdrawal, record=record, why="误", by=by)
        elif agree:
            self.attempt(do.agree_withdrawal, record=record, by=by)
        else:
            self.attempt(do.refuse_withdrawal, record=record, why="不", by=by)

    @rule(number=st.integers(0, 30), agree=st.booleans())
    def waive(self, number: int, agree: bool) -> None:
        rows = list(Duty.objects.filter(subject_ref="", state__in=("OPEN", "WAIVING")).order_by("pk"))
        if not rows:
            return
        duty = rows[number % len(rows)]
        if duty.state == "OPEN":
            self.attempt(do.ask_waiver, duty=duty, why="免", by=self.bureau("approval-1"))
        elif agree:
            self.attempt(do.agree_waiver, duty=duty, by=self.bureau("approval-head"))
        else:
            self.attempt(do.refuse_waiver, duty=duty, why="不", by=self.bureau("approval-head"))

    @rule(unit=st.integers(0, 4), on=DAYS)
    def end(self, unit: int, on: date) -> None:
        facility = Facility.objects.get(pk=self.units[unit].pk)
        self.attempt(enter_event, facility=facility, event="CANCEL", on=on, by=COMMAND_LINE)

    @rule()
    def generate(self) -> None:
        do.generate_duties(year=2026, by=COMMAND_LINE, at=self.at)
        entries = Entry.objects.count()
        do.generate_duties(year=2026, by=COMMAND_LINE, at=self.at)
        assert Entry.objects.count() == entries
        shown = {r["id"]: r["state"] for r in ledger(2026, self.at.date())}
        for duty in Duty.objects.filter(due_on__year=2026):
            held = "OPEN" if duty.state == "WAIVING" else duty.state
            if str(duty.public_id) in shown:
                assert shown[str(duty.public_id)] == held, (duty, duty.state)

    @invariant()
    def what_is_discharged_rests_on_a_standing_record(self) -> None:
        if not hasattr(self, "at"):
            return
        for duty in Duty.objects.filter(state="DISCHARGED", target__isnull=True):
            label, _, key = duty.discharged_by.partition(":")
            assert label == "duties.record"
            record = Record.objects.get(pk=key)
            assert record.state != "WITHDRAWN"
            assert record.facility_id == duty.facility_id
            assert duty.discharged_on == record.on

    @invariant()
    def quotas_count_what_was_recorded(self) -> None:
        if not hasattr(self, "at"):
            return
        for duty in Duty.objects.filter(target__isnull=False).exclude(state__in=("VOID", "WAIVED")):
            assert duty.done == count_done(duty)
            if duty.state in ("OPEN", "WAIVING", "DISCHARGED"):
                assert (duty.state == "DISCHARGED") == (duty.done >= (duty.target or 0))


@pytest.mark.django_db
def test_the_ledger_stays_true_in_any_order(bureau: Bureau) -> None:
    Ledger.bureau = bureau
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=40, stateful_step_count=25, deadline=None, derandomize=True)
    )
