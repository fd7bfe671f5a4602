"""The file that is carried by hand: what was changed on the way is noticed, what is whole is taken."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from postpermit.enforcement.rules.sealed import UnreadableSeal, open_sealed, seal, seal_of

pytestmark = pytest.mark.one_database
ITEMS = ((b'{"uid":"1"}', None), ('{"note":"甲"}'.encode(), b"\xff\xd8\xff photo"))


def changed(change: Callable[[dict[str, Any]], Any]) -> bytes:
    body = json.loads(seal(ITEMS, device="one"))
    change(body)
    return json.dumps(body).encode()


def test_what_was_sealed_comes_out_as_it_was() -> None:
    """EN-96 EN-97: bytes for bytes."""
    assert [(i.act, i.data, i.fault) for i in open_sealed(seal(ITEMS))] == [(*item, "") for item in ITEMS]


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["items"].pop(),
        lambda b: b["items"].reverse(),
        lambda b: b.update(sha256="0" * 64),
        lambda b: b["items"][0].update(act_sha256="0" * 64),
        lambda b: b["items"][1].pop("data_sha256"),
        lambda b: b.update(format="other"),
        lambda b: b.update(version=2),
        lambda b: b.update(items={}),
    ],
)
def test_a_file_that_was_changed_as_a_whole_gives_nothing(change: Callable[[dict[str, Any]], Any]) -> None:
    """EN-97: and says so in one sentence."""
    with pytest.raises(UnreadableSeal, match="封存文件"):
        open_sealed(changed(change))


def test_one_damaged_item_is_named_and_the_others_are_taken() -> None:
    """EN-97: a spoiled photo costs no answer."""
    for spoiled in ("????", "AAAA", 7):
        found = open_sealed(changed(lambda b, bad=spoiled: b["items"][1].update(data=bad)))
        assert [bool(i.fault) for i in found] == [False, True]
    found = open_sealed(changed(lambda b: b["items"][0].update(act="{}")))
    assert [bool(i.fault) for i in found] == [True, False]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"[]", b"\xff" * 9, b"[" * 9000])
def test_another_file_is_none_of_ours(raw: bytes) -> None:
    """EN-97: whatever it is."""
    with pytest.raises(UnreadableSeal):
        open_sealed(raw)


def test_the_seal_depends_on_order_and_number() -> None:
    """EN-96: no two lists share it by accident."""
    lists = ([], [("a", "")], [("a", "b")], [("b", "a")], [("a", "b"), ("c", "")], [("c", ""), ("a", "b")])
    assert len({seal_of(rows) for rows in lists}) == len(lists)


def test_a_digest_of_odd_letters_is_a_wrong_digest_and_no_failure() -> None:
    """EN-97"""
    with pytest.raises(UnreadableSeal, match="总校验值不符"):
        open_sealed(changed(lambda b: b["items"][0].update(act_sha256="\ud800")))
