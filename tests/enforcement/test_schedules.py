"""Ten thousand ways in which two telephones and a bad network may interfere: nothing lost, nothing twice."""

import random
from collections import Counter

import pytest

from postpermit.enforcement.rules.versions import Arrival as A
from postpermit.enforcement.rules.versions import Outcome, Version, arrival, losers, may_delete, placed
from tests.enforcement.device_model import BareServer, Phone, Stored, shake

SCHEDULES = 10_000


def play(seed: int) -> tuple[BareServer, list[Phone]]:
    dice, server, count = random.Random(seed), BareServer(), iter(range(10**6))
    phones = [Phone(name, "v", lambda: f"u{next(count)}") for name in ("one", "two")]
    for _ in range(2):
        shake(dice, phones, server.take, server.current, ["q1", "q2"], dice.randint(4, 24))
        for phone in phones:
            phone.seen = {asked: server.current(asked) for asked in ("q1", "q2")}
    return server, phones


def faults(server: BareServer, phones: list[Phone]) -> list[str]:
    """What went wrong in a schedule that is over."""
    ever: list[Stored] = [s for phone in phones for s in phone.ever]
    out = [f"{s.uid} lost" for s in ever if server.kept.get(s.uid, ("",))[0] != s.digest]
    out += [f"{uid} twice" for uid, n in Counter(server.effects).items() if n > 1]
    for rows in server.versions.values():
        based = {v.based_on for v in rows.values()}
        leaves = {uid for uid in rows if uid not in based}
        counted = {v.uid for v in rows.values() if v.current}
        if rows and not counted:
            out.append("no version counts")
        standing = leaves - server.overruled
        if not standing <= counted or (counted != leaves and not server.overruled):
            out.append(f"{counted} count instead of {standing}")
    return out


def test_nothing_is_lost_or_done_twice_in_ten_thousand_schedules() -> None:
    """EN-90 EN-91 EN-92 EN-93: drop, repeat, delay, reorder, kill; every stored act arrives once, both versions stay."""
    wrong, two, settled = {}, 0, 0
    for seed in range(SCHEDULES):
        server, phones = play(seed)
        if found := faults(server, phones):
            wrong[seed] = found
        two += any(len(server.current(q)) > 1 for q in server.versions)
        settled += bool(server.overruled)
    assert wrong == {}
    # The schedules are worth something only if they reach what they are about.
    assert two > 1000
    assert settled > 500


def test_a_later_version_that_overtakes_its_base_still_supersedes_it() -> None:
    """EN-90: the order of arrival changes nothing."""
    first = placed([], "b", "a")
    assert (first.current, first.superseded) == (True, "")
    second = placed([Version("b", "a", True)], "a", "")
    assert (second.current, second.conflict) == (False, False)


def test_two_versions_on_the_same_base_both_count() -> None:
    """EN-90: neither is overwritten unseen."""
    known = [Version("x", "", False), Version("a", "x", True)]
    place = placed(known, "b", "x")
    assert (place.current, place.superseded, place.conflict) == (True, "", True)


def test_choosing_removes_only_what_was_seen() -> None:
    """EN-91: a version that came later stays beside the chosen one."""
    known = [Version("a", "", True), Version("b", "", True), Version("c", "", True)]
    assert losers(known, "a", ["b"]) == ("b",)
    assert losers(known, "a", ["a", "zzz"]) == ()


def test_a_version_that_lost_cannot_be_chosen_afterwards() -> None:
    """EN-91: otherwise two people choosing differently would leave no version at all."""
    assert losers([Version("a", "", True), Version("b", "", False)], "b", ["a"]) is None
    assert losers([Version("a", "", False), Version("a2", "a", True)], "a", ["b"]) == ()


@pytest.mark.parametrize(("kept", "came"), [(None, A.FIRST), ("d", A.AGAIN), ("e", A.OTHER)])
def test_the_same_bytes_are_a_repetition_and_others_a_fraud(kept: str | None, came: A) -> None:
    """EN-92: told apart by the digest alone."""
    assert arrival(kept, "d") is came


@pytest.mark.parametrize(
    ("receipt", "goes"),
    [
        ({"outcome": "TAKEN", "digest": "d", "data_digest": "p"}, True),
        ({"outcome": "SET_ASIDE", "digest": "d", "data_digest": "p"}, True),
        ({"outcome": Outcome.REFUSED, "digest": "d", "data_digest": "p"}, False),
        ({"outcome": "TAKEN", "digest": "x", "data_digest": "p"}, False),
        ({"outcome": "TAKEN", "digest": "d", "data_digest": ""}, False),
        ({}, False),
    ],
)
def test_a_device_lets_go_only_for_a_fitting_receipt(receipt: dict[str, str], goes: bool) -> None:
    """EN-93: act and photo, both digests."""
    assert may_delete("d", "p", receipt) is goes
