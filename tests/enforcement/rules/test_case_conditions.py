"""EN-60 to EN-67: who may work on a case, what it must go through, whether it may still be punished."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.case_conditions import (
    Answer,
    Intended,
    Person,
    discussion,
    hearing,
    legal_review,
    leniency,
    limitation,
    officer_faults,
    on_the_spot,
    separation_faults,
)

ON = date(2026, 11, 26)
A = Answer
OLD, NEW = Person("officer:1", "310001", date(2027, 1, 1)), Person("officer:2", "310002", date(2027, 1, 1))


def fined(yuan: int, **more: Any) -> Intended:
    return Intended(fine_yuan=Decimal(yuan), **more)


def test_two_certified_officers_are_enough_and_one_is_not() -> None:
    """EN-60: the same person twice is one person."""
    assert officer_faults([OLD, NEW], ON) == ()
    assert officer_faults([OLD, OLD], ON) == ("持有效执法证的办案人员不少于2名，现有1名。",)
    assert officer_faults([], ON) == ("持有效执法证的办案人员不少于2名，现有0名。",)


def test_a_certificate_counts_to_its_last_day_and_one_who_stepped_back_not_at_all() -> None:
    """EN-60: three people, one without a valid certificate: enough, and said all the same."""
    ends_today = Person("officer:3", "310003", ON)
    assert officer_faults([OLD, ends_today], ON) == ()
    expired = replace(ends_today, certificate_until=ON - timedelta(days=1))
    assert officer_faults([OLD, NEW, expired], ON) == ("有1名办案人员没有有效的执法证。",)
    assert len(officer_faults([OLD, expired], ON)) == 2
    assert len(officer_faults([OLD, Person("officer:4")], ON)) == 2
    assert officer_faults([OLD, replace(NEW, recused=True)], ON) == (
        "持有效执法证的办案人员不少于2名，现有1名。",
    )


def test_nobody_reviews_or_hears_what_he_investigated() -> None:
    """EN-61: also not after stepping back from the investigation."""
    lawyer, host = Person("officer:8"), Person("officer:9")
    assert separation_faults([OLD, NEW], [lawyer], [host]) == ()
    assert separation_faults([OLD, NEW], [NEW]) == ("法制审核人员不得是本案调查人员。",)
    assert separation_faults([replace(NEW, recused=True)], [lawyer], [NEW]) == (
        "听证主持人不得是本案调查人员。",
    )


@pytest.mark.parametrize(
    ("intended", "reason"),
    [
        (Intended(public_interest=True), "涉及重大公共利益。"),
        (Intended(heard=True), "经过听证程序。"),
        (Intended(complex=True), "案件疑难复杂。"),
    ],
)
def test_the_law_asks_for_a_review_of_weighty_cases(intended: Intended, reason: str) -> None:
    """EN-62: each ground of the law alone is enough, and is confirmed."""
    found = legal_review(intended, ON)
    assert (found.answer, found.reasons, found.confirmed) == (A.MUST, (reason,), True)


def test_the_plan_asks_for_a_review_of_every_other_case() -> None:
    """EN-62: by a reading of the plan that nobody has confirmed."""
    found = legal_review(Intended(), ON)
    assert (found.answer, found.clauses, found.confirmed) == (A.MUST, ("plan:3.4",), False)


@pytest.mark.parametrize(("yuan", "answer"), [(499_999, A.NEED_NOT), (500_000, A.MUST), (500_001, A.MUST)])
def test_half_a_million_is_discussed(yuan: int, answer: Answer) -> None:
    """EN-63: 以上 includes the amount itself."""
    assert discussion(fined(yuan), ON).answer is answer


def test_grave_or_complex_cases_are_discussed_whatever_the_fine() -> None:
    """EN-63: every reason is named; without an amount the answer is not known."""
    both = discussion(fined(500_000, grave=True, complex=True), ON)
    assert both.answer is A.MUST
    assert len(both.reasons) == 3
    assert discussion(Intended(grave=True), ON).answer is A.MUST
    assert discussion(Intended(), ON).answer is A.UNKNOWN
    assert discussion(Intended(only_warning=True), ON).answer is A.NEED_NOT


@pytest.mark.parametrize(
    ("intended", "answer"),
    [
        (fined(49_999), A.NEED_NOT),
        (fined(50_000), A.MUST),
        (fined(4_999, unit=False), A.NEED_NOT),
        (fined(5_000, unit=False), A.MUST),
        (fined(1, grave=True), A.MUST),
        (fined(1, confiscates_much=True), A.MUST),
        (Intended(), A.UNKNOWN),
        (Intended(only_warning=True), A.NEED_NOT),
    ],
)
def test_a_hearing_is_offered_from_the_amount_of_the_city(intended: Intended, answer: Answer) -> None:
    """EN-64: the city's amounts, unconfirmed, go before the national ones."""
    found = hearing(intended, ON)
    assert (found.answer, found.confirmed, found.clauses) == (answer, False, ("shanghai-hearing:2",))


@pytest.mark.parametrize(("yuan", "answer"), [(200_000, A.NEED_NOT), (200_001, A.MUST)])
def test_where_no_city_amount_holds_the_national_one_does(yuan: int, answer: Answer) -> None:
    """EN-64: 超过 leaves the amount itself out; the city's line begins in 2021."""
    found = hearing(fined(yuan), date(2021, 7, 14))
    assert (found.answer, found.clauses) == (answer, ("penalty-procedure:89",))


@pytest.mark.parametrize(
    ("intended", "answer"),
    [
        (fined(3_000, clear_facts=True), A.MAY),
        (fined(3_001, clear_facts=True), A.MAY_NOT),
        (fined(200, unit=False, clear_facts=True), A.MAY),
        (fined(201, unit=False, clear_facts=True), A.MAY_NOT),
        (Intended(only_warning=True, clear_facts=True), A.MAY),
        (fined(100, clear_facts=False), A.MAY_NOT),
        (fined(100, clear_facts=True, grave=True), A.MAY_NOT),
        (fined(100), A.UNKNOWN),
        (Intended(clear_facts=True), A.UNKNOWN),
    ],
)
def test_small_and_clear_cases_may_be_decided_on_the_spot(intended: Intended, answer: Answer) -> None:
    """EN-65: three thousand for a unit, two hundred for a person, the amount itself included."""
    assert on_the_spot(intended, ON).answer is answer


END = date(2023, 5, 10)


@pytest.mark.parametrize(
    ("found_on", "health", "answer", "ends"),
    [
        (date(2025, 5, 10), None, A.MAY, date(2025, 5, 10)),
        (date(2025, 5, 11), None, A.UNKNOWN, date(2028, 5, 10)),
        (date(2025, 5, 11), False, A.MAY_NOT, date(2025, 5, 10)),
        (date(2028, 5, 10), True, A.MAY, date(2028, 5, 10)),
        (date(2028, 5, 11), True, A.MAY_NOT, date(2028, 5, 10)),
        (date(2028, 5, 11), None, A.MAY_NOT, date(2025, 5, 10)),
    ],
)
def test_what_was_not_found_in_time_is_not_punished(
    found_on: date, health: bool | None, answer: Answer, ends: date
) -> None:
    """EN-66: two years, five with harm; the last day is still in time."""
    found = limitation(END, found_on, health_harm=health)
    assert (found.answer, found.on, found.clauses) == (answer, ends, ("penalty-law:36",))


def test_harm_to_the_environment_counts_only_for_acts_under_the_code() -> None:
    """EN-66: the law chosen is that of the day on which the act ended."""
    late = timedelta(days=365 * 3)
    for day, answer, clause in (
        (date(2026, 8, 14), A.UNKNOWN, "penalty-law:36"),
        (date(2026, 8, 15), A.MAY, "code:1054"),
    ):
        found = limitation(day, day + late, environmental_harm=True)
        assert (found.answer, found.clauses) == (answer, (clause,))


@given(st.dates(date(2021, 8, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_an_act_that_goes_on_has_no_limit_yet(found_on: date, after: int) -> None:
    """EN-66: counted from the end of what goes on."""
    assert limitation(None, found_on).answer is A.MAY
    assert limitation(found_on + timedelta(days=after), found_on).answer is A.MAY
    assert limitation(found_on, found_on).on is None


@pytest.mark.parametrize(
    ("slight", "corrected", "harmless", "first", "answer"),
    [
        (True, True, True, None, A.MUST),
        (True, True, False, True, A.MAY),
        (True, True, None, True, A.MAY),
        (True, True, False, False, A.MAY_NOT),
        (True, False, True, True, A.MAY_NOT),
        (False, True, True, True, A.MAY_NOT),
        (True, None, True, True, A.UNKNOWN),
        (None, None, None, None, A.UNKNOWN),
    ],
)
def test_what_is_slight_and_put_right_is_not_punished(
    slight: bool | None, corrected: bool | None, harmless: bool | None, first: bool | None, answer: Answer
) -> None:
    """EN-67: what is not known is asked for, never presumed in either direction."""
    facts = Intended(slight=slight, corrected=corrected, harmless=harmless, first_time=first)
    found = leniency(facts)
    assert (found.answer, found.clauses) == (answer, ("penalty-law:33", "code:1056"))
