"""PL-69 and PL-71: nobody waits more than seven years, by the day, in either way of drawing."""

import random
from datetime import date, timedelta

import pytest

from postpermit import workdays
from postpermit.duties.rules import Law
from postpermit.planning.draw import ranking
from postpermit.planning.rules import (
    Candidate,
    QuarterFacts,
    QuarterShare,
    equal_probabilities,
    inclusion_probabilities,
    least_to_draw,
    quarter_share,
)
from postpermit.planning.rules.longest_wait import certain_now, due_by, with_the_certain
from postpermit.planning.rules.strata import after_next, quarter_days

LAW = Law(workdays.shipped(), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("since", "quarter", "certain"),
    [
        (date(2019, 6, 30), "2026Q1", True),  # seven years end on the last day of the next quarter
        (date(2019, 7, 1), "2026Q1", False),
        (date(2019, 12, 31), "2026Q2", False),
        (date(2020, 2, 29), "2026Q4", True),  # the next quarter is one of the next year
        (date(2020, 4, 1), "2026Q4", False),
    ],
)
def test_pl_69_who_could_be_visited_too_late_after_the_next_draw_is_drawn_now(
    since: date, quarter: str, certain: bool
) -> None:
    """PL-69"""
    assert bool(certain_now({"u": due_by(since, LAW)}, quarter, 3, LAW)) is certain


def test_pl_69_a_crowd_that_falls_due_together_is_begun_early_with_the_earliest() -> None:
    """PL-69: ten fall due in the quarter after the next; more than the next two draws take is left to chance."""
    due = {f"u{n}": date(2026, 9, 1) + timedelta(days=n) for n in range(10)}
    assert certain_now(due, "2026Q1", 4, LAW) == []
    assert certain_now(due, "2026Q1", 6, LAW) == ["u0", "u1", "u2", "u3"]
    assert certain_now(due, "2026Q1", 10, LAW) == []
    assert certain_now(due, "2026Q2", 4, LAW) == sorted(due)
    assert certain_now({}, "2026Q2", 4, LAW) == []


def share_of(
    year: int, last: dict[str, date], drawn: set[str], quarter: str
) -> tuple[list[Candidate], QuarterShare]:
    """As the list of the day has it."""
    open_ = {u: due_by(day, LAW) for u, day in last.items() if u not in drawn and day.year != year}
    facts = QuarterFacts("inspect-registered", quarter_days(quarter)[0], len(last), len(drawn), len(open_))
    share = quarter_share(facts, LAW)
    certain = set(certain_now(open_, quarter, share.n, LAW))
    soon = sum(day <= after_next(f"{year}Q4") for u, day in open_.items() if u not in certain)
    told = [Candidate(u, 1, year - last[u].year, u in certain) for u in open_]
    return told, with_the_certain(share, len(certain), soon, least_to_draw(told, LAW, draws=4), len(told))


@pytest.mark.parametrize("equal", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_nobody_waits_more_than_seven_years(equal: bool, seed: int) -> None:
    """PL-69, PL-70, PL-71: quarter by quarter a fifth of the year, visited on any day up to the quarter's end."""
    chance = random.Random(seed)
    last = {f"u{n:03d}": date(2020, 1, 1) + timedelta(days=chance.randrange(2190)) for n in range(80)}
    waits: list[timedelta] = []
    for year in range(2026, 2050):
        drawn: set[str] = set()
        for quarter in (f"{year}Q{q}" for q in (1, 2, 3, 4)):
            told, share = share_of(year, last, drawn, quarter)
            if not share.n:
                continue
            found = (equal_probabilities if equal else inclusion_probabilities)(told, share.n, LAW, draws=4)
            for unit in ranking(found.told, chance.randbytes(32))[: share.n]:
                day = quarter_days(quarter)[1] - timedelta(days=chance.choice((0, chance.randrange(85))))
                # Before 2033 somebody may still wait for what was left undone before there was a draw.
                waits += [day - last[unit]] if year > 2032 else []
                last[unit] = day
                drawn.add(unit)
        assert len(drawn) == 16, "the year's share is what it was"
    assert max(waits) <= timedelta(days=7 * 365 + 2)


def test_pl_71_what_must_be_drawn_is_taken_from_the_later_quarters_of_the_year() -> None:
    """PL-71"""
    share = quarter_share(QuarterFacts("inspect-registered", date(2026, 1, 5), 100, 0, 100), LAW)
    assert (share.n, share.carried) == (5, 15)
    assert with_the_certain(share, 0, 3, 7, 100) is share
    more = with_the_certain(share, 8, 0, 9, 100)
    assert (more.n, more.carried) == (9, 11) and "8 家将满最长等待年限" in more.reasons[-1]
    assert with_the_certain(share, 8, 12, 9, 100).n == 8, (
        "room stays for those who are certain later in the year"
    )
    assert with_the_certain(share, 60, 0, 62, 100) is share, "never more than the year's share"
