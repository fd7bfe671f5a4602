"""The draw in its bytes: a vector computed by hand, what always holds, and every list that is refused."""

import hashlib
import json
import random
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.planning import digests
from postpermit.planning.digests import UnableToDraw
from postpermit.planning.draw import (
    Drawn,
    UnusableList,
    canonical_list,
    commitment,
    draw,
    list_hash,
    next_in_ranking,
    published,
    ranking,
    seed_of,
    share,
)

pytestmark = pytest.mark.one_database

R1, R2, PUBLIC = bytes.fromhex("a1" * 32), bytes.fromhex("b2" * 32), "7.1234"
IDS = st.text(
    st.characters(exclude_categories=("Cs",), max_codepoint=0x1F9FF), min_size=1, max_size=6
).filter(lambda text: text.strip() != "")
STEPS = st.integers(1, 10_000).map(lambda parts: f"{parts // 10_000}.{parts % 10_000:04d}")
SEEDS = st.binary(min_size=32, max_size=32)
UNITS = st.dictionaries(IDS, STEPS, min_size=1, max_size=12)


def listing(n: int, probabilities: dict[str, str], **changed: Any) -> dict[str, Any]:
    """A list as a plan would freeze it."""
    units = [{"id": id_, "p": p} for id_, p in probabilities.items()]
    return {"version": 1, "plan": "2027", "stratum": "登记", "n": n, "units": units, "excluded": []} | changed


EXAMPLE = listing(
    2,
    {"丙": "0.2000", "甲": "0.5000", "😀": "1.0000", "b": "0.2000"},
    excluded=[{"id": "x", "reason": "停产"}],
)


def test_the_published_example_comes_out_as_computed_by_hand() -> None:
    """PL-1."""
    text = (
        '{"excluded":[{"id":"x","reason":"停产"}],"n":2,"plan":"2027","stratum":"登记","units":'
        '[{"id":"b","p":"0.2000"},{"id":"丙","p":"0.2000"},{"id":"甲","p":"0.5000"},{"id":"😀","p":"1.0000"}],"version":1}'
    )
    hashed = hashlib.sha256(text.encode()).digest()
    seed = hashlib.sha256(hashed + R1 + R2 + b"7.1234").digest()
    odds = {}
    for id_, p in (("b", "0.2"), ("丙", "0.2"), ("甲", "0.5"), ("😀", "1")):
        u = Fraction(int(hashlib.sha256(seed + b"\0" + id_.encode()).hexdigest(), 16), 2**256)
        odds[id_] = u * (1 - Fraction(p)) / (Fraction(p) * (1 - u))
    expected = tuple(sorted(odds, key=lambda id_: (odds[id_], id_)))
    assert draw(EXAMPLE, R1, R2, PUBLIC) == Drawn(hashed, seed, expected[:2], expected)
    assert hashed.hex() == "c2c4b3dd032ccb1df289f1de54aa92baa64ffeb21992098ee3eb8ebf572b4375"
    assert seed.hex() == "dd24bd68913e7a63e004602456fd8e2dba29223d01b79f5cd120ebf483558e89"
    assert expected == ("😀", "甲", "丙", "b")


def test_sm3_takes_the_place_of_every_digest() -> None:
    """PL-1."""
    drawn = draw(EXAMPLE, R1, R2, PUBLIC, "SM3")
    hashed = hashlib.new("sm3", canonical_list(EXAMPLE)).digest()
    assert drawn.list_hash == list_hash(EXAMPLE, "SM3") == hashed
    assert drawn.seed == hashlib.new("sm3", hashed + R1 + R2 + b"7.1234").digest()
    u = int.from_bytes(hashlib.new("sm3", drawn.seed + "\0甲".encode()).digest(), "big")
    assert share(drawn.seed, "甲", "SM3") == u
    assert commitment(R1, "SM3") == hashlib.new("sm3", R1).hexdigest()


def test_a_machine_without_sm3_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str, data: bytes = b"") -> None:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(digests.hashlib, "new", none)
    with pytest.raises(UnableToDraw, match="没有 SM3 算法"):
        draw(EXAMPLE, R1, R2, PUBLIC, "SM3")


@pytest.mark.parametrize("name", ["MD5", "sha256", ""])
def test_another_algorithm_is_refused(name: str) -> None:
    with pytest.raises(UnableToDraw, match="摘要算法只能是 SHA-256、SM3"):
        draw(EXAMPLE, R1, R2, PUBLIC, name)


@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(probabilities: dict[str, str], rng: random.Random) -> None:
    """PL-1."""
    first = listing(len(probabilities) // 2, probabilities)
    shuffled = list(probabilities.items())
    rng.shuffle(shuffled)
    other = dict(reversed(listing(len(probabilities) // 2, dict(shuffled)).items()))
    assert canonical_list(first) == canonical_list(other)
    assert draw(first, R1, R2, PUBLIC) == draw(other, R1, R2, PUBLIC)


@given(UNITS, SEEDS)
def test_the_quick_key_orders_as_the_fractions_do(probabilities: dict[str, str], seed: bytes) -> None:
    """PL-1."""

    def odds(id_: str) -> Fraction:
        u, p = Fraction(share(seed, id_), 2**256), Fraction(probabilities[id_])
        return u if len(set(probabilities.values())) == 1 else u * (1 - p) / (p * (1 - u))

    assert ranking(probabilities, seed) == tuple(sorted(probabilities, key=lambda id_: (odds(id_), id_)))


@given(st.integers(1, 2**256 - 2), st.integers(1, 9999), st.integers(1, 9999), st.integers(-1, 1))
def test_odds_that_differ_by_the_least_possible_stay_apart(u: int, p: int, other: int, step: int) -> None:
    """PL-1."""
    whole = 2**256
    wanted = Fraction(u * (10_000 - p), p * (whole - u))
    # The share at which a unit of the other probability has nearly the same odds, or the neighbour of that share.
    near = int(whole * wanted * other / (10_000 - other + wanted * other)) + step
    shares = {"a": u, "b": min(max(near, 0), whole - 1)}
    probabilities = {"a": f"0.{p:04d}", "b": f"0.{other:04d}"}
    odds = {"a": wanted, "b": Fraction(shares["b"] * (10_000 - other), other * (whole - shares["b"]))}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("postpermit.planning.draw.share", lambda seed, id_, algorithm: shares[id_])
        assert ranking(probabilities, b"") == tuple(sorted(shares, key=lambda id_: (odds[id_], id_)))


def test_odds_that_agree_in_a_hundred_and_fifty_digits_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """PL-1."""
    # 3/(2^256 − 1) and 3/(2^256 − 3): they differ by about 2^-509, and by id it would be the other way round.
    monkeypatch.setattr("postpermit.planning.draw.share", lambda seed, id_, algorithm: {"b": 1, "a": 3}[id_])
    assert ranking({"a": "0.5000", "b": "0.2500"}, b"") == ("b", "a")


def test_equal_odds_go_by_id_in_the_order_of_code_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """PL-1."""
    monkeypatch.setattr("postpermit.planning.draw.share", lambda *_: 5)
    assert ranking(dict.fromkeys(["😀", "\uff21", "乙", "a"], "0.3000"), b"") == ("a", "乙", "\uff21", "😀")


@given(UNITS, IDS, SEEDS)
def test_a_further_unit_reshuffles_nobody_where_all_are_equal(
    units: dict[str, str], more: str, seed: bytes
) -> None:
    """PL-1."""
    equal = dict.fromkeys(units, "0.2000")
    after = ranking(equal | {more: "0.2000"}, seed)
    assert tuple(id_ for id_ in after if id_ in equal) == ranking(equal, seed)


@given(st.dictionaries(IDS, STEPS, min_size=3, max_size=9), SEEDS, st.data())
def test_a_higher_probability_never_moves_a_unit_back(
    units: dict[str, str], seed: bytes, data: st.DataObject
) -> None:
    """PL-1."""
    id_ = data.draw(st.sampled_from(sorted(units)))
    higher = data.draw(STEPS.filter(lambda p: p >= units[id_]))
    raised = units | {id_: higher}
    others = {p for name, p in units.items() if name != id_}
    if len(others) < 2:  # both draws are then of the unequal kind
        return
    assert ranking(raised, seed).index(id_) <= ranking(units, seed).index(id_)


def test_certain_units_go_first_and_all_certain_ones_are_drawn_by_share() -> None:
    """PL-1."""
    mixed = {f"u{i}": "1.0000" if i in (3, 7) else "0.9999" for i in range(10)}
    assert ranking(mixed, b"seed")[:2] == ("u3", "u7")
    certain = dict.fromkeys(mixed, "1.0000")
    assert ranking(certain, b"seed") == tuple(sorted(certain, key=lambda id_: share(b"seed", id_)))


def test_nobody_is_drawn_from_an_empty_list() -> None:
    assert draw(listing(0, {}), R1, R2, PUBLIC).ranking == ()


def test_read_only_mappings_are_lists_too() -> None:
    units = [MappingProxyType(unit) for unit in EXAMPLE["units"]]
    assert canonical_list(MappingProxyType(EXAMPLE | {"units": tuple(units)})) == canonical_list(EXAMPLE)


UNIT = {"id": "甲", "p": "0.2000"}
REFUSED = {
    "version": ({"version": 2}, "version", "version 只能是 1"),
    "version as truth": ({"version": True}, "version", "version 只能是 1"),
    "n negative": ({"n": -1}, "n", "0 到 1 的整数"),
    "n above": ({"n": 2}, "n", "不能多于单位数"),
    "n broken": ({"n": 0.5}, "n", "整数"),
    "n as truth": ({"n": True}, "n", "整数"),
    "plan empty": ({"plan": " "}, "plan", "名单的 plan 须是不为空的文字"),
    "plan negative": ({"plan": -1}, "plan", "名单的 plan"),
    "stratum missing": ({"stratum": None}, "stratum", "名单的 stratum"),
    "units no list": ({"units": "甲"}, "units", "units 须是一个列表"),
    "excluded no list": ({"excluded": {}}, "excluded", "excluded 须是一个列表"),
    "unit no object": ({"units": ["甲"]}, "units[0]", "第 1 个单位须是一个 JSON 对象"),
    "unit without p": ({"units": [{"id": "甲"}]}, "units[0]", "第 1 个单位缺少 p"),
    "unit with more": ({"units": [UNIT | {"name": "x"}]}, "units[0]", "多余的内容：name"),
    "id empty": ({"units": [UNIT | {"id": ""}]}, "units[0].id", "第 1 个单位的 id"),
    "id a number": ({"units": [UNIT | {"id": 7}]}, "units[0].id", "第 1 个单位的 id"),
    "id a surrogate": ({"units": [UNIT | {"id": "a\ud800"}]}, "units[0].id", "孤立代理项"),
    "id twice": ({"units": [UNIT, UNIT]}, "units[1].id", "第 2 个单位的 id 重复：甲"),
    "id here and there": (
        {"excluded": [{"id": "甲", "reason": "停产"}]},
        "excluded[0].id",
        "第 1 个排除的单位的 id 重复：甲",
    ),
    "reason missing": ({"excluded": [{"id": "乙"}]}, "excluded[0]", "缺少 reason"),
    "reason empty": ({"excluded": [{"id": "乙", "reason": ""}]}, "excluded[0].reason", "reason"),
    **{
        f"p {p!r}": ({"units": [UNIT | {"p": p}]}, "units[0].p", "四位小数")
        for p in ("0.2", "0.0000", "1.0001", "2.0000", "0.20000", ".2000", "0.2000\n", "٠.2000", 0.2, None)
    },
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_malformed_list_is_refused_with_its_place(case: str) -> None:
    """PL-1."""
    changed, place, said = REFUSED[case]
    with pytest.raises(UnusableList, match=said) as refusal:
        draw(listing(1, {"甲": "0.2000"}) | changed, R1, R2, PUBLIC)
    assert refusal.value.place == place


@pytest.mark.parametrize("name", ["version", "plan", "stratum", "n", "units", "excluded"])
def test_a_list_lacking_a_part_is_refused(name: str) -> None:
    with pytest.raises(UnusableList, match=f"名单缺少 {name}"):
        canonical_list({key: value for key, value in EXAMPLE.items() if key != name})


def test_a_list_with_something_more_is_refused() -> None:
    with pytest.raises(UnusableList, match="多余的内容：quarter"):
        canonical_list(EXAMPLE | {"quarter": 1})
    with pytest.raises(UnusableList, match="JSON 对象"):
        canonical_list([])  # type: ignore[arg-type]


@pytest.mark.parametrize("r", [b"", b"x" * 31, b"x" * 33, "a1" * 32])
def test_a_random_number_of_another_size_is_refused(r: Any) -> None:
    """PL-3."""
    with pytest.raises(UnableToDraw, match="随机数 r 须恰好是 32 字节"):
        commitment(r)
    with pytest.raises(UnableToDraw, match="随机数 r1"):
        draw(EXAMPLE, r, R2, PUBLIC)
    with pytest.raises(UnableToDraw, match="随机数 r2"):
        draw(EXAMPLE, R1, r, PUBLIC)


@pytest.mark.parametrize(("public", "said"), [("", "不能为空"), ("7.1\udc80", "孤立代理项")])
def test_a_public_value_that_is_none_is_refused(public: str, said: str) -> None:
    with pytest.raises(UnableToDraw, match=said):
        seed_of(b"L" * 32, R1, R2, public)


def test_the_commitment_is_the_digest_of_the_number() -> None:
    """PL-3."""
    assert commitment(R1) == hashlib.sha256(R1).hexdigest()


def test_whoever_drops_out_is_followed_by_the_next_until_the_list_ends() -> None:
    """PL-4."""
    drawn = draw(EXAMPLE, R1, R2, PUBLIC)
    followers = [next_in_ranking(drawn, ["?"] * count) for count in range(4)]
    assert followers == ["丙", "b", None, None]


def test_the_published_draw_holds_its_parts_and_its_replacements() -> None:
    """PL-4."""
    public = {"name": "人民币汇率中间价", "day": "2027-01-04", "value": PUBLIC, "source": "left out"}
    gone = [("甲", "搬迁"), ("丙", "关闭"), ("b", "停产")]
    page = published(EXAMPLE, R1, R2, public, replacements=gone)
    drawn = draw(EXAMPLE, R1, R2, PUBLIC)
    assert page == {
        "format": "postpermit-draw-1",
        "algorithm": "SHA-256",
        "list": json.loads(canonical_list(EXAMPLE)),
        "commitments": [commitment(R1), commitment(R2)],
        "r1": "a1" * 32,
        "r2": "b2" * 32,
        "public": {"name": "人民币汇率中间价", "day": "2027-01-04", "value": PUBLIC},
        "list_hash": drawn.list_hash.hex(),
        "seed": drawn.seed.hex(),
        "selected": ["😀", "甲"],
        "ranking": ["😀", "甲", "丙", "b"],
        "replacements": [
            {"out": "甲", "reason": "搬迁", "in": "丙"},
            {"out": "丙", "reason": "关闭", "in": "b"},
            {"out": "b", "reason": "停产", "in": None},
        ],
    }


def test_only_who_was_drawn_is_replaced() -> None:
    """PL-4."""
    public = {"name": "汇率", "day": "2027-01-04", "value": PUBLIC}
    with pytest.raises(UnableToDraw, match="b 不在抽中的单位里"):
        published(EXAMPLE, R1, R2, public, replacements=[("b", "搬迁")])
