"""``check-report``: a file and what is known beside it in, hits out; and FACTS.json as facts."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postpermit import law
from postpermit.supervision.reading import as_published, filled_workbook
from postpermit.supervision.reading.facts import UnableToReadFacts, facts_from
from postpermit.supervision.report import Report
from postpermit.supervision.rules.facts import Facts
from postpermit.web.cli import main
from tests.supervision import building
from tests.supervision.building import NAME, NUMBER, STATISTICS_ROW
from tests.supervision.reading.words import AMOUNTS, STATISTICS, Words

ROOT = Path(__file__).resolve().parents[3]
PERMIT = {
    "number": NUMBER,
    "name": NAME,
    "uscc": NUMBER[:18],
    "valid_from": "2023-03-01",
    "valid_to": "2028-02-29",
    "first_issued_on": "2023-03-01",
    "names": [NAME],
    "limits": [
        {"outlet": "DA001", "pollutant": "氮氧化物", "high": "50", "unit": "mg/m³", "annual_amount": 2}
    ],
}


def word() -> bytes:
    """A Word report whose maximum is above the limit."""
    row = ["DA001", "氮氧化物", "手工监测", "12", "50", "20", "50.1", "30", "0", "0", ""]
    return Words().cover().line("四、自行监测执行情况", "表4-1").table(STATISTICS, [row]).bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report in Word and the facts beside it."""
    (tmp_path / "报告.docx").write_bytes(word())
    (tmp_path / "facts.json").write_text(json.dumps({"permit": PERMIT}, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What the command prints."""
    assert main(["check-report", *words]) == code
    out = capsys.readouterr()
    return out.out + out.err


def test_a_report_is_audited_with_what_is_known_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (str(folder / "报告.docx"), "--facts", str(folder / "facts.json"), "--on", "2027-02-01")
    told = json.loads(said(capsys, *words, "--json"))
    assert list(told) == ["ok", "kind", "period", "hits", "undetermined", "unread"]
    assert (told["ok"], told["kind"], told["period"], told["unread"]) == (True, "ANNUAL", "2026", [])
    (hit,) = (h for h in told["hits"] if h["rule"] == "SV-28")
    assert list(hit) == [
        "rule",
        "clause",
        "kind",
        "division",
        "section",
        "cell",
        "found",
        "expected",
        "message",
    ]
    assert hit["cell"] == "有组织废气污染物排放浓度监测数据统计表 第1行“最大值”"
    assert (hit["found"], hit["division"], hit["section"]) == ("50.1", "ECOLOGY", "monitoring")
    assert all(set(u) == {"rule", "lacks"} for u in told["undetermined"])
    plain = said(capsys, *words)
    assert "2026年 年报" in plain
    assert "SV-28" in plain
    assert "系统提示（未经核实）" in plain


def test_without_facts_it_says_what_it_cannot_judge(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, str(folder / "报告.docx"), "--json"))
    assert {"rule": "SV-28", "lacks": "登记信息中没有许可限值"} in told["undetermined"]


def test_a_table_nobody_knows_is_among_the_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        Words()
        .cover()
        .line("十、其他需要说明的问题", "表10-1 噪声")
        .table(["声源", "值"], [["风机", "55"]])
        .bytes()
    )
    told = json.loads(said(capsys, str(path), "--json"))
    assert told["unread"] == ["文件第1张表认不出，整表保留：表10-1 噪声"]


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_every_kind_of_file_gives_the_same_hits(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = building.report(building.row("air-concentration", 1, **STATISTICS_ROW | {"max": "50.1"}))
    path = tmp_path / f"a.{kind}"
    path.write_bytes(filled_workbook(report) if kind == "xlsx" else json.dumps(as_published(report)).encode())
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"permit": PERMIT}), encoding="utf-8")
    told = json.loads(said(capsys, str(path), "--facts", str(facts), "--json"))
    assert [h["found"] for h in told["hits"] if h["rule"] == "SV-28"] == ["50.1"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.docx", b"PK", "损坏"),
        ("a.json", b'{"kind": "x", "period": "", "cover": {}}', "/kind"),
        ("a.json", '{"cover": {"unit_name": "国家秘密"}}'.encode(), law.SECRET_REFUSAL),
    ],
)  # fmt: skip
def test_a_refused_file_is_exit_one_with_its_reason(
    name: str, data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    told = json.loads(said(capsys, str(tmp_path / name), "--json", code=1))
    assert (set(told), told["ok"]) == ({"ok", "message"}, False)
    assert reason in told["message"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("nowhere.docx",), "没有这个文件"),
        (("/dev/zero",), "没有这个文件"),
        (("{report}", "--on", "2027-02-30"), "日期"),
        (("{report}", "--facts", "nowhere.json"), "没有这个文件"),
        (("{report}", "--facts", "{report}"), "报告.docx：JSON 文件不是 UTF-8"),
    ],
)
def test_what_cannot_be_opened_is_told(
    words: tuple[str, ...], reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [w.format(report=folder / "报告.docx") for w in words]
    assert reason in said(capsys, *given, code=1)


def test_a_file_of_a_hundred_megabytes_is_not_even_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.docx"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert "超过 50 MB" in said(capsys, str(path), code=1)


@pytest.mark.one_database
def test_the_command_needs_neither_data_nor_site(folder: Path) -> None:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("POSTPERMIT", "DJANGO", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "postpermit", "check-report", str(folder / "报告.docx"), "--json"],
        env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    assert json.loads(done.stdout)["ok"]
    assert not any(line.rpartition("|")[2].strip().startswith("django") for line in done.stderr.splitlines())


def test_the_schema_can_be_written_and_held_against_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report-schema", "--check"]) == 0
    assert "最新" in capsys.readouterr().out


def test_facts_follow_the_dataclasses() -> None:
    earlier = as_published(building.report(period="2025"))
    told: dict[str, Any] = {
        "permit": PERMIT | {"special_amounts": [["DA001", "氮氧化物", "1.5"]], "reports": [["ANNUAL", "次年1月31日"]]},
        "obligation": {"kind": "ANNUAL", "period": "2026", "due_on": "2027-01-31", "submitted_at": "2027-01-15T10:00:00"},
        "earlier": [earlier],
        "samples": [{"outlet": "DA001", "pollutant": "氮氧化物", "on": "2026-05-01", "value": None, "detection_limit": "0.01"}],
        "alerts": [["2026-11-01", "2026-11-03"]],
        "others": [{"holder": "演示乙厂（演示）", "laboratory_reports": ["A1", "A1"], "submitted_at": "2027-01-15T02:00:00+00:00"}],
        "published": [["2026", None]],
        "electricity": "12.50",
        "registered_on": None,
    }  # fmt: skip
    facts = facts_from(told)
    assert facts.permit is not None
    assert facts.permit.valid_to == date(2028, 2, 29)
    assert facts.permit.special_amounts == {("DA001", "氮氧化物"): Decimal("1.5")}
    assert facts.permit.limits is not None
    assert facts.permit.limits[0].annual_amount == Decimal(2)
    assert facts.obligation is not None
    assert facts.obligation.submitted_at == datetime(2027, 1, 15, 2, tzinfo=UTC)
    assert facts.earlier is not None
    assert isinstance(facts.earlier[0], Report)
    assert facts.others is not None
    assert facts.others[0].laboratory_reports == frozenset({"A1"})
    assert (facts.alerts, facts.published) == (((date(2026, 11, 1), date(2026, 11, 3)),), (("2026", None),))
    assert (facts.electricity, facts.registered_on, facts.ledger) == (Decimal("12.50"), None, None)
    assert facts_from({}) == Facts()


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([], "/"),
        ({"permits": {}}, "/permits"),
        ({"permit": {"number": "x"}}, "/permit"),
        ({"permit": PERMIT | {"valid_to": "2028-02-30"}}, "/permit/valid_to"),
        ({"permit": PERMIT | {"stopped": "no"}}, "/permit/stopped"),
        ({"permit": PERMIT | {"limits": [{"outlet": "a", "pollutant": "b", "high": "x"}]}}, "/permit/limits/0/high"),
        ({"permit": PERMIT | {"special_amounts": [["DA001", "1"]]}}, "/permit/special_amounts/0"),
        ({"electricity": "NaN"}, "/electricity"),
        ({"alerts": [["2026-01-01"]]}, "/alerts/0"),
        ({"samples": {}}, "/samples"),
        ({"agent": 3}, "/agent"),
        ({"extra": []}, "/extra"),
        ({"earlier": [{"kind": "ANNUAL"}]}, "/earlier/0"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_refused_with_its_pointer(told: Any, place: str) -> None:
    with pytest.raises(UnableToReadFacts) as refused:
        facts_from(told)
    assert refused.value.place == place
    assert str(refused.value).startswith(f"已知情况 {place}：")


def test_every_field_of_the_facts_can_be_left_out_and_be_unknown() -> None:
    for known in fields(Facts):
        if known.default is None:
            assert facts_from({known.name: None}) == Facts()


def test_a_quarter_is_read_and_audited_without_what_only_a_year_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = [h for h in AMOUNTS if h != ("实际排放量", "4季度")]
    row = ["主要排放口", "DA001", "锅炉", "氮氧化物", "2.0", "0.1", "0.1", "0.1", "0.3", "否", ""]
    words = (
        Words()
        .line("排污许可证执行报告", "（季报）", "报告时段：2026年第3季度")
        .line("一、实际排放情况及合规判定分析")
    )
    path = tmp_path / "季报.docx"
    path.write_bytes(words.table(heads, [row]).bytes())
    told = json.loads(said(capsys, str(path), "--json"))
    assert (told["kind"], told["period"], told["unread"]) == ("QUARTERLY", "2026Q3", [])
