"""Role × URL × method × object, enumerated from the resolver. A page that is not in the table below fails the build."""

import uuid
from typing import Any

import pytest
from django.urls import URLPattern

from postpermit.web.door import patterns
from tests.web import world_cases as cases
from tests.web import world_enforcement as enforcement
from tests.web import world_field as field_door
from tests.web import world_planning as planning
from tests.web import world_plans as plans
from tests.web import world_supervision as supervision
from tests.web.world import World

pytestmark = pytest.mark.django_db
ROLES = (
    "",
    "nobody",
    "admin",
    "group-leader",
    "approval-head",
    "approval-1",
    "ecology-1",
    "pollution-1",
    "legal-1",
    "enforcement-1",
    "station-1",
    "technical-1",
)
STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
APPROVAL = {"approval-head", "approval-1"}
SEEING = STAFF | {"group-leader"}
ROSTER = {"admin", "approval-head"}
INSIDE = STAFF | {"admin", "group-leader"}
# A contracted technical body sees its desk and what was given to it.
READING = INSIDE | {"technical-1"}
ALL = set(ROLES)
# The slip is ECOLOGY's for STATION; the lead is STATION's; both are seen by 审批科 and the leader as well.
PARTY = APPROVAL | {"ecology-1", "station-1", "group-leader"}
# The instruction is the leader's, for STATION; values are confirmed by 审批科's head or the leader.
INSTRUCTED = APPROVAL | {"station-1", "group-leader"}
DECIDING = {"approval-head", "group-leader"}
FINDERS = APPROVAL | {"station-1", "group-leader"}

# name → (who may come in, methods). The oracle: written by hand from plan 3 and 8, not read from the code.
TABLE: dict[str, tuple[set[str], str]] = {
    "login": (ALL, "GET POST"), "logout": (ALL, "POST"), "invitation": (ALL, "GET POST"),
    "desk": (READING, "GET"), "password": (READING, "GET POST"),
    "slips": (SEEING, "GET"), "new-slip": (STAFF, "GET POST"), "slip": (PARTY, "GET"),
    "slip-act": (PARTY, "POST"), "assignment-act": (PARTY, "POST"), "slip-attach": ({"ecology-1", "station-1"}, "POST"),
    "leads": (SEEING, "GET"), "new-lead": (STAFF, "GET POST"), "lead": (FINDERS, "GET"), "lead-act": (FINDERS, "POST"),
    "archive": (SEEING, "GET"), "archive-file": (APPROVAL, "POST"),
    "facilities": (SEEING, "GET"), "search": (SEEING, "GET"), "facility": (SEEING, "GET"),
    "new-facility": (STAFF, "GET POST"), "facility-edit": (STAFF, "GET POST"), "facility-event": (APPROVAL, "GET POST"),
    "facility-fact": (APPROVAL, "GET POST"), "proposals": (SEEING, "GET"), "proposal-act": (SEEING, "POST"),
    "import-register": (STAFF, "GET POST"), "register-template": (STAFF, "GET"),
    "import-job": ({"approval-1"}, "GET"), "import-take": ({"approval-1"}, "POST"), "import-map": ({"approval-1"}, "POST"),
    "duties": (SEEING, "GET"), "generate-duties": (APPROVAL, "POST"), "duty": (SEEING, "GET"),
    "duty-days": (SEEING, "GET"), "duty-act": (SEEING, "POST"),
    "records": (SEEING, "GET"), "record": (SEEING, "GET"), "new-record": (STAFF, "GET POST"), "record-act": (SEEING, "POST"),
    "clauses": (READING, "GET"), "clause": (READING, "GET"), "calendar": (INSIDE, "GET"), "powers": (INSIDE, "GET"),
    "roster": (INSIDE, "GET"), "officers": (INSIDE, "GET"), "officer": (INSIDE, "GET"),
    "new-officer": (ROSTER, "GET POST"), "officer-change": (ROSTER, "POST"), "officer-hold": (ROSTER, "POST"),
    "officer-absence": (ROSTER, "POST"), "officer-stand-in": (ROSTER, "POST"), "stand-in-over": (ROSTER, "POST"),
    "officer-reset": ({"admin"}, "POST"), "officer-disable": ({"admin"}, "POST"),
    "new-post": (ROSTER, "GET POST"), "import-roster": (ROSTER, "GET POST"), "roster-template": (ROSTER, "GET"), "vacate": (ROSTER, "GET POST"),
    "keep-outside": (STAFF, "GET POST"), "paper-upload": (STAFF, "GET POST"), "blank-form": (STAFF, "GET"),
    "slip-print": (PARTY, "GET"), "slip-place": (APPROVAL | {"ecology-1"}, "POST"),
    "assignment-outside": (APPROVAL | {"ecology-1", "station-1"}, "GET POST"),
    "paper": (PARTY, "GET"), "paper-act": (PARTY, "POST"),
    "loops": (SEEING, "GET"), "meeting": (APPROVAL, "GET"), "archive-contents": (SEEING, "GET"),
    "coverage": (SEEING, "GET"), "schedule": (SEEING, "GET"), "feed-change": (SEEING, "POST"), "feed": (ALL, "GET"),
    "explain": (STAFF, "POST"), "instructions": (SEEING, "GET"), "new-instruction": (APPROVAL | {"group-leader"}, "GET POST"),
    "instruction": (INSTRUCTED, "GET"), "part-act": (INSTRUCTED, "POST"),
    "backlog": (SEEING, "GET"), "external-import": (STAFF, "POST"), "external-list": (STAFF, "GET POST"),
    "external-aside": (STAFF, "POST"), "external-match": (SEEING, "POST"),
    "reference-add": (APPROVAL | {"ecology-1", "station-1"}, "POST"),
    "reference-drop": (APPROVAL | {"ecology-1", "station-1"}, "POST"),
    "values": (INSIDE, "GET"), "confirm-value": (DECIDING, "GET POST"), "what-if": (SEEING, "GET"),
    "what-if-adopt": (DECIDING, "POST"), "manual": (READING, "GET"), "manual-chapter": (READING, "GET"),
    "trail": (PARTY, "GET"), "integrity": (APPROVAL | {"admin"}, "GET"), "export-trail": (APPROVAL | {"admin"}, "POST"),
    "attachment": (PARTY, "GET"),
    **supervision.TABLE,
    **field_door.TABLE,
    **planning.TABLE,
    **plans.TABLE,
    **enforcement.TABLE,
    **cases.TABLE,
}  # fmt: skip
# Posting nothing to these is refused after the door for whom the step itself is not granted: also 404.
STEPS = (
    {
        "slip-act",
        "assignment-act",
        "lead-act",
        "duty-act",
        "record-act",
        "proposal-act",
        "paper-act",
        "part-act",
        "feed-change",
        "external-match",
    }
    | supervision.STEPS
    | planning.STEPS
    | plans.STEPS
    | enforcement.STEPS
    | cases.STEPS
)


def address(name: str, route: str, world: World, lost: bool = False) -> str | None:
    """A concrete address for a route; with ``lost`` one whose object does not exist."""
    key = uuid.uuid4()
    things: dict[str, Any] = {
        "slip": world.slip, "lead": world.lead, "facility": world.unit, "proposal": world.proposal, "import": world.job,
        "duty": world.duty, "record": world.record, "officer": world.bureau.officers["legal-2"], "attachment": world.attachment,
        "assignment": world.part, "trail": world.slip, "paper": world.paper, "instruction": world.instruction,
        "part": world.instruction_part, "reference": world.slip,
    }  # fmt: skip
    verbs = {
        "slip-act": "remind",
        "assignment-act": "accept",
        "lead-act": "set-aside",
        "duty-act": "ask-waiver",
        "record-act": "ask-withdrawal",
        "proposal-act": "take",
        "paper-act": "take",
        "part-act": "report",
        "feed-change": "open",
        **supervision.VERBS,
        **planning.VERBS,
        **plans.VERBS,
        **enforcement.VERBS,
        **cases.VERBS,
    }
    if "<" not in route:
        return None if lost else f"/{route}"
    thing = things.get(name.partition("-")[0])
    thing = {
        "external-list": world.external_list, "external-aside": world.external_row, "external-match": world.external_row,
        "reference-drop": world.reference,
    }.get(name, thing)  # fmt: skip
    if name in supervision.TABLE:
        thing = world.supervised.thing(name)
    if name in enforcement.TABLE:
        thing = world.inspected.thing(name)
    if name in cases.TABLE:
        thing = world.cased.thing(name)
    if name in planning.TABLE:
        thing = world.drawn.thing(name)
    if name in plans.TABLE:
        thing = world.planned.thing(name)
    public = key if lost or thing is None else thing.public_id
    out = (
        route.replace("<uuid:public_id>", str(public))
        .replace("<slug:verb>", verbs.get(name, "x"))
        .replace(
            "<slug:kind>",
            {
                "slip-print": "pdf",
                "blank-form": "docx",
                "reference-add": "slip",
                "notice-print": "pdf",
                "report-template": "annual",
                **planning.KINDS,
                **enforcement.KINDS,
                **cases.KINDS,
            }.get(name, "eia"),
        )
        .replace("<slug:division>", "POLLUTION")
        .replace("<int:number>", "1")
        .replace("<slug:chapter>", "desk" if not lost else "nothing")
        .replace("<str:name>", "slip.accept.days" if not lost else "no.such")
    )
    out = (
        out.replace("<str:label>", "linkage.Slip")
        .replace("<str:ref>", "plan:6.2" if not lost else "plan:99.9")
        .replace("<str:token>", "x" * 20)
    )
    pk = world.stand_in.pk if name == "stand-in-over" else world.holding.pk
    return f"/{out.replace('<int:pk>', str(pk if not lost else 999999))}"


def all_patterns() -> list[tuple[str, URLPattern]]:
    return [(route, p) for route, p in patterns() if not route.startswith("static")]


def test_every_address_of_the_site_is_in_the_table() -> None:
    assert {p.name for _, p in all_patterns()} == set(TABLE)


def test_every_address_has_its_own_name() -> None:
    names = [p.name for _, p in all_patterns()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_exactly_what_the_table_grants(role: str, world: World) -> None:
    client = world.client(role)
    wrong: list[str] = []
    for route, pattern in all_patterns():
        name = str(pattern.name)
        if name == "logout":
            continue
        granted, methods = TABLE[name]
        target = address(name, route, world)
        for method in ("GET", "POST"):
            answer = client.get(target) if method == "GET" else client.post(target, {})
            status = answer.status_code
            if status >= 500:
                wrong.append(f"{method} {target} as {role or 'anonymous'}: {status}")
            elif method not in methods.split():
                fits = status == 405
            elif name in planning.OPEN:
                fits = status == 200
            elif name in ("login", "invitation", "feed"):
                fits = status in (200, 302, 404, 410, 422)
            elif not role:
                fits = status == 302 and "/login/" in answer["Location"]
            elif role in granted:
                fits = status in (200, 302, 422) or (name in STEPS and status == 404)
            else:
                fits = status == 404
            if status < 500 and not fits:
                wrong.append(f"{method} {target} as {role or 'anonymous'}: {status}")
    assert wrong == []


@pytest.mark.parametrize("role", ["approval-1", "station-1", "admin"])
def test_an_object_that_does_not_exist_is_the_same_404_as_one_that_may_not_be_seen(
    role: str, world: World
) -> None:
    client = world.client(role)
    for route, pattern in all_patterns():
        name = str(pattern.name)
        granted, methods = TABLE[name]
        target = address(name, route, world, lost=True)
        if (
            target is None
            or role not in granted
            or name in ("invitation", "feed", "blank-form", "feed-change", "report-template")
        ):
            continue
        answer = client.get(target) if "GET" in methods else client.post(target, {})
        assert answer.status_code == 404, target


def test_what_may_not_be_seen_is_in_no_list_search_count_or_export(world: World) -> None:
    legal, station = world.client("legal-1"), world.client("station-1")
    for page in (
        "/slips/",
        "/leads/",
        "/",
        "/archive/",
        f"/facilities/{world.unit.public_id}/",
        "/duties/?kind=slip-accept",
    ):
        assert "请协助采样" not in legal.get(page).content.decode()
        assert "疑似偷排" not in legal.get(page).content.decode()
    assert "请协助采样" in station.get("/slips/").content.decode()
    hidden, shown = (len(c.get("/slips/?format=xlsx").content) for c in (legal, station))
    assert hidden < shown


def test_a_changed_right_works_at_the_next_request(world: World) -> None:
    client = world.client("legal-1")
    assert client.get("/").status_code == 200
    world.holding.delete()
    assert client.get("/slips/new/").status_code == 404


def test_a_disabled_account_is_out_at_the_next_request(world: World, at: Any) -> None:
    client = world.client("legal-1")
    officer = world.bureau.officers["legal-1"]
    officer.disabled_at = at
    officer.save(update_fields=["disabled_at"])
    assert client.get("/").status_code == 302
