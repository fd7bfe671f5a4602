"""Each rule of the year, by its number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import workdays
from postpermit.duties.rules import HolderFacts, Law, Planned, Term, meets, plan_year
from postpermit.duties.rules.facts import Basis, reckon
from postpermit.duties.rules.quotas import share_of
from postpermit.duties.rules.reports import due_after

CALENDAR = workdays.shipped()
ON = date(2026, 11, 24)


def holder(**changes: object) -> HolderFacts:
    facts = {
        "number": "N1",
        "name": "试验厂（演示）",
        "management_class": "KEY",
        "first_issued_on": date(2020, 5, 1),
        "valid_from": date(2025, 5, 1),
        "valid_to": date(2030, 4, 30),
    }
    return HolderFacts(**(facts | changes))  # type: ignore[arg-type]


def year_of(
    *units: HolderFacts, year: int = 2026, on: date = ON, meeting: date | None = None
) -> list[Planned]:
    return plan_year(
        units, year, on, Law(CALENDAR, min(max(on, date(year, 1, 1)), date(year, 12, 31)), meeting)
    )


def of_kind(kind: str, *units: HolderFacts, **rest: object) -> list[Planned]:
    return [p for p in year_of(*units, **rest) if p.kind == kind]  # type: ignore[arg-type]


def test_a_key_unit_is_inspected_in_each_half_year() -> None:
    """DU-1"""
    found = of_kind("inspect-key", holder())
    assert [(p.period, p.opens_on, p.due.on) for p in found] == [
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
    ]
    assert not any(p.due.provisional for p in found)


def test_the_half_year_of_first_issue_is_served_by_the_new_permit_visit() -> None:
    """DU-1 DU-3"""
    unit = holder(first_issued_on=date(2026, 3, 10), valid_from=date(2026, 3, 10))
    assert [p.period for p in of_kind("inspect-key", unit)] == ["2026H2"]
    new = of_kind("inspect-new-permit", unit)
    assert [(p.period, p.due.on) for p in new] == [("2026-03-10", date(2026, 6, 10))]


def test_a_permit_that_ends_within_a_window_makes_it_due_on_its_last_day() -> None:
    """DU-1"""
    unit = holder(valid_to=date(2026, 8, 15))
    found = of_kind("inspect-key", unit)
    assert [(p.period, p.due.on, p.void_why) for p in found] == [
        ("2026H1", date(2026, 6, 30), ""),
        ("2026H2", date(2026, 8, 15), ""),
    ]
    assert of_kind("inspect-key", holder(valid_to=date(2026, 5, 1)))[0].due.on == date(2026, 5, 1)
    assert len(of_kind("inspect-key", holder(valid_to=date(2026, 5, 1)))) == 1


def test_only_a_recorded_ending_voids_and_only_windows_that_were_not_over() -> None:
    """DU-1"""
    unit = holder(ended_on=date(2026, 8, 1), ended_by="CANCEL")
    found = of_kind("inspect-key", unit)
    assert [bool(p.void_why) for p in found] == [False, True]
    assert "注销" in found[1].void_why
    assert of_kind("inspect-key", unit, year=2027) == []


def test_a_simplified_unit_is_inspected_once_a_year_from_the_next_one() -> None:
    """DU-2"""
    assert [p.period for p in of_kind("inspect-simplified", holder(management_class="SIMPLIFIED"))] == [
        "2026"
    ]
    new = holder(management_class="SIMPLIFIED", first_issued_on=date(2026, 1, 2), valid_from=date(2026, 1, 2))
    assert of_kind("inspect-simplified", new) == []
    assert [p.period for p in of_kind("inspect-simplified", new, year=2027)] == ["2027"]


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        ("2026-07-01", "2026-10-08"),
        ("2026-08-31", "2026-11-30"),
        ("2025-11-30", "2026-02-28"),
        ("2025-10-31", "2026-02-02"),
    ],
)
def test_a_new_permit_is_inspected_within_three_months_rolled_forward(issued: str, due: str) -> None:
    """DU-3"""
    unit = holder(first_issued_on=date.fromisoformat(issued), valid_from=date.fromisoformat(issued))
    assert [p.due.on.isoformat() for p in of_kind("inspect-new-permit", unit)] == [due]


def test_a_registration_has_no_first_visit() -> None:
    """DU-3"""
    assert (
        of_kind("inspect-new-permit", holder(management_class="REGISTERED", first_issued_on=date(2026, 7, 1)))
        == []
    )


def test_a_first_visit_that_rolls_into_a_year_without_a_list_is_provisional() -> None:
    """DU-3"""
    unit = holder(first_issued_on=date(2026, 10, 1), valid_from=date(2026, 10, 1))
    (found,) = of_kind("inspect-new-permit", unit, year=2027)
    assert (found.due.on, found.due.provisional) == (date(2027, 1, 4), True)


def test_a_key_unit_is_monitored_every_year_from_the_next_one() -> None:
    """DU-4"""
    assert [p.period for p in of_kind("monitor-key", holder())] == ["2026"]
    assert of_kind("monitor-key", holder(first_issued_on=date(2026, 2, 1))) == []


def test_last_years_emissions_are_verified_per_holder_by_the_end_of_the_year() -> None:
    """DU-5"""
    (found,) = of_kind("verify-emissions", holder())
    assert (found.obligor, found.period, found.due.on, found.confirmed) == (
        "STATION",
        "2025",
        date(2026, 12, 31),
        False,
    )
    assert of_kind("verify-emissions", holder(first_issued_on=date(2026, 1, 1))) == []
    assert of_kind("verify-emissions", holder(management_class="REGISTERED")) == []


@given(st.integers(0, 100000))
def test_a_share_is_the_least_whole_number_not_below_it(base: int) -> None:
    """DU-6 DU-7"""
    for share in (Decimal("0.20"), Decimal("0.30")):
        target = share_of(share, base)
        assert target >= share * base > target - 1


def test_the_registered_quota_counts_everything_in_force_stopped_and_new_ones_too() -> None:
    """DU-6"""
    plain = [holder(number=f"R{n}", management_class="REGISTERED") for n in range(5)]
    stopped = holder(number="S", management_class="REGISTERED", stopped=True)
    new = holder(number="W", management_class="REGISTERED", first_issued_on=date(2026, 11, 1))
    over = holder(number="O", management_class="REGISTERED", valid_to=date(2026, 11, 23))
    gone = holder(number="G", management_class="REGISTERED", ended_on=date(2026, 5, 1), ended_by="CANCEL")
    (found,) = of_kind("inspect-registered", *plain, stopped, new, over, gone)
    assert (found.base, found.target, found.due.on) == (7, 2, date(2026, 12, 31))
    assert of_kind("inspect-registered", holder()) == []


def test_the_quota_base_is_frozen_at_the_end_of_the_year() -> None:
    """DU-6"""
    later = holder(management_class="REGISTERED", first_issued_on=date(2027, 1, 1))
    assert of_kind("inspect-registered", later, year=2026, on=date(2027, 6, 1)) == []


def test_the_simplified_quota_of_monitoring_is_thirty_percent() -> None:
    """DU-7"""
    units = [holder(number=f"S{n}", management_class="SIMPLIFIED") for n in range(96)]
    (found,) = of_kind("monitor-simplified", *units)
    assert (found.obligor, found.target) == ("STATION", 29)


@pytest.mark.parametrize(
    ("kind", "first", "period", "owed"),
    [
        ("ANNUAL", "2025-10-01", "2025", True),
        ("ANNUAL", "2025-10-02", "2025", False),
        ("QUARTERLY", "2026-03-01", "2026Q1", True),
        ("QUARTERLY", "2026-03-02", "2026Q1", False),
        ("MONTHLY", "2026-03-22", "2026-03", True),
        ("MONTHLY", "2026-03-23", "2026-03", False),
    ],
)
def test_a_period_held_too_shortly_owes_no_report(kind: str, first: str, period: str, owed: bool) -> None:
    """DU-8"""
    unit = holder(
        first_issued_on=date.fromisoformat(first), valid_from=date.fromisoformat(first), reports=((kind, ""),)
    )
    found = [p.period for p in year_of(unit) if p.kind.startswith("submit-report")]
    assert (period in found) == owed


@pytest.mark.parametrize(
    ("kind", "text", "ends", "due"),
    [
        ("ANNUAL", "次年1月31日", "2025-12-31", "2026-01-31"),
        ("ANNUAL", "次年 3月 31日前", "2025-12-31", "2026-03-31"),
        ("QUARTERLY", "季后15日", "2026-03-31", "2026-04-15"),
        ("QUARTERLY", "每季度结束后15日内", "2026-06-30", "2026-07-15"),
        ("QUARTERLY", "次月15日", "2026-06-30", "2026-07-15"),
        ("MONTHLY", "次月10日", "2026-12-31", "2027-01-10"),
        ("ANNUAL", "次年2月30日", "2025-12-31", None),
        ("MONTHLY", "尽快", "2026-01-31", None),
    ],
)
def test_the_permits_words_are_read_or_left(kind: str, text: str, ends: str, due: str | None) -> None:
    """DU-9"""
    found = due_after(kind, text, date.fromisoformat(ends))
    assert found == (date.fromisoformat(due) if due else None)


def test_reports_stay_on_their_written_day_and_without_one_on_the_unconfirmed_default() -> None:
    """DU-9"""
    unit = holder(reports=(("ANNUAL", "次年1月31日"), ("QUARTERLY", "")))
    found = [p for p in year_of(unit) if p.kind.startswith("submit-report")]
    assert [(p.period, p.due.on.isoformat(), p.confirmed) for p in found] == [
        ("2025Q4", "2026-01-15", False),
        ("2025", "2026-01-31", True),
        ("2026Q1", "2026-04-15", False),
        ("2026Q2", "2026-07-15", False),
        ("2026Q3", "2026-10-15", False),
    ]
    assert date(2026, 1, 31).weekday() == 5
    assert {p.obligor for p in found} == {"HOLDER"}


def test_a_renewal_is_due_sixty_days_before_expiry_and_does_not_roll() -> None:
    """DU-10"""
    unit = holder(valid_to=date(2026, 9, 1))
    (found,) = of_kind("renew-permit", unit)
    assert (found.period, found.opens_on, found.due.on) == ("2026-09-01", date(2026, 3, 5), date(2026, 7, 3))
    (saturday,) = of_kind("renew-permit", holder(valid_to=date(2026, 9, 2)))
    assert saturday.due.on == date(2026, 7, 4)
    assert not saturday.due.provisional


def test_a_renewed_term_shows_its_renewal_as_done() -> None:
    """DU-10"""
    unit = holder(terms=(Term(date(2026, 4, 30), date(2026, 4, 1)),), valid_to=date(2031, 4, 30))
    (found,) = of_kind("renew-permit", unit)
    assert (found.period, found.done_on) == ("2026-04-30", date(2026, 4, 1))


def test_a_registration_is_renewed_by_its_last_day() -> None:
    """DU-11"""
    (found,) = of_kind(
        "renew-registration", holder(management_class="REGISTERED", valid_to=date(2026, 10, 3))
    )
    assert (found.opens_on, found.due.on, found.obligor) == (date(2026, 9, 13), date(2026, 10, 3), "HOLDER")


def test_a_permit_that_ran_out_is_checked_on_the_next_working_day() -> None:
    """DU-12"""
    unit = holder(valid_to=date(2026, 9, 30))
    (found,) = of_kind("check-expired", unit)
    assert (found.obligor, found.opens_on, found.due.on, found.confirmed) == (
        "ENFORCEMENT",
        date(2026, 10, 1),
        date(2026, 10, 8),
        False,
    )
    assert of_kind("check-expired", unit, on=date(2026, 9, 30)) == []
    assert (
        of_kind(
            "check-expired", holder(valid_to=date(2026, 9, 30), ended_on=date(2026, 9, 1), ended_by="CANCEL")
        )
        == []
    )


def test_dispatch_meetings_are_due_on_the_last_working_day_of_the_first_ten() -> None:
    """DU-13"""
    found = of_kind("meeting-dispatch")
    assert [(p.period, p.opens_on.day, p.due.on.isoformat()) for p in found] == [
        ("2026-02", 1, "2026-02-10"),
        ("2026-05", 1, "2026-05-09"),
        ("2026-08", 1, "2026-08-10"),
        ("2026-11", 1, "2026-11-10"),
    ]
    assert all(p.due.provisional for p in of_kind("meeting-dispatch", year=2027))


def test_learning_is_held_twice_a_year() -> None:
    """DU-14"""
    (found,) = of_kind("learning-exchange")
    assert (found.obligor, found.target, found.due.on) == ("GROUP", 2, date(2026, 12, 31))


def test_the_annual_meeting_is_held_in_the_first_half_year() -> None:
    """DU-15"""
    (found,) = of_kind("meeting-annual")
    assert (found.obligor, found.period, found.due.on) == ("APPROVAL", "2026", date(2026, 6, 30))


def test_the_rating_is_due_on_the_working_day_before_the_meeting_once_it_is_set() -> None:
    """DU-16"""
    assert of_kind("rate-holders")[0].due.on == date(2026, 6, 30)
    (found,) = of_kind("rate-holders", meeting=date(2026, 5, 6))
    assert (found.obligor, found.period, found.due.on) == ("GROUP", "2025", date(2026, 4, 30))


def test_the_yearly_plans_are_due_at_the_end_of_january() -> None:
    """DU-17"""
    found = {p.kind: p for p in year_of()}
    for kind, obligor in (("plan-enforcement", "LEGAL"), ("plan-monitoring", "ECOLOGY")):
        plan = found[kind]
        assert (plan.obligor, plan.due.on, plan.due.provisional, plan.confirmed) == (
            obligor,
            date(2026, 1, 31),
            False,
            False,
        )


@pytest.mark.parametrize(
    ("kind", "on", "met"),
    [
        ("inspect-key", "2026-06-30", True),
        ("inspect-key", "2026-07-01", False),
        ("inspect-key", "2025-12-31", False),
        ("inspect-new-permit", "2026-07-20", True),
        ("meeting-dispatch", "2026-07-20", True),
    ],
)
def test_a_window_is_met_inside_it_and_a_deadline_also_late(kind: str, on: str, met: bool) -> None:
    """DU-18"""
    assert meets(kind, date(2026, 1, 1), date(2026, 6, 30), date.fromisoformat(on)) == met


@given(
    st.sampled_from(["KEY", "SIMPLIFIED", "REGISTERED"]),
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    st.integers(30, 2000),
    st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31))),
    st.integers(2025, 2027),
)
def test_the_year_never_gives_a_duty_twice_nor_outside_its_year(
    klass: str, first: date, length: int, ended: date | None, year: int
) -> None:
    """DU-1 DU-9"""
    unit = holder(
        management_class=klass,
        first_issued_on=first,
        valid_from=first,
        valid_to=first + timedelta(days=length),
        ended_on=ended,
        ended_by="CANCEL" if ended else "",
        reports=(("ANNUAL", "次年1月31日"), ("QUARTERLY", "季后15日"), ("MONTHLY", "次月15日")),
    )
    found = year_of(unit, year=year)
    keys = [p.key for p in found]
    assert len(keys) == len(set(keys))
    for plan in found:
        assert plan.due.on.year == year
        assert plan.opens_on <= plan.due.on
        if (
            plan.subject
            and ended is not None
            and ended <= plan.due.on
            and not plan.done_on
            and plan.kind != "check-expired"
        ):
            assert plan.void_why


@given(
    st.sampled_from(["fixed", "add", "months", "first-ten", "before", "roll"]),
    st.dates(date(2017, 1, 1), date(2030, 1, 1)),
    st.integers(1, 20),
)
def test_a_due_date_is_found_again_from_what_was_kept(how: str, start: date, n: int) -> None:
    """DU-3"""
    basis = Basis(how, start, n)
    assert reckon(Basis.from_json(basis.as_json()), CALENDAR) == reckon(basis, CALENDAR)


def test_a_day_that_only_rolls_moves_off_a_day_that_does_not_work() -> None:
    """DU-3: the clock of a case counts its days itself; only its last day depends on the calendar."""
    assert reckon(Basis("roll", date(2026, 10, 1)), CALENDAR).on == date(2026, 10, 8)
    assert reckon(Basis("roll", date(2026, 9, 30)), CALENDAR).on == date(2026, 9, 30)
