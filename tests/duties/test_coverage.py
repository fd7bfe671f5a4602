"""方案落实情况: every duty stands in one place, figures equal their rows, and nothing stale is shown."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit.duties.models import Duty
from postpermit.duties.operations import ask_waiver, generate_duties, record_act, void_duty
from postpermit.duties.queries import BUCKETS, coverage_by_clause, duties_in, duty_list, in_bucket
from postpermit.duties.states import DutyState
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


def kind_of(rows: list, kind: str):  # type: ignore[no-untyped-def,type-arg]
    """The row of one kind."""
    return next(k for c in rows for k in c.kinds if k.kind == kind)


def test_on_time_late_done_and_late_open_are_told_apart(bureau: Bureau) -> None:
    due = date(2026, 1, 31)
    for number, (state, done) in enumerate(
        [("DISCHARGED", due), ("DISCHARGED", date(2026, 2, 1)), ("OPEN", None), ("VOID", None)]
    ):
        Duty.objects.create(
            state=state, kind="submit-report-annual", obligor_id="HOLDER", klass="KEY", subject=str(number), period="2025",
            opens_on=date(2026, 1, 1), due_on=due, discharged_on=done,
        )  # fmt: skip
    row = kind_of(coverage_by_clause(bureau.standing("approval-1"), 2026, ON), "submit-report-annual")
    assert {b: row.whole.counts[b] for b in BUCKETS} == {
        "on-time": 1, "late-done": 1, "late-open": 1, "to-come": 0, "waived": 0,
    }  # fmt: skip
    assert row.classes["KEY"].total == 3
    assert (row.whole.met, row.whole.missing) == (2, 1)


def test_figures_open_their_rows_and_follow_every_act_at_once(bureau: Bureau, at: datetime) -> None:
    bureau.units(
        *(unit_row(n, 管理类别="重点管理") for n in range(1, 6)), unit_row(9, 管理类别="登记管理"), at=at
    )
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    standing = bureau.standing("approval-1")
    for _ in range(2):
        for clause in coverage_by_clause(standing, 2026, ON):
            for kind in clause.kinds:
                for bucket in BUCKETS:
                    rows = duty_list(standing, on=ON, year="2026", kind=kind.kind, bucket=bucket)
                    assert rows.count() == kind.whole.counts[bucket], (kind.kind, bucket)
                assert sum(kind.whole.counts.values()) == kind.whole.total
                assert sum(f.total for f in kind.classes.values()) == kind.whole.total
        duty = Duty.objects.filter(kind="inspect-key", period="2026H2", state="OPEN")[0]
        ask_waiver(duty=duty, why="停业", by=bureau("enforcement-1"), at=at)
        record_act(
            kind="inspection", facility=Duty.objects.filter(kind="inspect-key", state="OPEN")[1].facility, on=date(2026, 11, 20),
            who="甲", result="无", by=bureau("enforcement-1"), at=at,
        )  # fmt: skip


def test_a_quota_says_target_done_and_what_is_short(bureau: Bureau, at: datetime) -> None:
    units = bureau.units(*(unit_row(n, 管理类别="登记管理") for n in range(1, 12)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    record_act(
        kind="inspection",
        facility=units[0],
        on=date(2026, 5, 6),
        who="甲",
        result="无",
        by=bureau("enforcement-1"),
        at=at,
    )
    row = kind_of(coverage_by_clause(None, 2026, ON), "inspect-registered")
    assert (row.whole.target, row.whole.done, row.whole.short, row.quota) == (3, 1, 2, True)


def test_who_sees_less_counts_less(bureau: Bureau, at: datetime) -> None:
    Duty.objects.create(
        state="OPEN", kind="slip-accept", obligor_id="STATION", subject_ref="linkage.slipassignment:1", period="x",
        opens_on=ON, due_on=ON,
    )  # fmt: skip
    seen = {
        who: len(coverage_by_clause(bureau.standing(who), 2026, ON))
        for who in ("legal-1", "station-1", "approval-1")
    }
    assert seen == {"legal-1": 0, "station-1": 1, "approval-1": 1}


@settings(max_examples=40)
@given(
    st.sampled_from([s for s in DutyState if s != DutyState.VOID]),
    st.integers(-400, 400),
    st.integers(-400, 400),
)
def test_every_duty_stands_in_exactly_one_place(
    bureau: Bureau, state: DutyState, due: int, done: int
) -> None:
    duty = Duty.objects.create(
        state=state, kind="inspect-key", obligor_id="ENFORCEMENT", period="x", subject="y", opens_on=ON,
        due_on=ON + timedelta(days=due),
        discharged_on=ON + timedelta(days=done) if state == DutyState.DISCHARGED else None,
    )  # fmt: skip
    held = [name for name, q in in_bucket(ON).items() if Duty.objects.filter(q, pk=duty.pk).exists()]
    duty.delete()
    assert len(held) == 1


def test_a_total_leads_to_the_rows_that_it_counts_and_to_no_void_one(bureau: Bureau, at: datetime) -> None:
    bureau.units(unit_row(1), unit_row(2), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    gone = Duty.objects.filter(kind="inspect-simplified").first()
    assert gone is not None
    void_duty(duty=gone, why="单位已注销", by=COMMAND_LINE, at=at)
    rows = Duty.objects.filter(kind="inspect-simplified")
    counted = duties_in(rows, "counted", at.date())
    assert (rows.count(), counted.count()) == (2, 1)
