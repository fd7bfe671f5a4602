"""A year, a month or a number of days in an address that is no number we know gets a page or a reason, never a failure."""

from urllib.parse import quote

import pytest

from tests.web.world import World

ADDRESSES = (
    "/duties/?year={0}",
    "/duties/?year=2026&month={0}",
    "/coverage/?year={0}",
    "/schedule/?year={0}",
    "/schedule/?year=2026&month={0}",
    "/backlog/?year={0}",
    "/archive/contents/?year={0}",
    "/what-if/?year={0}",
    "/calendar/?start=2026-11-25&n={0}",
    "/reports/?campaign={0}",
    "/needs/?year={0}",
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("odd", ["²", "٣", "0", "99999", "9" * 30, "-1", "2026 "])
def test_an_odd_year_gets_a_page(world: World, odd: str) -> None:
    client = world.client("approval-1")
    for address in ADDRESSES:
        assert client.get(address.format(quote(odd))).status_code in (200, 422), address
