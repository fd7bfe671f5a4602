"""批示: text, date and person become duties of divisions; a report closes them; asking for more opens them again."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from postpermit.duties.models import Duty, Instruction, InstructionPart
from postpermit.duties.operations import (
    UnableToInstruct,
    UnableToReport,
    ask_more,
    give_instruction,
    report_instruction,
)
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db


def give(bureau: Bureau, at: datetime, **changes: Any) -> Instruction:
    """The leader writes on nothing in particular, for two divisions."""
    by = bureau.standing("group-leader").actor("GROUP:LEADER")
    given = {
        "about": None, "about_name": "某事", "text": "请审批科牵头，执法大队配合", "on": at.date(), "given_name": by.name,
        "given_ref": by.ref, "divisions": ["APPROVAL", "ENFORCEMENT"],
    } | changes  # fmt: skip
    return give_instruction(**given, by=by, at=at)


def test_each_division_gets_a_duty_and_the_first_leads(bureau: Bureau, at: datetime) -> None:
    made = give(bureau, at, due_on=date(2026, 12, 31))
    assert made.number == "批〔2026〕1号"
    parts = list(made.parts.order_by("pk"))
    assert [(p.division_id, p.leads) for p in parts] == [("APPROVAL", True), ("ENFORCEMENT", False)]
    duties = Duty.objects.filter(kind="follow-instruction").order_by("pk")
    assert [(d.obligor_id, d.due_on, d.subject_ref) for d in duties] == [
        (p.division_id, date(2026, 12, 31), reference(p)) for p in parts
    ]


def test_without_a_day_the_usual_working_days_count(bureau: Bureau, at: datetime) -> None:
    assert give(bureau, at).parts.all()[0].due_on == date(2026, 12, 8)


def test_a_report_discharges_and_more_asked_opens_again(bureau: Bureau, at: datetime) -> None:
    part = give(bureau, at).parts.get(division="ENFORCEMENT")
    with pytest.raises(UnableToReport):
        report_instruction(part=part, report=" ", by=bureau("enforcement-1"), at=at)
    report_instruction(part=part, report="已办", by=bureau("enforcement-1"), at=at)
    assert Duty.objects.get(subject_ref=reference(part)).state == "DISCHARGED"
    ask_more(part=part, why="不够", due_on=date(2026, 12, 20), by=bureau("approval-head"), at=at)
    again = Duty.objects.filter(subject_ref=reference(part)).order_by("-pk")[0]
    assert (again.state, again.due_on) == ("OPEN", date(2026, 12, 20))


def test_two_reports_at_once_the_second_is_told(bureau: Bureau, at: datetime) -> None:
    part = give(bureau, at).parts.get(division="ENFORCEMENT")
    twin = InstructionPart.objects.get(pk=part.pk)
    report_instruction(part=part, report="已办", by=bureau("enforcement-1"), at=at)
    with pytest.raises(AlreadyMoved):
        report_instruction(part=twin, report="也办", by=bureau("enforcement-2"), at=at)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"text": " "}, "text"),
        ({"given_name": ""}, "given_name"),
        ({"on": date(2026, 11, 25)}, "on"),
        ({"divisions": []}, "divisions"),
        ({"divisions": ["STATION", "STATION"]}, "divisions"),
        ({"divisions": ["HOLDER"]}, "divisions"),
        ({"due_on": date(2026, 11, 23)}, "due_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    bureau: Bureau, at: datetime, changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(UnableToInstruct) as refused:
        give(bureau, at, **changes)
    assert refused.value.place == place
    assert not Instruction.objects.exists()


def test_an_instruction_is_never_rewritten(bureau: Bureau, at: datetime) -> None:
    made = give(bureau, at)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE duties_instruction SET text = 'x' WHERE id = %s", [made.pk])


def test_any_order_of_acts_keeps_one_open_duty_per_open_part(bureau: Bureau, at: datetime) -> None:
    class Office(RuleBasedStateMachine):
        """Parts are reported and asked again in any order, stale copies included."""

        def __init__(self) -> None:
            super().__init__()
            self.parts = list(give(bureau, at).parts.all())
            self.day = 0

        def _tried(self, call: Any, **given: Any) -> None:
            self.day += 1
            with suppress(Refused):
                call(**given, at=at + timedelta(minutes=self.day))

        @rule(which=st.integers(0, 1), stale=st.booleans())
        def report(self, which: int, stale: bool) -> None:
            part = self.parts[which] if stale else InstructionPart.objects.get(pk=self.parts[which].pk)
            self._tried(report_instruction, part=part, report="已办", by=bureau("approval-1"))

        @rule(which=st.integers(0, 1), days=st.integers(-2, 20))
        def more(self, which: int, days: int) -> None:
            part = InstructionPart.objects.get(pk=self.parts[which].pk)
            self._tried(
                ask_more,
                part=part,
                why="再办",
                due_on=at.date() + timedelta(days=days),
                by=bureau("approval-head"),
            )

        @precondition(lambda self: self.day < 12)
        @rule()
        def another(self) -> None:
            self.parts = list(give(bureau, at).parts.all())

        @invariant()
        def one_open_duty_per_open_part(self) -> None:
            for part in InstructionPart.objects.all():
                waits = Duty.objects.filter(subject_ref=reference(part), state="OPEN").count()
                assert waits == (1 if part.state == "OPEN" else 0)

    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=15, stateful_step_count=10, deadline=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        ),
    )  # fmt: skip
