"""A repeated click gets the same answer and has no second effect."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.trail.models import PerformedAct
from postpermit.trail.once import KeyReused, fingerprint_of, once

pytestmark = pytest.mark.django_db
BY = Actor("officer:1", "甲")


def test_the_second_time_answers_without_doing(at: datetime) -> None:
    done: list[int] = []

    def act() -> str:
        done.append(1)
        return "/there/"

    first = once("k" * 20, by=BY, at=at, fingerprint="f", act=act)
    second = once("k" * 20, by=BY, at=at, fingerprint="f", act=act)
    assert (first.answer, first.repeated, second.answer, second.repeated, done) == (
        "/there/",
        False,
        "/there/",
        True,
        [1],
    )


def test_a_refusal_keeps_nothing_so_that_it_can_be_tried_again(at: datetime) -> None:
    def refuse() -> str:
        raise Refused("不行")

    with pytest.raises(Refused, match="不行"):
        once("r" * 20, by=BY, at=at, fingerprint="f", act=refuse)
    assert not PerformedAct.objects.exists()
    assert once("r" * 20, by=BY, at=at, fingerprint="f", act=lambda: "ok").answer == "ok"


@pytest.mark.parametrize(("who", "what"), [("officer:1", "other"), ("officer:2", "f")])
def test_one_key_carries_neither_another_wish_nor_another_person(who: str, what: str, at: datetime) -> None:
    once("x" * 20, by=BY, at=at, fingerprint="f", act=lambda: "a")
    with pytest.raises(KeyReused):
        once("x" * 20, by=Actor(who, "某"), at=at, fingerprint=what, act=lambda: "b")


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=2), max_size=4))
def test_the_fingerprint_does_not_depend_on_the_order(content: dict[str, list[str]]) -> None:
    assert fingerprint_of(content) == fingerprint_of(dict(reversed(list(content.items()))))
