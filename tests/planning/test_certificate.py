"""An impossible year says which duty, which weeks and how many days are missing."""

import json
from dataclasses import replace

import pytest

from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Certificate, Lack, Plan, Shortage, Task, YearInput
from tests.planning.years import MONITOR, key_unit, monday, task, weeks

pytestmark = pytest.mark.one_database


def refused(year: YearInput) -> Certificate:
    """The certificate of this year."""
    answer = plan_visits(year)
    assert isinstance(answer, Certificate), answer
    return answer


def only(year: YearInput) -> Shortage:
    """Its one reason."""
    certificate = refused(year)
    assert certificate.proven and len(certificate.shortages) == 1, certificate
    return certificate.shortages[0]


def crowd(count: int, first: int, last: int, *, zones: bool = True) -> tuple[Task, ...]:
    """So many units with one duty each, every one in its own street or all in one."""
    return tuple(task(f"{n}", first, last, zone=f"街道{n}" if zones else "甲街道") for n in range(count))


def test_too_few_team_days_in_a_span_of_weeks() -> None:
    """Seven streets in weeks 2 to 4 with two team-days each: one short, and the weeks before do not help."""
    short = only(YearInput(weeks(10, capacity=2), crowd(7, 2, 4)))
    assert (short.lack, short.team_days, short.crew_days) == (Lack.CAPACITY, 1, 0)
    assert short.weeks == (monday(2), monday(3), monday(4))
    assert len(short.duties) == len(short.units) == 7
    assert short.sentence == (
        "2026年1月19日起的一周至2026年2月2日起的一周（共 3 周）：7 家单位的 7 项必须在此期间完成，"
        "至少需要 7 个执法组日，只有 6 个，差 1 个（事项0、事项1、事项2等 7 项）。"
    )


def test_one_team_day_more_makes_the_year_possible() -> None:
    year = YearInput(weeks(10, capacity=2), crowd(7, 2, 4))
    more = tuple(replace(week, capacity=3) if week.monday == monday(3) else week for week in year.weeks)
    assert isinstance(plan_visits(replace(year, weeks=more)), Plan)


def test_in_one_street_four_visits_need_one_day() -> None:
    assert isinstance(plan_visits(YearInput(weeks(10, capacity=1), crowd(12, 2, 4, zones=False))), Plan)
    assert only(YearInput(weeks(10, capacity=1), crowd(13, 2, 4, zones=False))).team_days == 1


def test_too_few_crew_days() -> None:
    tasks = tuple(task(f"m{n}", 0, 1, zone=f"街道{n}", kind=MONITOR) for n in range(4))
    short = only(YearInput(weeks(2, crew=1), tasks))
    assert (short.team_days, short.crew_days) == (0, 2)
    assert "监测组日" in short.sentence


def test_each_span_that_is_too_full_is_named() -> None:
    tasks = (*crowd(3, 0, 0), *(replace(t, id=f"x{t.id}", unit=f"x{t.id}") for t in crowd(4, 5, 5)))
    shortages = refused(YearInput(weeks(8, capacity=2), tasks)).shortages
    assert [(s.weeks, s.team_days) for s in shortages] == [((monday(5),), 2), ((monday(0),), 1)]


def test_blocked_weeks_that_cover_the_window() -> None:
    tasks = (task("a", 2, 4, blocked=(1, 2, 3, 4, 5)), task("b", 0, 9))
    short = only(YearInput(weeks(10), tasks))
    assert (short.lack, short.duties, short.weeks) == (
        Lack.WINDOW,
        ("事项a",),
        (monday(2), monday(3), monday(4)),
    )
    assert "3 周对该单位不安排检查" in short.sentence


def test_holidays_that_cover_the_window() -> None:
    assert only(YearInput(weeks(10, closed=(2, 3)), (task("a", 2, 3),))).lack is Lack.WINDOW


def test_a_duty_after_the_last_week() -> None:
    assert only(YearInput(weeks(3), (task("a", 5, 6),))).lack is Lack.WINDOW


def test_a_frozen_week_that_is_now_blocked() -> None:
    short = only(YearInput(weeks(10), (task("a", 0, 9, frozen=4, blocked=(4,)),)))
    assert (short.lack, short.duties) == (Lack.WINDOW, ("事项a",))


def test_a_ceiling_below_the_minimum() -> None:
    year = YearInput(weeks(52), tuple(key_unit("K")), caps={"K": 1})
    short = only(year)
    assert (short.lack, short.duties) == (Lack.CAP, ("事项K-1", "事项K-2"))
    assert "上限还剩 1 次" in short.sentence and "需要 2 次，差 1 次" in short.sentence
    assert isinstance(plan_visits(replace(year, caps={"K": 2})), Plan)


def test_sampling_does_not_count_towards_the_ceiling() -> None:
    tasks = (task("a", 0, 3, unit="U"), task("m", 5, 8, unit="U", kind=MONITOR))
    assert isinstance(plan_visits(YearInput(weeks(9), tasks, caps={"U": 1})), Plan)
    assert refused(YearInput(weeks(9), tasks, caps={"U": 0})).shortages[0].lack is Lack.CAP


def test_two_visits_that_cannot_be_far_enough_apart() -> None:
    tasks = (
        task("a", 20, 25, unit="K", group="half", spacing=8),
        task("b", 26, 31, unit="K", group="half", spacing=8),
    )
    assert isinstance(plan_visits(YearInput(weeks(52), tasks)), Plan)
    closer = (tasks[0], replace(tasks[1], latest=monday(27)))
    short = only(YearInput(weeks(52), (replace(closer[0], earliest=monday(21)), closer[1])))
    assert (short.lack, short.duties) == (Lack.SPACING, ("事项a", "事项b"))
    assert "至少相隔 8 周" in short.sentence


def test_what_only_trying_everything_shows_is_proven_week_by_week() -> None:
    """Two units shut in the middle of their windows: no span is overfull, yet one team-day is missing."""
    tasks = (
        task("a", 0, 2, zone="A", blocked=(1,)),
        task("b", 0, 2, zone="B", blocked=(1,)),
        task("c", 0, 2, zone="C", blocked=(1,)),
    )
    short = only(YearInput(weeks(3, capacity=1), tasks))
    assert (short.lack, short.team_days, len(short.weeks)) == (Lack.CAPACITY, 1, 1)
    assert short.weeks[0] in {monday(0), monday(2)}
    assert "安排下来仍需 2 个执法组日，只有 1 个，差 1 个" in short.sentence
    assert len(short.duties) == 2


def test_all_reasons_of_single_units_come_at_once() -> None:
    tasks = (*key_unit("K"), task("a", 2, 3, blocked=(2, 3)))
    lacks = {s.lack for s in refused(YearInput(weeks(52), tasks, caps={"K": 1})).shortages}
    assert lacks == {Lack.CAP, Lack.WINDOW}


def test_the_certificate_is_data_too() -> None:
    certificate = refused(YearInput(weeks(10, capacity=2), crowd(7, 2, 4)))
    data = json.loads(certificate.to_json())
    assert data["shortages"][0]["team_days"] == 1 and data["proven"] is True
    assert data["shortages"][0]["weeks"] == ["2026-01-19", "2026-01-26", "2026-02-02"]
    assert certificate.sentences == (certificate.shortages[0].sentence,)
