"""``demo-year``: a whole year through the real operations; the same seed prints the same bytes; a broken loop is red."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]


def start(seed: int, year: int, hashing: str) -> "subprocess.Popen[str]":
    """Play a year in a process of its own, with its own order of hashing."""
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith("POSTPERMIT") and k != "DATABASE_URL"
    }
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hashing}
    command = [
        sys.executable,
        "-m",
        "postpermit",
        "demo-year",
        "--seed",
        str(seed),
        "--year",
        str(year),
        "--json",
    ]
    return subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.PIPE, text=True)


def test_the_year_closes_every_loop_and_the_same_seed_prints_the_same_bytes() -> None:
    plays = [start(3, 2026, "1"), start(3, 2026, "2")]
    said = [play.communicate(timeout=400)[0] for play in plays]
    assert [play.returncode for play in plays] == [0, 0]
    assert said[0] == said[1]
    report = json.loads(said[0])
    assert report["ok"]
    assert report["open_loops"] == 0
    assert all(row["ok"] for row in report["invariants"])
    assert report["district"]["key"] + report["district"]["simplified"] >= 60
    assert report["district"]["registered"] >= 300
    clauses = {row["clause"]: row for row in report["clauses"]}
    assert set(clauses) >= {
        "plan:3.1",
        "plan:3.4",
        "plan:3.5",
        "plan:4.1",
        "plan:4.2",
        "plan:4.3",
        "plan:5.3",
        "plan:6.1",
        "plan:6.2",
        "plan:7.1",
        "plan:7.2",
        "plan:8.1",
        "plan:8.2",
        "plan:10.1",
        "plan:13.1",
    }
    assert sum(row["late_done"] for row in report["clauses"]) > 10  # people are late
    for row in report["clauses"]:
        stands = row["on_time"] + row["late_done"] + row["late_open"] + row["to_come"] + row["waived"]
        assert row["due"] == stands, row["clause"]
    assert min(loop["begun"] for loop in report["loops"].values()) > 0  # every kind of loop was played
    _enforced(report["enforcement"])


def _enforced(told: dict[str, Any]) -> None:
    """Every inspection was a visit; every ending, an aborted draw, a replacement and a case were played."""
    assert told["without_visit"] == 0
    assert told["outcomes"]["DONE"] > 80
    assert min(told["outcomes"].values()) > 0
    assert told["draws"] >= 11  # a quarter in which nothing is left to draw has none
    played = ("planned", "aborted", "replaced", "rechecks", "exceptions", "cases")
    assert min(told[name] for name in (*played, "heard", "not_punished", "withdrawn")) > 0


def test_a_year_outside_the_calendars_is_refused_in_json() -> None:
    play = start(1, 1999, "1")
    said, _ = play.communicate(timeout=60)
    assert play.returncode == 1
    assert json.loads(said)["ok"] is False
