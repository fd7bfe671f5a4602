"""Who goes: two certified officers, least loaded first, whatever the order in which they are given."""

import hashlib
import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.planning.digests import UnableToDraw
from postpermit.planning.officers import Assignment, Officer, OfficersDrawn, Visit, draw_officers, stand_in

pytestmark = pytest.mark.one_database

SEED = hashlib.sha256(b"seed").digest()
FOUR = [Officer(id_) for id_ in "abcd"]


def pairs(drawn: OfficersDrawn) -> dict[str, tuple[str, str]]:
    """Visit → who goes."""
    return {a.visit: a.officers for a in drawn.assignments}


def tie(visit: str, officer: str) -> bytes:
    """By hand."""
    return hashlib.sha256(SEED + visit.encode() + officer.encode()).digest()


def test_ties_go_by_the_digest_of_seed_visit_and_officer() -> None:
    """PL-2."""
    (only,) = draw_officers([Visit("检查一", "甲")], FOUR, SEED).assignments
    assert only.order == tuple(sorted("abcd", key=lambda id_: tie("检查一", id_)))
    assert only.officers == only.order[:2]


def test_ties_go_by_sm3_where_that_is_the_algorithm() -> None:
    """PL-2."""
    (only,) = draw_officers([Visit("v", "甲")], FOUR, SEED, algorithm="SM3").assignments
    by_hand = sorted("abcd", key=lambda id_: hashlib.new("sm3", SEED + b"v" + id_.encode()).digest())
    assert only.order == tuple(by_hand)


def test_the_least_loaded_go_and_carry_one_visit_more() -> None:
    """PL-2."""
    people = [Officer("a", load=3), Officer("b", load=1), Officer("c", load=2), Officer("d", load=3)]
    drawn = draw_officers([Visit("1", "甲"), Visit("2", "乙")], people, SEED, ["甲", "乙"])
    assert pairs(drawn)["1"] == ("b", "c")
    assert pairs(drawn)["2"] == ("b", *sorted("acd", key=lambda id_: tie("2", id_))[:1])


def test_visits_are_taken_in_the_order_of_the_ranking_and_the_others_by_their_own_share() -> None:
    """PL-2."""
    visits = [
        Visit(id_, unit) for id_, unit in (("1", "甲"), ("2", "乙"), ("3", "丙"), ("4", "丙"), ("5", "乙"))
    ]
    taken = [a.visit for a in draw_officers(visits, FOUR, SEED, ["乙", "甲"]).assignments]

    def own(visit: str) -> bytes:
        return hashlib.sha256(SEED + b"\0" + visit.encode()).digest()

    assert taken == [*sorted("25", key=own), "1", *sorted("34", key=own)]


@pytest.mark.parametrize(
    ("changed", "visit"),
    [
        ({"certified": False}, Visit("v", "甲")),
        ({}, Visit("v", "甲", recused=frozenset("a"))),
        ({"zones": frozenset({"长征"})}, Visit("v", "甲", zone="曹杨")),
        ({"zones": frozenset({"长征"})}, Visit("v", "甲")),
        (
            {"leave": ((date(2027, 3, 1), date(2027, 3, 5)),)},
            Visit("v", "甲", first=date(2027, 3, 5), last=date(2027, 3, 9)),
        ),
        ({"leave": ((date(2027, 3, 1), date(2027, 3, 5)),)}, Visit("v", "甲", first=date(2027, 3, 1))),
    ],
)
def test_who_may_not_go_is_not_drawn(changed: dict[str, object], visit: Visit) -> None:
    """PL-2."""
    people = [replace(FOUR[0], **changed), *FOUR[1:]]  # type: ignore[arg-type]
    (only,) = draw_officers([visit], people, SEED).assignments
    assert set(only.order) == set("bcd")


@pytest.mark.parametrize(
    ("changed", "visit"),
    [
        ({"zones": frozenset({"长征"})}, Visit("v", "甲", zone="长征")),
        (
            {"leave": ((date(2027, 3, 1), date(2027, 3, 5)),)},
            Visit("v", "甲", first=date(2027, 3, 6), last=date(2027, 3, 9)),
        ),
        ({"leave": ((date(2027, 3, 1), date(2027, 3, 5)),)}, Visit("v", "甲", last=date(2027, 2, 28))),
        ({"leave": ((date(2027, 3, 1), date(2027, 3, 5)),)}, Visit("v", "甲")),
    ],
)
def test_who_may_go_is_in_the_order(changed: dict[str, object], visit: Visit) -> None:
    """PL-2."""
    people = [replace(FOUR[0], **changed), *FOUR[1:]]  # type: ignore[arg-type]
    (only,) = draw_officers([visit], people, SEED).assignments
    assert set(only.order) == set("abcd")


def test_the_pair_of_last_time_does_not_go_again_but_one_of_them_may() -> None:
    """PL-2."""
    order = draw_officers([Visit("v", "甲")], FOUR, SEED).assignments[0].order
    (again,) = draw_officers([Visit("v", "甲", last_pair=frozenset(order[:2]))], FOUR, SEED).assignments
    assert again.officers == (order[0], order[2])


def test_two_visits_of_one_unit_in_a_draw_have_different_pairs() -> None:
    """PL-2."""
    people = [Officer("a"), Officer("b"), Officer("c", load=9)]
    (first, second) = draw_officers([Visit("1", "甲"), Visit("2", "甲")], people, SEED).assignments
    assert set(first.officers) == {"a", "b"}
    assert second.order[2] == "c"
    assert second.officers == (second.order[0], "c")


def test_a_visit_that_nobody_can_make_says_why() -> None:
    """PL-2."""
    alone = draw_officers([Visit("v", "甲", recused=frozenset("bcd"))], FOUR, SEED)
    assert [(u.visit, u.reason) for u in alone.unfilled] == [("v", "可派的持证执法人员只有 1 人，不足两人。")]
    same = draw_officers([Visit("v", "甲", last_pair=frozenset("ab"))], FOUR[:2], SEED)
    assert [u.reason for u in same.unfilled] == ["可派的人员只能组成去过该单位的同一组合。"]
    assert alone.assignments == same.assignments == ()


SETS = st.frozensets(st.sampled_from("abcdef"), max_size=4)


@given(
    st.lists(st.tuples(st.booleans(), SETS, st.integers(0, 3)), min_size=2, max_size=6),
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("abc"), SETS, SETS), max_size=8),
    st.binary(min_size=32, max_size=32),
    st.randoms(use_true_random=False),
)
def test_whatever_is_asked_the_pairs_keep_the_rules_and_the_order_of_input_does_not_matter(
    people: list[tuple[bool, frozenset[str], int]],
    asked: list[tuple[str, str, frozenset[str], frozenset[str]]],
    seed: bytes,
    rng: random.Random,
) -> None:
    """PL-2."""
    officers = [Officer("abcdef"[i], *(ok, zones), load=load) for i, (ok, zones, load) in enumerate(people)]
    visits = [
        Visit(str(i), unit, zone, recused=recused, last_pair=last)
        for i, (unit, zone, recused, last) in enumerate(asked)
    ]
    drawn = draw_officers(visits, officers, seed, ["乙", "甲"])
    known, held = {v.id: v for v in visits}, {o.id: o for o in officers}
    for assignment in drawn.assignments:
        visit = known[assignment.visit]
        assert len(set(assignment.officers)) == 2
        assert frozenset(assignment.officers) != visit.last_pair
        for id_ in assignment.officers:
            assert held[id_].certified and id_ not in visit.recused
            assert not held[id_].zones or visit.zone in held[id_].zones
    assert sorted([a.visit for a in drawn.assignments] + [u.visit for u in drawn.unfilled]) == sorted(known)
    rng.shuffle(officers)
    rng.shuffle(visits)
    assert draw_officers(visits, officers, seed, ["乙", "甲"]) == drawn


@given(st.integers(3, 7), st.integers(1, 40), st.binary(min_size=32, max_size=32))
def test_loads_stay_within_one_visit_where_everybody_may_go_everywhere(
    count: int, visits: int, seed: bytes
) -> None:
    """PL-2."""
    officers = [Officer(f"o{i}") for i in range(count)]
    drawn = draw_officers([Visit(f"v{i}", f"u{i}") for i in range(visits)], officers, seed)
    loads = [sum(o.id in a.officers for a in drawn.assignments) for o in officers]
    assert max(loads) - min(loads) <= 1


def test_who_is_recused_later_is_followed_by_the_next_of_that_visit() -> None:
    """PL-5."""
    held = Assignment("v", ("b", "d"), ("b", "d", "a", "c"), frozenset({frozenset("ad")}))
    assert stand_in(held, "b") == "c"
    assert stand_in(held, "d") == "a"
    assert stand_in(held, "d", unable={"a"}) == "c"
    assert stand_in(held, "b", unable={"c"}) is None
    with pytest.raises(UnableToDraw, match="a 不是这次检查的执法人员"):
        stand_in(held, "a")


def test_an_officer_or_a_visit_given_twice_is_refused() -> None:
    """PL-2."""
    with pytest.raises(UnableToDraw, match="执法人员的编号为空或者重复：a"):
        draw_officers([], [*FOUR, Officer("a")], SEED)
    with pytest.raises(UnableToDraw, match="检查的编号为空或者重复"):
        draw_officers([Visit("", "甲")], FOUR, SEED)
