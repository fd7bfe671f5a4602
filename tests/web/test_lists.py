"""Lists: a fixed number of queries whatever the number of rows, filters in the address, typed spreadsheets."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postpermit.duties.operations import generate_duties, record_act
from postpermit.linkage import operations as do
from postpermit.linkage.states import Ground, Subject
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import unit_row
from tests.web.world import World

pytestmark = pytest.mark.django_db
LISTS = (
    "/",
    "/slips/",
    "/leads/",
    "/facilities/",
    "/duties/",
    "/records/",
    "/archive/",
    "/facilities/proposals/",
    "/powers/",
    "/clauses/",
    "/roster/",
    "/roster/people/",
    "/search/?q=shiyan",
    "/coverage/",
    "/schedule/",
    "/schedule/?year=2026",
    "/loops/",
    "/meeting/",
    "/instructions/",
    "/backlog/",
    "/backlog/?side=there",
    "/values/",
    "/archive/contents/",
    "/what-if/",
    "/plans/",
    "/needs/",
    "/reports/",
    "/reports/?q=xxx",
    "/reports/rules/",
    "/reports/minute/",
    "/campaigns/",
    "/findings/",
    "/notices/",
    "/disclosures/",
    "/ledger-checks/",
    "/emergency-plans/",
    "/events/",
)


def many(world: World, at: datetime, numbers: range = range(10, 40)) -> None:
    """So many more of everything."""
    units = world.bureau.units(*(unit_row(n, 管理类别="重点管理") for n in numbers), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    for unit in units:
        slip = do.raise_slip(
            division="APPROVAL",
            title="题",
            subject=Subject.SUPERVISION,
            ground=Ground.SUPPORT,
            description="述",
            receivers=["STATION"],
            facility=unit,
            by=world.bureau("approval-1"),
            at=at,
        )
        do.approve_slip(slip=slip, by=world.bureau("approval-head"), at=at)
        do.suspect_lead(
            division="APPROVAL",
            what="疑",
            clause="plan:a3.1.1",
            found_on=at.date(),
            origin_text="查",
            facility=unit,
            by=world.bureau("approval-1"),
            at=at,
        )
        record_act(
            kind="inspection",
            facility=unit,
            on=date(2026, 10, 20),
            who="甲",
            result="无",
            by=world.bureau("enforcement-1"),
            at=at,
        )


def asked_by_each_list(world: World) -> dict[str, int]:
    """Page → how many questions it asks the database."""
    client = world.client("approval-1")
    client.get("/")
    counts = {}
    for page in LISTS:
        client.get(page)  # what is remembered from the first request on is no question of the list
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counts[page] = len(asked)
    return counts


def test_no_list_asks_the_database_once_per_row(world: World, at: datetime) -> None:
    # One of each kind first: a kind that was absent would ask its one question only when it appears.
    many(world, at, range(10, 11))
    one = asked_by_each_list(world)
    many(world, at, range(11, 40))
    assert asked_by_each_list(world) == one
    assert max(one.values()) <= 40


def test_the_pages_of_single_things_stay_bounded_too(world: World, at: datetime) -> None:
    client = world.client("approval-1")
    many(world, at)
    for thing, page in (
        (world.slip, "slips"),
        (world.unit, "facilities"),
        (world.duty, "duties"),
        (world.record, "records"),
        (world.lead, "leads"),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/{page}/{thing.public_id}/").status_code == 200
        assert len(asked) <= 60, page


@pytest.mark.parametrize(
    "address",
    [
        "/slips/",
        "/leads/",
        "/facilities/",
        "/duties/",
        "/records/",
        "/archive/",
        "/facilities/proposals/",
        "/powers/",
        "/roster/",
        "/roster/people/",
        "/",
    ],
)
def test_every_list_is_exported_with_typed_cells(address: str, world: World) -> None:
    answer = world.client("approval-1").get(f"{address}?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    kinds = {type(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert sheet.max_row >= (1 if "archive" in address else 2)
    if address in ("/duties/", "/slips/", "/facilities/"):
        assert datetime in kinds
    assert not any(isinstance(c.value, str) and c.data_type == "f" for row in sheet.iter_rows() for c in row)


def test_text_that_looks_like_a_formula_stays_text(world: World, at: datetime) -> None:
    do.suspect_lead(
        division="STATION",
        what="=1+1",
        clause="plan:a3.2.5",
        found_on=at.date(),
        origin_text="@x",
        place="+甲",
        by=world.bureau("station-1"),
        at=at,
    )
    answer = world.client("approval-1").get("/leads/?format=xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("address", "seen", "hidden"),
    [
        ("/duties/?kind=inspect-key&year=2026", "重点管理单位执法检查", "召开调度会"),
        ("/duties/?late=1&year=2026", "2026年上半年", "2026年下半年"),
        ("/duties/?division=GROUP&year=2026", "业务学习交流", "inspect"),
        ("/duties/?clause=plan:4.3&year=2026", "召开持证单位年会", "召开调度会"),
        ("/facilities/?klass=REGISTERED", "试验2号厂", "试验1号厂"),
        ("/facilities/?q=sy2", "试验2号厂", "试验1号厂"),
        ("/slips/?state=ARCHIVED", "没有符合条件", "请协助采样"),
    ],
)
def test_filters_stand_in_the_address(address: str, seen: str, hidden: str, world: World) -> None:
    body = world.client("approval-1").get(address).content.decode()
    text = body.rpartition("<tbody>")[2]
    assert seen in text
    assert hidden not in text


@pytest.mark.parametrize(
    "address",
    [
        "/duties/?year=abc",
        "/duties/?page=999&state=NO",
        "/slips/?page=-1",
        "/search/?q=" + "%" * 50,
        "/facilities/?page=x&q='%22<",
        "/calendar/?start=x&n=9999",
    ],
)
def test_nonsense_in_the_address_is_never_an_error_of_the_house(address: str, world: World) -> None:
    assert world.client("approval-1").get(address).status_code in (200, 422)


def test_a_search_with_one_hit_opens_it(world: World) -> None:
    answer = world.client("approval-1").get("/search/?q=sy1hc")
    assert answer["Location"] == f"/facilities/{world.unit.public_id}/"
