"""60 000 units through the import while five clerks go on working; the floor is one raw executemany of the same rows.

    python3 -m bench.import_register [units]

Prints the ratio against the floor, the longest that a clerk waited, and the search times, all from this one run.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path


def main(units: int) -> None:
    """Everything in a throw-away directory."""
    os.environ["POSTPERMIT_DATA"] = tempfile.mkdtemp(prefix="pp-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from postpermit.register.invented import invent
    from postpermit.register.operations import import_register
    from postpermit.register.workbook import write_workbook
    from postpermit.trail.actors import COMMAND_LINE
    from postpermit.web.cli.init import prepare

    prepare()
    district = invent(today=timezone.localdate(), registered=max(units - 118, 1))
    data = write_workbook(district.rows)
    floor = raw_insert(district.rows)
    floor_dir = Path(os.environ["POSTPERMIT_DATA"])
    command = [sys.executable, "-m", "bench.import_register", "clerk"]
    clerks = [subprocess.Popen([*command, str(n)], stdout=subprocess.PIPE, text=True) for n in range(5)]
    time.sleep(4)
    started = time.monotonic()
    result = import_register(source=data, by=COMMAND_LINE, at=timezone.now())
    taken = time.monotonic() - started
    (floor_dir / "stop").touch()
    waits = [float(line) for c in clerks for line in c.communicate()[0].split()]
    assert all(c.returncode == 0 for c in clerks), "a clerk was refused"
    assert result.ok, result.errors[:3]
    rows = sum(len(r) for r in district.rows.values())
    print(
        f"import: {result.created} units, {rows} rows, {taken:.1f} s; raw insert of the same rows {floor:.1f} s; ratio {taken / floor:.1f}"
    )
    print(
        f"clerks: {len(waits)} acts meanwhile, median {statistics.median(waits) * 1000:.0f} ms, longest wait {max(waits):.1f} s, none refused"
    )
    search()


def raw_insert(rows: dict[str, list[dict[str, object]]]) -> float:
    """The floor: the same cells into bare tables, nothing checked."""
    base = sqlite3.connect(Path(os.environ["POSTPERMIT_DATA"]) / "floor.sqlite3")
    started = time.monotonic()
    for name, listed in rows.items():
        columns = list(dict.fromkeys(k for r in listed for k in r))
        named = ", ".join('"' + c + '"' for c in columns)
        base.execute(f'CREATE TABLE "{name}" ({named})')
        marks = ", ".join("?" * len(columns))
        base.executemany(
            f'INSERT INTO "{name}" VALUES ({marks})', [[_plain(r.get(c)) for c in columns] for r in listed]
        )
    base.commit()
    return time.monotonic() - started


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def clerk(number: str) -> None:
    """Another process on the same data: enters one unlisted unit after another, with a short thought between."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from postpermit.register.operations import enter_unlisted_unit
    from postpermit.trail.actors import COMMAND_LINE

    turn, stop = 0, Path(os.environ["POSTPERMIT_DATA"]) / "stop"
    while not stop.exists():
        turn += 1
        started = time.monotonic()
        enter_unlisted_unit(
            name=f"桌{number}事{turn}（演示）", address="演示路", by=COMMAND_LINE, at=timezone.now()
        )
        print(time.monotonic() - started)
        time.sleep(0.2)


def search() -> None:
    """Warm search times over the whole register."""
    from postpermit.register.models import Facility
    from postpermit.register.search import search_facilities

    for typed in ("shengda", "sd", "盛达 机械", "310107MA1D00500", "zzzz"):
        times = []
        for _ in range(5):
            started = time.monotonic()
            list(search_facilities(Facility.objects.all(), typed)[:50])
            times.append(time.monotonic() - started)
        print(f"search {typed}: median {statistics.median(times) * 1000:.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:2] == ["clerk"]:
        clerk(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
