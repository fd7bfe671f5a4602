"""Odd words in the addresses of 执法 and 计划: a page or a reason, never a failure."""

from urllib.parse import quote

import pytest

from tests.web.world import World

ADDRESSES = (
    "/visits/?month={0}&state={0}&kind={0}&klass={0}&street={0}&officer={0}&q={0}",
    "/visits/?month={0}",
    "/visits/disclosure/?done={0}",
    "/visits/new/?planned={0}",
    "/visits/new/?facility={0}",
    "/visits/unlicensed/?visit={0}",
    "/visits/findings/?state={0}&q={0}",
    "/checklists/?kind={0}",
    "/checklists/?on={0}",
    "/classification/?industries={0}&facility={0}",
    "/cases/?state={0}&q={0}",
    "/complaints/?state={0}&q={0}",
    "/campaign-findings/?state={0}&q={0}",
    "/publicity/?year={0}",
    "/credit/?year={0}&grade={0}",
    "/draws/?stratum={0}&state={0}&page={0}",
    "/plans/?year={0}&page={0}",
    "/plans/what-if/?year={0}&teams={0}",
    "/needs/?year={0}&state={0}",
    "/field/bundle/?days={0}",
    "/public/draws/?page={0}",
)
ODD = ("²", "0000", "0000-01", "0001-01-01", "9999-12-31", "2026-" + "9" * 5000, "'\"<b>%")

pytestmark = pytest.mark.django_db


def test_odd_words_get_a_page(world: World) -> None:
    client = world.client("enforcement-head")
    for address in ADDRESSES:
        for odd in ODD:
            answer = client.get(address.format(quote(odd)))
            assert answer.status_code in (200, 404, 422), (address, odd[:20])
