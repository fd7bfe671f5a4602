"""Answers in versions: what one inspector has not seen, he does not write over."""

from datetime import datetime
from uuid import uuid4

import pytest

from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.operations.answers import (
    UnableToAnswer,
    UnableToChoose,
    settle_conflict,
    take_answer,
)
from postpermit.enforcement.queries.answers import answers_of, conflicts_of, named
from postpermit.enforcement.states import VisitState
from postpermit.trail.models import Entry
from tests.bureau import Bureau, unit_row
from tests.enforcement.sent import sent_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(bureau: Bureau, at: datetime) -> Visit:
    return sent_visit(bureau, *bureau.units(unit_row(1), at=at))


def say(
    visit: Visit, bureau: Bureau, at: datetime, who: str = "enforcement-1", **changes: object
) -> VisitAnswer:
    given = {"uid": uuid4(), "question": "1.1.1", "result": "MEETS"} | changes
    return take_answer(visit=visit, by=bureau(who), at=at, **given).version  # type: ignore[arg-type]


def test_an_answer_stands_with_its_person_and_leaves_one_entry(
    visit: Visit, bureau: Bureau, at: datetime
) -> None:
    row = say(visit, bureau, at, note="证在墙上")
    assert answers_of(visit) == {"1.1.1": (row,)}
    assert (row.by_name, row.note, row.current) == (bureau("enforcement-1").name, "证在墙上", True)
    assert Entry.objects.filter(verb="answer").count() == 1


def test_an_answer_to_the_version_that_was_seen_takes_its_place(
    visit: Visit, bureau: Bureau, at: datetime
) -> None:
    first = say(visit, bureau, at)
    second = say(visit, bureau, at, "enforcement-2", result="FAILS", note="过期", based_on=first.uid)
    assert answers_of(visit) == {"1.1.1": (second,)}
    assert VisitAnswer.objects.count() == 2


def test_two_answers_of_two_people_both_stay_until_one_is_chosen(
    visit: Visit, bureau: Bureau, at: datetime
) -> None:
    mine, theirs = (
        say(visit, bureau, at),
        say(visit, bureau, at, "enforcement-2", result="FAILS", note="过期"),
    )
    assert conflicts_of(visit) == ("1.1.1",)
    assert "许可证" in named(conflicts_of(visit), visit)[0]
    settle_conflict(visit=visit, question="1.1.1", uid=theirs.uid, by=bureau("enforcement-1"), at=at)
    assert answers_of(visit) == {"1.1.1": (theirs,)}
    mine.refresh_from_db()
    assert not mine.current
    assert Entry.objects.filter(verb="settle-answer").count() == 1


def test_the_second_of_two_who_choose_differently_is_told(visit: Visit, bureau: Bureau, at: datetime) -> None:
    one, two = say(visit, bureau, at), say(visit, bureau, at, "enforcement-2")
    settle_conflict(visit=visit, question="1.1.1", uid=one.uid, by=bureau("enforcement-1"), at=at)
    with pytest.raises(UnableToChoose, match="已由他人选定"):
        settle_conflict(
            visit=visit, question="1.1.1", uid=two.uid, over=(one.uid,), by=bureau("enforcement-2"), at=at
        )
    assert [row.uid for row in answers_of(visit)["1.1.1"]] == [one.uid]


def test_the_same_answer_again_changes_nothing(visit: Visit, bureau: Bureau, at: datetime) -> None:
    uid = uuid4()
    assert say(visit, bureau, at, uid=uid) == say(visit, bureau, at, uid=uid)
    with pytest.raises(UnableToAnswer, match="先前已用于"):
        say(visit, bureau, at, uid=uid, result="NOT_APPLICABLE", note="无")
    assert VisitAnswer.objects.count() == 1


NO_ANSWERS = (
    ({"question": "9.9.9"}, "没有这一问"),
    ({"question": "r.weather"}, "没有这一项"),
    ({"result": "PERHAPS"}, "请选择检查结果"),
    ({"result": "FAILS"}, "请写明情况"),
    ({"note": "涉密车间"}, "涉密"),
    ({"note": "长" * 2001}, "不能超过 2000 个字"),
)


def test_what_is_no_answer_is_refused(visit: Visit, bureau: Bureau, at: datetime) -> None:
    for changes, words in NO_ANSWERS:
        with pytest.raises(UnableToAnswer, match=words):
            say(visit, bureau, at, **changes)
    assert not VisitAnswer.objects.exists()


def test_without_words_one_may_say_that_it_was_not_looked_at(
    visit: Visit, bureau: Bureau, at: datetime
) -> None:
    with pytest.raises(UnableToAnswer, match="请写明理由"):
        say(visit, bureau, at, result="NOT_APPLICABLE", note="  ")
    assert say(visit, bureau, at, result="NOT_CHECKED").note == ""


def test_a_visit_that_is_over_takes_no_answer(bureau: Bureau, at: datetime) -> None:
    unit = bureau.units(unit_row(1), at=at)[0]
    over = {"started_at": at, "ended_at": at, "outcome": "DONE"}
    states = {VisitState.CLOSED: over, VisitState.CANCELLED: {}, VisitState.PREPARED: {}}
    for number, (state, changes) in enumerate(states.items()):
        visit = sent_visit(bureau, unit, number=f"第{number}号", state=state, **changes)
        with pytest.raises(UnableToAnswer, match="不能再填写"):
            say(visit, bureau, at)
