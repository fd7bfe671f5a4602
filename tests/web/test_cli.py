"""The command line: stable commands, JSON alone on standard output, exit 0 good, 1 refused, 2 wrong usage."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postpermit.register.workbook import write_workbook
from tests.bureau import number_of, unit_row

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]


def call(data: Path, *words: str, code: int = 0) -> str:
    """Run a command on a data directory; its standard output."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "POSTPERMIT_SECRET")}
    environment |= {"POSTPERMIT_DATA": str(data), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "postpermit", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def facts(data: Path, *words: str, code: int = 0) -> Any:
    """The same with ``--json``."""
    return json.loads(call(data, *words, "--json", code=code))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory made by ``init``."""
    made = tmp_path_factory.mktemp("cli") / "data"
    said = facts(made, "init")
    assert said["ok"]
    assert said["link"].startswith("/link/")
    return made


def book(folder: Path, *rows: dict[str, Any], **sheets: Any) -> str:
    """A workbook in a file."""
    path = folder / "登记表.xlsx"
    path.write_bytes(write_workbook({"单位": rows, **sheets}))
    return str(path)


def test_working_days_need_no_data_directory(tmp_path: Path) -> None:
    found = facts(tmp_path / "none", "workday", "add", "2026-09-24", "10")
    assert list(found) == ["start", "n", "result", "provisional", "days"]
    assert (found["start"], found["n"], found["result"], found["provisional"]) == (
        "2026-09-24",
        10,
        "2026-10-15",
        False,
    )
    assert found["days"][0] == {"date": "2026-09-25", "working": False, "why": "中秋节放假"}
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-02-30", "3"), "用法"),
        (("2026-01-01", "x"), "用法"),
        (("2040-01-01", "3"), "2040"),
        (("2026-01-01", "-3"), "负数"),
    ],
)
def test_a_count_that_cannot_be_made_is_refused_in_json_too(
    words: tuple[str, str], said: str, tmp_path: Path
) -> None:
    found = facts(tmp_path, "workday", "add", *words, code=1)
    assert found["ok"] is False
    assert said in found["message"]


def test_wrong_usage_is_two_and_help_needs_nothing(tmp_path: Path) -> None:
    call(tmp_path, "fly", code=2)
    call(tmp_path, "duties", code=2)
    assert "duties" in call(tmp_path, "--help")


def test_a_directory_that_was_never_made_is_told(tmp_path: Path) -> None:
    found = facts(tmp_path / "no", "duties", "--year", "2026", code=1)
    assert "init" in found["message"]


def test_a_register_is_imported_refused_and_its_year_shown(data: Path, tmp_path: Path) -> None:
    rows = (
        unit_row(1, 管理类别="重点管理"),
        unit_row(2),
        *(unit_row(n, 管理类别="登记管理") for n in range(3, 9)),
    )
    path = book(
        tmp_path, *rows, 报告要求=[{"编号": number_of(1), "报告类型": "季报", "提交期限": "季后15日"}]
    )
    dry = facts(data, "import-register", path, "--dry-run")
    assert (dry["ok"], dry["created"]) == (True, 8)
    done = facts(data, "import-register", path)
    assert {k: done[k] for k in ("ok", "created", "updated", "unchanged", "proposals", "errors")} == {
        "ok": True, "created": 8, "updated": 0, "unchanged": 0, "proposals": 0, "errors": [],
    }  # fmt: skip
    assert facts(data, "import-register", path)["unchanged"] == 8
    bad = facts(data, "import-register", book(tmp_path, unit_row(9, 统一社会信用代码="1")), code=1)
    assert bad["errors"][0]["row"] == 2
    assert set(bad["errors"][0]) == {"sheet", "row", "column", "value", "message"}
    ledger = facts(data, "duties", "--year", "2026", "--as-of", "2026-11-24")
    quota = next(r for r in ledger if r["kind"] == "inspect-registered")
    assert (quota["target"], quota["done"], quota["subject"]) == (2, 0, "")
    assert facts(data, "generate-duties", "--year", "2026")["added"] > 5
    assert facts(data, "generate-duties", "--year", "2026")["added"] == 0
    assert facts(data, "verify-trail")["ok"]


def test_a_file_that_is_not_there_or_no_workbook_is_told(data: Path, tmp_path: Path) -> None:
    assert "没有这个文件" in facts(data, "import-register", str(tmp_path / "x.xlsx"), code=1)["message"]
    (tmp_path / "y.xlsx").write_text("x", encoding="utf-8")
    assert facts(data, "import-register", str(tmp_path / "y.xlsx"), code=1)["errors"]


def test_an_official_calendar_is_loaded_and_what_moved_is_said(data: Path, tmp_path: Path) -> None:
    facts(data, "generate-duties", "--year", "2027")
    page = tmp_path / "2027.yaml"
    page.write_text(
        "year: 2027\nnotice: 演示〔2026〕1号\npublished: 2026-11-05\ndays_off: [2027-05-10, 2027-05-03]\nworking_weekends: [2027-05-09]\n",
        encoding="utf-8",
    )
    moved = facts(data, "workday", "load", str(page))["moved"]
    assert {"kind": "meeting-dispatch", "subject": "", "before": "2027-05-10", "after": "2027-05-09"} in moved
    assert not facts(data, "workday", "add", "2027-05-08", "1")["provisional"]
    page.write_text("year: 2027\n", encoding="utf-8")
    assert "缺少" in facts(data, "workday", "load", str(page), code=1)["message"]


def test_the_trail_is_exported_with_its_verifier(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "trail.zip"
    call(data, "export-trail", str(target))
    assert target.exists()
    kept = facts(data, "verify-trail")["checkpoint"]
    assert facts(data, "verify-trail", "--checkpoint", kept)["ok"]
    size = kept.partition(":")[0]
    assert not facts(data, "verify-trail", "--checkpoint", f"{size}:{'0' * 64}", code=1)["ok"]


def test_upgrading_backs_up_and_verifies(data: Path) -> None:
    assert "升级完成" in call(data, "upgrade")
    assert list(data.glob("before-upgrade-*.sqlite3"))


def test_an_unmigrated_base_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x" * 64, encoding="ascii")
    assert "upgrade" in facts(tmp_path, "duties", "--year", "2026", code=1)["message"]


def test_a_directory_that_is_no_demo_is_never_rebuilt(tmp_path: Path) -> None:
    kept = tmp_path / "重要.txt"
    kept.write_text("勿删", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "POSTPERMIT_DATA")} | {
        "PYTHONPATH": str(ROOT)
    }
    done = subprocess.run(
        [sys.executable, "-m", "postpermit", "demo", "--data", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert (done.returncode, kept.exists()) == (1, True)
    assert "不是演示目录" in done.stderr


def test_the_year_of_a_fresh_district_has_the_bureaus_own_duties(tmp_path: Path) -> None:
    data = tmp_path / "d"
    facts(data, "init")
    kinds = {r["kind"] for r in facts(data, "duties", "--year", str(date(2026, 1, 1).year))}
    assert kinds == {
        "meeting-dispatch",
        "meeting-annual",
        "rate-holders",
        "learning-exchange",
        "plan-enforcement",
        "plan-monitoring",
        "submit-needs",
    }
