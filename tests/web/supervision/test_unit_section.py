"""What a unit's page says of 监管, and what may be begun from there."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from postpermit.register.operations import enter_unlisted_unit
from postpermit.supervision import operations as do
from postpermit.supervision.queries.unit import MOST, supervision_of
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.notice_desk import issued
from tests.web.supervision.review_desk import asked, client_of

pytestmark = pytest.mark.django_db
FORMS = ("/disclosures/new/", "/ledger-checks/new/", "/emergency-plans/new/", "/events/new/")


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def fill(checks: CheckDesk, times: int) -> None:
    """So many of each."""
    at, unit = checks.at, checks.unit
    told: dict[str, Any] = {"facility": unit, "on": at.date(), "in_order": False, "result": "看", "at": at}
    for n in range(times):
        wrong = {"findings": [f"问题{n}"], "kind": "FORMAL"}
        do.check_disclosure(
            what=f"公开{n}",
            platform="PERMIT",
            disclosed_on=at.date(),
            by=checks.bureau("ecology-1"),
            **wrong,
            **told,
        )
        do.check_ledger(categories=f"台账{n}", by=checks.bureau("pollution-1"), **wrong, **told)
        do.receive_event(
            facility=unit, kind="OTHER", what=f"异常{n}", began_at=at - timedelta(hours=2), received_at=at,
            by=checks.bureau("approval-1"), at=at,
        )  # fmt: skip
        do.file_plan(
            facility=unit,
            number=f"预案{n}",
            filed_on=date(2026, 1, 1 + n),
            by=checks.bureau("pollution-1"),
            at=at,
        )


def test_everything_of_the_unit_stands_on_its_page(checks: CheckDesk) -> None:
    notice = issued(checks)
    fill(checks, 2)
    body = client_of(checks, "approval-1").get(f"/facilities/{checks.unit.public_id}/").content.decode()
    for words in (
        "公开1",
        "台账1",
        "异常1",
        "预案1",
        "第1个问题",
        "问题1",
        notice.number,
        "2026年第3季度",
        "2029-01-02",
    ):
        assert words in body, words
    assert "预案0" not in body


def test_the_newest_come_first_and_not_without_end(checks: CheckDesk) -> None:
    fill(checks, MOST + 2)
    found = supervision_of(checks.unit)
    assert [len(rows) for rows in (found.events, found.disclosures, found.ledgers, found.findings)] == [
        MOST
    ] * 4
    assert found.events[0].what == f"异常{MOST + 1}"
    body = client_of(checks, "approval-1").get(f"/facilities/{checks.unit.public_id}/").content.decode()
    assert f"/events/?facility={checks.unit.public_id}" in body


def test_the_page_asks_as_much_with_many_as_with_one(
    checks: CheckDesk, django_assert_num_queries: Any
) -> None:
    client, page = client_of(checks, "approval-1"), f"/facilities/{checks.unit.public_id}/"
    fill(checks, 1)
    one = asked(client, page)
    fill(checks, 6)
    assert asked(client, page) == one
    with django_assert_num_queries(9):
        supervision_of(checks.unit)


@pytest.mark.parametrize(
    ("account", "offered"),
    [
        ("approval-1", {"/disclosures/new/", "/events/new/"}),
        ("pollution-1", {"/ledger-checks/new/", "/emergency-plans/new/", "/events/new/"}),
        ("enforcement-1", {"/ledger-checks/new/", "/events/new/"}),
        ("legal-1", {"/events/new/"}),
        ("group-leader", set()),
    ],
)
def test_only_what_may_be_begun_is_offered(checks: CheckDesk, account: str, offered: set[str]) -> None:
    page = f"/facilities/{checks.unit.public_id}/"
    body = client_of(checks, account).get(page).content.decode()
    assert {f for f in FORMS if f"{f}?facility={checks.unit.public_id}" in body} == offered


def test_a_unit_outside_the_catalogue_owes_no_disclosure_and_no_ledger(checks: CheckDesk) -> None:
    by = checks.bureau("enforcement-1")
    outside = enter_unlisted_unit(name="路边店（演示）", address="演示路9号", by=by, at=checks.at)
    body = client_of(checks, "enforcement-1").get(f"/facilities/{outside.public_id}/").content.decode()
    assert ("/ledger-checks/new/?" in body, "/events/new/?" in body) == (False, True)
    assert "还没有执行报告检查" in body
