"""Every page as the roles it concerns, at 1440 and 390: axe finds nothing serious, nothing scrolls sideways."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/slips/",
    "/slips/new/",
    "/leads/",
    "/leads/new/",
    "/facilities/",
    "/facilities/new/",
    "/facilities/import/",
    "/facilities/proposals/",
    "/duties/",
    "/records/",
    "/records/new/",
    "/archive/",
    "/clauses/",
    "/clauses/plan:6.2/",
    "/calendar/?start=2026-09-24&n=10",
    "/roster/",
    "/roster/people/",
    "/powers/",
    "/trail/",
    "/password/",
    "/search/?q=yy",
    "/search/?q=zzzzzz",
    "/slips/?state=REVISING&q=nothing",
    "/nowhere/",
    "/coverage/",
    "/plans/",
    "/needs/",
    "/coverage/?year=2020",
    "/schedule/",
    "/schedule/?year=2026",
    "/loops/",
    "/meeting/",
    "/instructions/",
    "/instructions/new/",
    "/slips/outside/",
    "/slips/paper/",
    "/backlog/",
    "/backlog/?side=there",
    "/values/",
    "/values/slip.accept.days/?text=3&since=2027-01-01",
    "/what-if/?year=2027&name-0=inspection.key.per_half_year&value-0=2",
    "/archive/contents/",
    "/manual/",
    "/manual/paper/",
)
SUPERVISION = (
    "/reports/",
    "/reports/?state=CHECKING&division=ECOLOGY",
    "/reports/?q=nothing",
    "/reports/receive/",
    "/reports/type/",
    "/reports/stop-note/",
    "/reports/minute/",
    "/reports/rules/",
    "/findings/",
    "/notices/",
    "/campaigns/",
    "/campaigns/new/",
    "/disclosures/",
    "/disclosures/new/",
    "/ledger-checks/",
    "/emergency-plans/",
    "/emergency-plans/?asked=soon",
    "/events/",
    "/events/new/",
)
ROLES = {
    "approval-head": PAGES + SUPERVISION,
    "ecology-1": ("/reports/", "/findings/", "/disclosures/new/", "/events/"),
    "pollution-1": ("/ledger-checks/new/", "/emergency-plans/new/", "/events/"),
    "technical-1": ("/", "/reports/", "/findings/"),
    "station-2": PAGES[:2],
    "group-leader": ("/", "/slips/", "/duties/"),
    "admin": ("/", "/roster/", "/roster/people/new/", "/roster/posts/new/", "/roster/import/"),
}


def serious(desk: Desk) -> list[str]:
    found = Axe().run(desk.page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def check(desk: Desk, path: str, faults: list[str]) -> None:
    desk.go(path)
    faults += [f"{path} {fault}" for fault in serious(desk)]
    if not desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        faults.append(f"{path} scrolls sideways at {desk.width}")


def first_of(desk: Desk, lists: str) -> str:
    """The address of the first row of a list."""
    desk.go(lists)
    return str(desk.page.locator(".main-cell a[href^='/']").first.get_attribute("href"))


@pytest.mark.parametrize("account", list(ROLES))
def test_pages_have_nothing_serious_on_the_desk(account: str, desk: Desk) -> None:
    faults: list[str] = []
    desk.log_in(account)
    for path in ROLES[account]:
        check(desk, path, faults)
    assert faults == []


def test_pages_have_nothing_serious_on_the_telephone(phone: Desk) -> None:
    faults: list[str] = []
    phone.log_in("approval-head")
    for path in PAGES + SUPERVISION:
        check(phone, path, faults)
    assert faults == []


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_pages_of_single_things_have_nothing_serious(width: str, request: pytest.FixtureRequest) -> None:
    screen: Desk = request.getfixturevalue(width)
    faults: list[str] = []
    screen.log_in("approval-head")
    for lists in (
        "/slips/",
        "/leads/",
        "/facilities/?klass=KEY",
        "/facilities/?klass=UNLISTED",
        "/duties/?kind=inspect-registered",
        "/records/",
        "/instructions/",
    ):
        path = first_of(screen, lists)
        check(screen, path, faults)
        if re.match("/duties/", path):
            check(screen, f"{path}days/", faults)
        if re.match("/facilities/", path):
            for more in ("edit/", "facts/eia/", "event/"):
                if "UNLISTED" not in lists or more != "event/":
                    check(screen, path + more, faults)
    assert faults == []


SINGLE = (
    "/reports/?state=CHECKING",
    "/reports/?state=SETTLING",
    "/findings/?state=HANDED_OVER",
    "/notices/",
    "/campaigns/",
    "/disclosures/",
    "/ledger-checks/",
    "/emergency-plans/",
    "/events/",
)
READ_BY = {
    "approval-head": ("APPROVAL", "ECOLOGY", "POLLUTION"),
    "ecology-1": ("ECOLOGY",),
    "technical-1": ("ECOLOGY",),
}


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_single_things_of_supervision_have_nothing_serious(
    width: str, request: pytest.FixtureRequest
) -> None:
    screen: Desk = request.getfixturevalue(width)
    faults: list[str] = []
    screen.log_in("approval-head")
    for lists in SINGLE:
        check(screen, first_of(screen, lists), faults)
    assert faults == []


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_screens_of_a_review_have_nothing_serious(width: str, request: pytest.FixtureRequest) -> None:
    screen: Desk = request.getfixturevalue(width)
    faults: list[str] = []
    for account, divisions in READ_BY.items():
        screen.log_in(account)
        report = first_of(screen, "/reports/?state=CHECKING")
        for path in (report, f"{report}versions/1/", *(f"{report}review/{d}/" for d in divisions)):
            check(screen, path, faults)
    assert faults == []


def test_the_pages_before_the_log_in_have_nothing_serious(desk: Desk) -> None:
    faults: list[str] = []
    for path in ("/login/", "/link/wrong-token-of-nobody/"):
        check(desk, path, faults)
    assert faults == []
