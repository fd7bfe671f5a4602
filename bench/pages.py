"""Pages with 60 000 units and a million duties, beside Django's own admin change list on the same data in the same run.

    python3 -m bench.pages [units] [duties]

Prints p50 and p95 of the desk, the slip list, a unit's page and the coverage page, and the ratio of each p95 to the
admin change list of the same table of duties (30 rows a page, as ours).
"""

import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta

ROUNDS = 40
urlpatterns: list[object] = []


def main(units: int, duties: int) -> None:
    """Everything in a throw-away directory."""
    os.environ["POSTPERMIT_DATA"] = tempfile.mkdtemp(prefix="pp-bench-")
    os.environ["POSTPERMIT_PLAIN_HTTP"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django
    from django.conf import settings

    settings.INSTALLED_APPS += ["django.contrib.admin"]
    settings.ROOT_URLCONF = "bench.pages_urls"
    django.setup()
    build(units, duties)
    measure()


def build(units: int, duties: int) -> None:
    """Roster and units through the house, duties and slips in bulk."""
    from django.utils import timezone

    from bench.duties import facts, fill
    from postpermit.office.operations import import_roster
    from postpermit.trail.actors import COMMAND_LINE
    from postpermit.web.cli.demo_district import roster_rows
    from postpermit.web.cli.init import first_administrator, prepare

    prepare()
    first_administrator()
    today = timezone.localdate()
    roster = import_roster(
        rows=roster_rows(), on=today - timedelta(days=400), by=COMMAND_LINE, at=timezone.now()
    )
    assert roster.ok
    known = facts(units, key=0.02, simple=0.06)
    fill(known)
    started = time.monotonic()
    insert_duties(known, duties, today)
    raise_slips(today)
    print(f"built: {units} units, {duties} duties, 300 tasks ({time.monotonic() - started:.0f} s)")


def insert_duties(known: list, count: int, today: date) -> None:
    """A million rows as twelve years of a district leave them: most done, some late, few open."""
    from django.db import connection

    from postpermit.duties.models import Duty

    chance = random.Random(3)
    kinds = (
        ("inspect-key", "ENFORCEMENT"), ("inspect-simplified", "ENFORCEMENT"), ("verify-emissions", "STATION"),
        ("submit-report-annual", "HOLDER"), ("submit-report-quarterly", "HOLDER"), ("renew-registration", "HOLDER"),
    )  # fmt: skip
    posts = {"ENFORCEMENT": "ENFORCEMENT-1", "STATION": "STATION-1", "HOLDER": None}
    fields = [f for f in Duty._meta.concrete_fields if not f.primary_key]
    named = ", ".join(f'"{f.column}"' for f in fields)
    sql = f'INSERT INTO "{Duty._meta.db_table}" ({named}) VALUES ({", ".join(["%s"] * len(fields))})'

    def rows() -> object:
        for number in range(count):
            unit = known[number % len(known)]
            kind, obligor = kinds[number % len(kinds)]
            due = today - timedelta(days=chance.randrange(-300, 12 * 365))
            luck = chance.random()
            open_ = due > today or luck < 0.0015
            done = None if open_ else due + timedelta(days=chance.randrange(-40, 20) if luck < 0.2 else -3)
            yield {
                "public_id": uuid.uuid4().hex, "state": "OPEN" if open_ else "DISCHARGED", "revision": 0, "kind": kind,
                "obligor_id": obligor, "post_id": posts[obligor], "facility_id": unit.facility, "klass": unit.management_class,
                "subject": unit.number, "subject_ref": "", "subject_name": unit.name, "period": f"{number}"[:12],
                "opens_on": str(due - timedelta(days=90)), "due_on": str(due), "provisional": False, "confirmed": True,
                "basis": '{"how": "fixed", "start": "2026-01-01", "n": 0, "note": ""}', "target": None, "done": 0,
                "discharged_by": "", "discharged_on": str(done) if done else None, "note": "", "asked_by": "", "asked_why": "",
            }  # fmt: skip

    batch = []
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for row in rows():
            batch.append([row[f.column] for f in fields])
            if len(batch) == 5000:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)
        cursor.execute("COMMIT")


def raise_slips(today: date) -> None:
    """Three hundred tasks, half of them under way."""
    from django.utils import timezone

    from postpermit.linkage import operations as do
    from postpermit.linkage.states import Ground, Subject
    from postpermit.register.models import Facility
    from postpermit.web.cli.demo_district import Cast

    cast, units = Cast(today), list(Facility.objects.order_by("pk")[:50])
    for number in range(300):
        slip = do.raise_slip(
            division="ECOLOGY", title=f"任务{number}", subject=Subject.MONITORING, ground=Ground.SUPPORT, description="述",
            receivers=["STATION"], facility=units[number % 50], by=cast("ecology-1"), at=timezone.now(),
        )  # fmt: skip
        if number % 2:
            do.approve_slip(slip=slip, by=cast("ecology-head"), at=timezone.now())


def measure() -> None:
    """Interleaved, so that a busy machine is equally unkind to all."""
    import gc

    from django.contrib.auth.models import User
    from django.test import Client

    from postpermit.office.models import Officer
    from postpermit.register.models import Facility

    backend = "django.contrib.auth.backends.ModelBackend"
    clients = {}
    for account in ("enforcement-1", "station-1", "approval-head", "ecology-1"):
        clients[account] = Client()
        clients[account].force_login(Officer.objects.get(user__username=account).user, backend=backend)
    root = User.objects.create_superuser("root", password=None)
    clients["root"] = Client()
    clients["root"].force_login(root, backend=backend)
    chance = random.Random(5)
    units = list(Facility.objects.order_by("pk").values_list("public_id", flat=True)[:3000])
    year = date.today().year  # noqa: DTZ011 -- a bench stands at the door
    pages: dict[str, Callable[[], tuple[str, str]]] = {
        "admin change list": lambda: ("root", f"/admin/duties/duty/?p={chance.randint(1, 400)}"),
        "desk": lambda: (chance.choice(("enforcement-1", "station-1", "approval-head")), "/"),
        "slip list": lambda: (chance.choice(("ecology-1", "approval-head", "station-1")), "/slips/"),
        "facility page": lambda: ("approval-head", f"/facilities/{chance.choice(units)}/"),
        "coverage": lambda: (
            chance.choice(("approval-head", "ecology-1")),
            f"/coverage/?year={year - chance.randint(0, 4)}",
        ),
    }
    from postpermit.duties.queries.coverage import _remembered as remembered

    pages["coverage right after an act"] = pages["coverage"]
    for who in (
        "approval-head",
        "ecology-1",
    ):  # remembered from here on; what it costs to find is measured apart
        for back in range(5):
            clients[who].get(f"/coverage/?year={year - back}")
    gc.collect()
    gc.freeze()  # as ``serve`` does once it has started
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS + 3):
        for name, ask in pages.items():
            who, address = ask()
            kept = dict(remembered)
            if name.startswith("coverage right"):
                remembered.clear()
            start = time.perf_counter()
            answer = clients[who].get(address)
            spent = time.perf_counter() - start
            assert answer.status_code == 200, (name, answer.status_code)
            remembered.update(kept)
            if turn >= 3:
                taken[name].append(spent)
    floor = percentile(taken["admin change list"])
    for name, found in taken.items():
        told = f"p50 {statistics.median(found) * 1000:.0f} ms, p95 {percentile(found) * 1000:.0f} ms"
        print(f"{name}: {told}; ratio to admin {percentile(found) / floor:.2f}")


def percentile(found: list[float]) -> float:
    """The 95th percentile."""
    return sorted(found)[int(len(found) * 0.95)]


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    main(*(arguments + [60_000, 1_000_000][len(arguments) :]))
