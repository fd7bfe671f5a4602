"""权限表: everything on it can be read by an official, and nothing in code words."""

import re

import pytest

from postpermit.office.access import powers
from postpermit.web.desk.powers import SCOPES
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_every_scope_and_act_has_its_chinese_words() -> None:
    assert {row.scope for row in powers()} <= set(SCOPES)
    assert [row for row in powers() if not re.search(r"[\u4e00-\u9fff]", row.label)] == []


def test_the_page_shows_every_row_in_chinese_only(world: World) -> None:
    body = (
        world.client("legal-1")
        .get("/powers/")
        .content.decode()
        .partition("<tbody>")[2]
        .partition("</tbody>")[0]
    )
    assert body.count("<tr>") == len(powers())
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", body)
    assert [c for c in cells if re.search(r"[A-Za-z]{3,}", c)] == []


def test_a_value_nobody_confirmed_is_marked_once(world: World) -> None:
    text = world.client("legal-1").get("/clauses/plan:8.1/").content.decode()
    assert "待确认" in text
    assert "（待确认）" not in text
