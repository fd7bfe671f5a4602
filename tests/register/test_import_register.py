"""登记表导入: exact, all or nothing, and nothing of a secret is kept."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from postpermit.register.invented import invent
from postpermit.register.models import Facility, FieldProposal, Limit, Permit, PermitVersion, RegisterImport
from postpermit.register.operations import ImportResult, enter_event, import_register, remember_mapping
from postpermit.register.queries import limits_on
from postpermit.register.workbook import template_workbook, write_workbook
from postpermit.trail.actors import COMMAND_LINE, Actor
from postpermit.trail.models import Entry
from tests.bureau import book, moment, number_of, unit_row, uscc

pytestmark = pytest.mark.django_db
STATION = Actor("officer:s", "站", division="STATION")
POLLUTION = Actor("officer:p", "污", division="POLLUTION")


@pytest.fixture(autouse=True)
def divisions(bureau: Any) -> None:
    """Proposals name divisions."""


def load(*rows: dict[str, Any], at: datetime, by: Actor = COMMAND_LINE, **rest: Any) -> ImportResult:
    dry = rest.pop("dry_run", False)
    return import_register(source=book(*rows, **rest), by=by, at=at, dry_run=dry)


def sheet_of(rows: list[list[Any]], name: str = "单位") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def places(result: ImportResult) -> list[tuple[str, int, str]]:
    return [(f.sheet, f.row, f.column) for f in result.errors]


def test_an_invented_district_enters_without_an_error_and_again_without_a_change(at: datetime) -> None:
    data = write_workbook(invent(today=date(2026, 11, 24), registered=60).rows)
    first = import_register(source=data, by=COMMAND_LINE, at=at)
    assert (first.ok, first.created, first.errors) == (True, 178, [])
    entries = Entry.objects.count()
    second = import_register(source=data, by=COMMAND_LINE, at=at)
    assert (second.created, second.updated, second.unchanged, second.proposals) == (0, 0, 178, 0)
    assert Entry.objects.count() == entries


def test_importing_is_one_act_with_one_entry(at: datetime) -> None:
    before = Entry.objects.count()
    load(unit_row(1), unit_row(2), at=at)
    assert Entry.objects.filter(verb="import-register").count() == 1
    assert Entry.objects.count() == before + 1


def test_a_dry_run_counts_and_writes_nothing(at: datetime) -> None:
    result = load(unit_row(1), at=at, dry_run=True)
    assert (result.ok, result.created) == (True, 1)
    assert not Facility.objects.exists()


def test_only_the_units_sheet_is_needed(at: datetime) -> None:
    assert load(unit_row(1), at=at).ok
    assert import_register(source=sheet_of([["x"]], "别的"), by=COMMAND_LINE, at=at).errors[0].sheet == "单位"


def test_every_fault_of_a_row_is_named_with_its_place_and_nothing_is_written(at: datetime) -> None:
    bad = unit_row(
        2, 统一社会信用代码="91310107MA1T000029", 管理类别="特别管理", 有效期止="2020-02-30", 单位名称=""
    )
    result = load(unit_row(1), bad, at=at)
    assert not result.ok
    assert set(places(result)) >= {
        ("单位", 3, "单位名称"),
        ("单位", 3, "统一社会信用代码"),
        ("单位", 3, "管理类别"),
        ("单位", 3, "有效期止"),
    }
    assert not Facility.objects.exists()


def test_of_duplicates_the_later_row_is_named(at: datetime) -> None:
    assert places(load(unit_row(1), unit_row(2), unit_row(1), at=at)) == [("单位", 4, "编号")]


def test_a_wrong_check_digit_is_an_error_and_odd_letters_or_expiry_only_warnings(at: datetime) -> None:
    code = uscc(5)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert places(load(unit_row(5, 统一社会信用代码=wrong), at=at)) == [("单位", 2, "统一社会信用代码")]
    odd = unit_row(
        6,
        编号=number_of(6, "K"),
        有效期起=date(2019, 1, 1),
        首次发证日期=date(2019, 1, 1),
        有效期止=date(2023, 12, 31),
    )
    result = load(odd, at=at)
    assert result.ok
    assert {f.column for f in result.warnings} == {"编号", "有效期止"}


def test_headers_come_with_or_without_stars_and_brackets_in_any_order(at: datetime) -> None:
    row = unit_row(7)
    heads = list(reversed(row))
    spelled = [f"{h}＊（必填）" if n % 3 == 0 else f"*{h}" if n % 3 == 1 else h for n, h in enumerate(heads)]
    data = sheet_of([spelled, [row[h] for h in heads]])
    assert import_register(source=data, by=COMMAND_LINE, at=at).created == 1


def test_a_missing_required_column_is_named_in_the_header_row(at: datetime) -> None:
    row = unit_row(8)
    row.pop("有效期止")
    data = sheet_of([list(row), list(row.values())])
    assert ("单位", 1, "有效期止") in places(import_register(source=data, by=COMMAND_LINE, at=at))


def test_an_unknown_column_is_kept_offered_and_mapped_from_then_on(at: datetime) -> None:
    row = unit_row(9) | {"所在园区": "北园", "经营地": "演示路9号甲"}
    data = sheet_of([list(row), list(row.values())])
    result = import_register(source=data, by=COMMAND_LINE, at=at)
    assert result.unknown == {"单位": ["所在园区", "经营地"]}
    assert Facility.objects.get().extra["所在园区"] == "北园"
    row = unit_row(10)
    row["经营地"] = row.pop("生产经营场所地址")
    data = sheet_of([list(row), list(row.values())])
    assert not import_register(source=data, by=COMMAND_LINE, at=at).ok
    remember_mapping(header="经营地", column="生产经营场所地址", by=COMMAND_LINE, at=at)
    assert import_register(source=data, by=COMMAND_LINE, at=at).ok
    assert Facility.objects.get(number=row["编号"]).address == "演示路10号"


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("排放口", {"编号": number_of(99), "排放口编号": "DA001"}, "编号"),
        (
            "许可限值",
            {"编号": number_of(1), "排放口编号": "DA009", "污染物": "苯", "浓度限值": "1"},
            "排放口编号",
        ),
        ("许可限值", {"编号": number_of(1), "污染物": "苯"}, "浓度限值"),
        ("许可限值", {"编号": number_of(1), "污染物": "苯", "浓度限值": "很低"}, "浓度限值"),
        ("自行监测", {"编号": number_of(1), "污染物": "苯", "方式": "偶尔", "频次": "1次/季"}, "方式"),
        ("报告要求", {"编号": number_of(1), "报告类型": "周报"}, "报告类型"),
    ],
)
def test_references_and_lists_of_the_other_sheets_are_checked(
    sheet: str, row: dict[str, Any], column: str, at: datetime
) -> None:
    assert places(load(unit_row(1), at=at, **{sheet: [row]})) == [(sheet, 2, column)]


@pytest.mark.parametrize(
    "secret",
    [
        {"单位名称": "涉密某厂甲乙丙"},
        {"生产经营场所地址": "国家秘密路1号"},
    ],
)
def test_a_file_with_a_secret_is_refused_without_a_trace(secret: dict[str, str], at: datetime) -> None:
    entries, files = Entry.objects.count(), _kept_files()
    result = load(unit_row(1), unit_row(2, **secret), unit_row(3, 统一社会信用代码="错"), at=at)
    (column,) = secret
    assert ("单位", 3, column) in places(result)
    assert ("单位", 4, "统一社会信用代码") in places(result)
    said = str(result.as_json())
    assert "甲乙丙" not in said
    assert "秘密路" not in said
    assert number_of(2) not in said
    assert (
        Facility.objects.count(),
        RegisterImport.objects.count(),
        Entry.objects.count(),
        _kept_files(),
    ) == (0, 0, entries, files)


@pytest.mark.parametrize(("cell", "ok"), [("是", False), ("1", False), ("否", True), ("", True)])
def test_a_column_headed_secret_must_be_empty_or_no(cell: str, ok: bool, at: datetime) -> None:
    row = unit_row(1) | {"涉密": cell}
    result = import_register(source=sheet_of([list(row), list(row.values())]), by=COMMAND_LINE, at=at)
    assert result.ok == ok
    if not ok:
        assert places(result) == [("单位", 2, "涉密")]


def test_the_template_can_be_imported_back_and_says_what_may_not_enter(at: datetime) -> None:
    made = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert made["说明"]["A1"].value == "涉密单位不得录入本系统"
    assert made["单位"]["A1"].value.startswith("编号＊")
    assert import_register(source=template_workbook(), by=COMMAND_LINE, at=at).ok


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"a,b,c\n1,2,3\n"])
def test_what_is_no_workbook_is_told(data: bytes, at: datetime) -> None:
    result = import_register(source=data, by=COMMAND_LINE, at=at)
    assert "xlsx" in result.errors[0].message


def test_a_division_that_does_not_own_a_field_proposes_and_the_owner_keeps_the_value(at: datetime) -> None:
    load(unit_row(1, 环保负责人="演示甲"), at=at)
    result = load(unit_row(1, 环保负责人="演示乙", 联系电话="021-00000001"), at=at, by=STATION)
    unit = Facility.objects.get()
    assert (result.proposals, result.updated) == (1, 1)
    assert (unit.environment_contact, unit.phone) == ("演示甲", "021-00000001")
    proposal = FieldProposal.objects.get()
    assert (proposal.field, proposal.proposed, proposal.owner_id) == (
        "environment_contact",
        "演示乙",
        "APPROVAL",
    )


def test_the_owner_changes_its_own_field_at_once(at: datetime) -> None:
    load(unit_row(1, 环境监管重点单位类别="大气环境"), at=at)
    assert load(unit_row(1, 环境监管重点单位类别="水环境"), at=at, by=POLLUTION).updated == 1
    assert Facility.objects.get().key_unit_kinds == "水环境"
    assert load(unit_row(1, 环境监管重点单位类别="土壤"), at=at).proposals == 1


def test_new_dates_make_a_renewed_version_and_the_old_one_stays(at: datetime) -> None:
    load(unit_row(1), at=at)
    load(unit_row(1, 有效期起=date(2028, 3, 1), 有效期止=date(2033, 2, 28)), at=at)
    events = list(PermitVersion.objects.order_by("pk").values_list("event", "valid_to"))
    assert events == [("FIRST", date(2028, 2, 29)), ("RENEW", date(2033, 2, 28))]
    assert Permit.objects.count() == 1


def test_the_limits_of_a_day_are_those_of_the_version_in_force_that_day(at: datetime) -> None:
    limit = {"编号": number_of(1), "污染物": "苯", "浓度限值": "2", "浓度单位": "mg/m³"}
    load(unit_row(1), at=at, 许可限值=[limit])
    unit = Facility.objects.get()
    later = moment(date(2027, 1, 5))
    load(unit_row(1), at=later, 许可限值=[limit | {"浓度限值": "1"}])
    assert [row.text for row in limits_on(unit, date(2027, 1, 4))] == ["2"]
    assert [row.text for row in limits_on(unit, date(2027, 1, 5))] == ["1"]
    assert list(PermitVersion.objects.order_by("pk").values_list("event", flat=True)) == ["FIRST", "CHANGE"]
    assert Limit.objects.count() == 2


def test_a_cancelled_unit_ends_on_the_day_of_the_import(at: datetime, today: date) -> None:
    load(unit_row(1), at=at)
    load(unit_row(1, 状态="注销"), at=at)
    unit = Facility.objects.get()
    assert (unit.ended_on, unit.ended_by, unit.status) == (today, "CANCEL", "CANCELLED")
    assert PermitVersion.objects.order_by("-pk")[0].ended_on == today


def test_the_mirror_of_the_dates_agrees_with_the_newest_version(at: datetime) -> None:
    load(unit_row(1), at=at)
    unit = Facility.objects.get()
    enter_event(
        facility=unit,
        event="RENEW",
        on=date(2026, 11, 20),
        valid_to=date(2031, 11, 19),
        by=COMMAND_LINE,
        at=at,
    )
    newest = PermitVersion.objects.order_by("-pk")[0]
    assert (unit.valid_from, unit.valid_to) == (newest.valid_from, newest.valid_to)


def _kept_files() -> list[Path]:
    return sorted(p for p in Path(settings.DATA_DIR).rglob("*") if p.is_file() and "sqlite3" not in p.name)
