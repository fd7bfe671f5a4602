"""A whole year's duties: the pure rules on facts in memory, and 60 000 units generated and stored on SQLite.

    python3 -m bench.duties [units]

The pure part stands beside a floor that only builds one bare tuple per duty of the same number; the stored part beside a
raw executemany of as many rows of the same width. Both ratios come from this one run.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

YEAR, TODAY = 2026, date(2026, 1, 15)


def main(units: int) -> None:
    """Everything in a throw-away directory."""
    os.environ["POSTPERMIT_DATA"] = tempfile.mkdtemp(prefix="pp-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django

    django.setup()
    mix = facts(units, key=0.02, simple=0.06)
    pure("mix 2 % key, 6 % simplified, 92 % registered", mix)
    pure("holders only, 25 % key", facts(units // 4, key=0.25, simple=0.75))
    stored(mix)


def facts(units: int, *, key: float, simple: float) -> list[Any]:
    """Units of that mix: issued over five years, some ended, some stopped, some renewed."""
    from postpermit.duties.rules import HolderFacts, Term

    chance = random.Random(11)
    out = []
    for number in range(units):
        luck = chance.random()
        klass = "KEY" if luck < key else "SIMPLIFIED" if luck < key + simple else "REGISTERED"
        first = date(2021, 1, 4) + timedelta(days=chance.randrange(1800))
        valid_to = first.replace(year=first.year + 5, day=min(first.day, 28)) - timedelta(days=1)
        reports: tuple[tuple[str, str], ...] = ()
        if klass == "KEY":
            reports = (("ANNUAL", "次年1月31日前"), ("QUARTERLY", "季后15日内"))
        elif klass == "SIMPLIFIED":
            reports = (("ANNUAL", "次年1月31日前"),)
        ended = date(2026, 3, 1) if chance.random() < 0.01 else None
        terms = (Term(valid_to, valid_to + timedelta(days=1)),) if chance.random() < 0.03 else ()
        last = valid_to.replace(year=valid_to.year + 5, day=min(valid_to.day, 28)) if terms else valid_to
        out.append(
            HolderFacts(
                f"91310107MA{number:08d}001V",
                f"单位{number}（演示）",
                klass,
                first,
                first,
                last,
                ended,
                "CANCEL" if ended else "",
                chance.random() < 0.02,
                reports,
                terms,
                number + 1,
            )
        )
    return out


def pure(name: str, units: list[Any]) -> None:
    """Facilities per second and core, beside the bare floor."""
    from postpermit import workdays
    from postpermit.duties.rules import Law, plan_year

    count = len(plan_year(units, YEAR, TODAY, Law(workdays.shipped(), TODAY)))
    taken = best(lambda: plan_year(units, YEAR, TODAY, Law(workdays.shipped(), TODAY)))
    floor = best(lambda: bare(units, count))
    print(
        f"pure, {name}: {len(units)} units, {count} duties, {len(units) / taken:,.0f} units/s per core; "
        f"bare tuples {len(units) / floor:,.0f}/s; ratio {taken / floor:.1f}"
    )


def bare(units: list[Any], count: int) -> list[Any]:
    """The floor: look at every unit once, build one tuple of the same width per duty, sort them by date."""
    out = []
    last = len(units)
    for number in range(count):
        unit = units[number % last]
        out.append(
            (
                unit.valid_to,
                "kind",
                unit.number,
                "2026",
                unit.name,
                "HOLDER",
                unit.valid_from,
                None,
                True,
                "",
                "",
                unit.facility,
            )
        )
    for unit in units:
        if unit.ended_on is not None:
            continue
    out.sort()
    return out


def best(work: Callable[[], object]) -> float:
    """Median of five runs in processor seconds."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def stored(units: list[Any]) -> None:
    """Units into the base, then one ``generate_duties``."""
    from postpermit.duties.models import Duty
    from postpermit.duties.operations import generate_duties
    from postpermit.trail.actors import COMMAND_LINE
    from postpermit.web.cli.demo_slips import moment
    from postpermit.web.cli.init import prepare

    prepare()
    fill(units)
    start = time.monotonic()
    made = generate_duties(year=YEAR, by=COMMAND_LINE, at=moment(TODAY, 9))
    taken = time.monotonic() - start
    floor = raw_insert(list(Duty.objects.values_list()[:200_000]))
    print(
        f"stored: {len(units)} units, {made.added} duties generated and stored in {taken:.1f} s on SQLite; "
        f"raw insert of the same rows {floor:.1f} s; ratio {taken / floor:.1f}"
    )
    start = time.monotonic()
    again = generate_duties(year=YEAR, by=COMMAND_LINE, at=moment(TODAY, 10))
    print(
        f"stored: doing it again changes {again.added + again.reissued + again.voided} and takes {time.monotonic() - start:.1f} s"
    )


def fill(units: list[Any]) -> None:
    """The register behind the facts; a bench may write rows directly."""
    from postpermit.register.models import Facility, ReportRequirement

    rows = [
        Facility(
            pk=u.facility, number=u.number, name=u.name, management_class=u.management_class,
            first_issued_on=u.first_issued_on, valid_from=u.valid_from, valid_to=u.valid_to, ended_on=u.ended_on,
            ended_by=u.ended_by, status="STOPPED" if u.stopped else "NORMAL", search_text=u.name,
        )
        for u in units
    ]  # fmt: skip
    Facility.objects.bulk_create(rows, batch_size=2000)
    reports = [
        ReportRequirement(facility_id=u.facility, kind=kind, due_text=text, in_force_from=u.valid_from)
        for u in units
        for kind, text in u.reports
    ]
    ReportRequirement.objects.bulk_create(reports, batch_size=2000)


def raw_insert(rows: list[tuple[Any, ...]]) -> float:
    """The floor: the same cells into a bare table."""
    path = Path(os.environ["POSTPERMIT_DATA"]) / "floor.sqlite3"
    base = sqlite3.connect(path)
    base.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
    start = time.monotonic()
    plain = [tuple(v if isinstance(v, int | float | str | None) else str(v) for v in row) for row in rows]
    base.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})", plain)
    base.commit()
    return time.monotonic() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60_000)
