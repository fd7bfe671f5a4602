"""Rows into units: every fault of a row is named, references between sheets are followed, doubts are only told."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postpermit.register.cells import Faulty, read, text_of
from postpermit.register.columns import KEYS, SHEETS, UNITS, Column
from postpermit.register.reading import Book, Fault, Sheet
from postpermit.register.rules import OUTLET_CODE, number_doubt
from postpermit.register.states import ManagementClass
from postpermit.register.uscc import uscc_fault

Progress = Callable[[int, int, str], None]
Row = dict[str, Any]


@dataclass
class Checked:
    """What the workbook says, unit by unit, with everything that is wrong or strange about it."""

    units: dict[str, Row] = field(default_factory=dict)
    extras: dict[str, dict[str, str]] = field(default_factory=dict)
    outlets: dict[str, list[Row]] = field(default_factory=dict)
    limits: dict[str, list[Row]] = field(default_factory=dict)
    monitoring: dict[str, list[Row]] = field(default_factory=dict)
    reports: dict[str, list[Row]] = field(default_factory=dict)
    forms: dict[str, list[Row]] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    # Fields that the file has a column for: a missing column says nothing, an empty cell neither.
    fields: set[str] = field(default_factory=set)


def check_book(
    book: Book, *, today: date, known: Mapping[str, Set[str]], progress: Progress | None = None
) -> Checked:
    """Check every row. ``known``: number → outlet codes already in the register."""
    out = Checked(errors=list(book.errors))
    total = sum(len(s.rows) for s in book.sheets.values())
    done = 0
    for name in SHEETS:
        sheet = book.sheets.get(name)
        if sheet is None:
            continue
        if sheet.unknown:
            out.unknown[name] = sheet.unknown
        rows = _read_sheet(sheet, out, today, known)
        _place(name, sheet, rows, out)
        done += len(sheet.rows)
        if progress:
            progress(done, total, "检查")
    return out


def _place(name: str, sheet: Sheet, rows: list[Row], out: Checked) -> None:
    if name == UNITS:
        out.units = {row["number"]: row for row in rows}
        out.fields = {c.field for c in SHEETS[UNITS] if c.header in sheet.headers}
        return
    held = {
        "排放口": out.outlets,
        "许可限值": out.limits,
        "自行监测": out.monitoring,
        "报告要求": out.reports,
        "登记表": out.forms,
    }[name]
    for row in rows:
        held.setdefault(row.pop("number"), []).append(row)


def _read_sheet(sheet: Sheet, out: Checked, today: date, known: Mapping[str, Set[str]]) -> list[Row]:
    seen: set[tuple[Any, ...]] = set()
    rows = []
    for number, cells in sheet.rows:
        faults: list[Fault] = []
        row = _read_row(sheet.name, number, cells, faults)
        _check_row(sheet.name, number, row, faults, out, today, known)
        key = tuple(row.get(k, "") for k in KEYS[sheet.name])
        if row.get("number") and all(f.column not in {"编号", "排放口编号"} for f in faults):
            if key in seen:
                column = "编号" if sheet.name == UNITS else SHEETS[sheet.name][1].header
                shown = text_of(cells.get(column))
                faults.append(Fault(sheet.name, number, column, shown, "与前面的行重复。"))
            seen.add(key)
        out.errors += faults
        if sheet.name == UNITS and row.get("number"):
            extra = {h: text_of(cells[h]) for h in sheet.unknown if h in cells}
            if extra:
                out.extras[row["number"]] = extra
        if row.get("number"):
            rows.append(row)
    return rows


def _read_row(sheet: str, number: int, cells: Mapping[str, Any], faults: list[Fault]) -> Row:
    row: Row = {}
    for column in SHEETS[sheet]:
        value = cells.get(column.header)
        if value is None:
            if column.required:
                faults.append(Fault(sheet, number, column.header, "", f"{column.header}不能为空。"))
            continue
        try:
            row[column.field] = read(column, value)
        except Faulty as error:
            faults.append(Fault(sheet, number, column.header, text_of(value)[:60], f"{column.header}{error}"))
    return row


def _check_row(
    sheet: str,
    number: int,
    row: Row,
    faults: list[Fault],
    out: Checked,
    today: date,
    known: Mapping[str, Set[str]],
) -> None:
    def wrong(column: str, value: Any, message: str) -> None:
        faults.append(Fault(sheet, number, column, text_of(value), message))

    if sheet == UNITS:
        _check_unit(number, row, wrong, out.warnings, today)
        return
    mine = row.get("number")
    if mine and mine not in out.units and mine not in known:
        wrong("编号", mine, "“单位”表和登记库中都没有这个编号。")
        return
    if sheet == "排放口":
        code = row.get("code", "")
        if code and not OUTLET_CODE.fullmatch(code):
            out.warnings.append(Fault(sheet, number, "排放口编号", code, "排放口编号形式少见，请核对。"))
        return
    if code := row.get("outlet"):
        codes = {o["code"] for o in out.outlets.get(mine or "", ()) if "code" in o} | known.get(
            mine or "", set()
        )
        if mine and code not in codes:
            wrong("排放口编号", code, "“排放口”表中没有这个排放口。")
    if sheet == "许可限值" and not {"text", "rate_limit", "annual_amount"} & set(row) and not faults:
        wrong("浓度限值", "", "浓度限值、排放速率限值、年许可排放量至少填一项。")


def _check_unit(
    number: int, row: Row, wrong: Callable[[str, Any, str], None], warnings: list[Fault], today: date
) -> None:
    def doubt(column: str, value: Any, message: str) -> None:
        warnings.append(Fault(UNITS, number, column, text_of(value), message))

    code = row.get("uscc", "")
    fault = uscc_fault(code) if code else ""
    if fault:
        wrong("统一社会信用代码", code, fault)
    if code and row.get("number") and not fault:
        registered = row.get("management_class") == ManagementClass.REGISTERED
        if strange := number_doubt(row["number"], code, registered):
            doubt("编号", row["number"], strange)
    first, start, end = (row.get(f) for f in ("first_issued_on", "valid_from", "valid_to"))
    if start and end and end < start:
        wrong("有效期止", end, "有效期止早于有效期起。")
    if first and start and first > start:
        wrong("首次发证日期", first, "首次发证日期晚于有效期起。")
    if end and end < today and row.get("status") != "CANCELLED":
        doubt("有效期止", end, "有效期已过，请核对是否已延续。")


def column_of(field_name: str) -> Column:
    """The column of the units sheet that fills a field."""
    return next(c for c in SHEETS[UNITS] if c.field == field_name)
