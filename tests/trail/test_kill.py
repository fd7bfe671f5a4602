"""200 × kill -9 in the middle of acts: nothing acknowledged is lost, nothing is half written."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.one_database
SCRIPT = Path(__file__).with_name("killing.py")


def kill(tmp_path: Path, kills: int, mode: str) -> dict[str, Any]:
    """What the script found."""
    environment = os.environ | {
        "POSTPERMIT_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(SCRIPT.parents[2]),
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(kills), mode, "7"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_two_hundred_kills_lose_no_acknowledged_act_and_leave_none_half_written(tmp_path: Path) -> None:
    found = kill(tmp_path, 200, "late")
    assert found["acknowledged"] >= 200
    assert (found["lost"], found["half"], found["faults"]) == (0, 0, [])


def test_the_same_test_is_red_when_the_acknowledgement_comes_before_the_commit(tmp_path: Path) -> None:
    found = kill(tmp_path, 60, "early")
    assert found["lost"] > 0
    assert found["half"] == 0
