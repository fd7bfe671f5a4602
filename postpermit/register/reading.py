"""Opening the workbook: secrets are looked for first, then headers are recognised, then rows become plain mappings."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine

from postpermit.law import SECRET_WORDS, holds_secret
from postpermit.register.cells import narrow, text_of
from postpermit.register.columns import SECRET_HEADER, SHEETS, UNITS

# A first-row cell longer than this is a sentence and no header.
LONGEST_HEADER = 10
REMARK = re.compile(r"[(（][^()（）]*[)）]")
LARGEST = 60 * 1024 * 1024
LARGEST_UNPACKED = 600 * 1024 * 1024
SECRET = "含有涉密内容，整个文件不予导入、不予保存。涉密单位不得录入本系统，请走涉密网络或纸质渠道。"


@dataclass(frozen=True)
class Fault:
    """What is wrong where: sheet, Excel row (header = 1), bare header, the value as it stood, the sentence."""

    sheet: str
    row: int
    column: str
    value: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """A row of ``errors`` or ``warnings``."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


@dataclass
class Sheet:
    """A recognised sheet: rows as (Excel row, header → cell), and the headers that mean nothing to us."""

    name: str
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass
class Book:
    """The workbook as read."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    secret: bool = False


def bare(header: Any) -> str:
    """The header without star, brackets and blanks: both are remarks, not part of it."""
    return re.sub(r"\s", "", narrow(REMARK.sub("", text_of(header))).replace("*", "").replace("＊", ""))


def read_book(source: Path | bytes, mappings: Mapping[tuple[str, str], str]) -> Book:
    """Read every sheet. ``mappings``: (sheet, strange header) → our header, as remembered from earlier imports."""
    book = Book()
    opened = _open(source, book)
    if opened is None:
        return book
    grids = {
        bare(name): opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in opened.sheet_names
    }
    for name, grid in grids.items():
        _look_for_secrets(name, grid, book)
    for name, grid in grids.items():
        if name in SHEETS:
            _recognise(name, grid, mappings, book)
    if UNITS not in book.sheets:
        book.errors.append(Fault(UNITS, 1, "", "", "缺少“单位”工作表，这是唯一必需的一张。"))
    return book


def _open(source: Path | bytes, book: Book) -> Any:
    data = source if isinstance(source, bytes) else source.read_bytes()
    if len(data) > LARGEST:
        book.errors.append(Fault("", 0, "", "", f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后导入。"))
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(i.file_size for i in packed.infolist()) > LARGEST_UNPACKED:
                book.errors.append(Fault("", 0, "", "", "文件解开后过大，不予读取。"))
                return None
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError, KeyError):
        book.errors.append(Fault("", 0, "", "", "不是能打开的 xlsx 工作簿，请另存为 xlsx 后再试。"))
        return None


def _look_for_secrets(name: str, grid: list[list[Any]], book: Book) -> None:
    """Report only the place: nothing of such a file is kept or repeated. The header row's own word is a column."""
    header = [bare(cell) for cell in grid[0]] if grid else []
    marked = {i for i, text in enumerate(header) if SECRET_HEADER in text and len(text) <= LONGEST_HEADER}
    if any(word in name for word in SECRET_WORDS):
        _refuse(book, SECRET_HEADER, 1, "")
    for number, row in enumerate(grid, start=1):
        for index, cell in enumerate(row):
            if number == 1:
                hit = index not in marked and _is_secret(cell)
            elif index in marked:
                hit = text_of(cell) not in {"", "否"}
            else:
                hit = _is_secret(cell)
            if hit:
                _refuse(book, name, number, _place(header, index, index in marked))


def _is_secret(cell: Any) -> bool:
    return isinstance(cell, str) and holds_secret(cell)


def _refuse(book: Book, sheet: str, row: int, column: str) -> None:
    book.secret = True
    said = SECRET_HEADER if any(word in sheet for word in SECRET_WORDS) else sheet
    book.errors.append(Fault(said, row, column, "", SECRET))


def _place(header: list[str], index: int, marked: bool) -> str:
    """The column's header; a header that itself could give something away is told by its place."""
    text = header[index] if index < len(header) else ""
    if marked:
        return SECRET_HEADER
    return text if text and not any(word in text for word in SECRET_WORDS) else f"第{index + 1}列"


def _recognise(name: str, grid: list[list[Any]], mappings: Mapping[tuple[str, str], str], book: Book) -> None:
    ours = {c.header for c in SHEETS[name]}
    sheet = Sheet(name)
    headers = [bare(cell) for cell in grid[0]] if grid else []
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        meant = header if header in ours else mappings.get((name, header), header)
        if meant in places:
            book.errors.append(Fault(name, 1, meant, "", "表头重复，请只保留一列。"))
        elif meant:
            places[meant] = index
            if meant not in ours and meant != SECRET_HEADER:
                sheet.unknown.append(meant)
    sheet.headers = [h for h in places if h in ours]
    for column in SHEETS[name]:
        if column.required and column.header not in places:
            book.errors.append(Fault(name, 1, column.header, "", "缺少这一列。"))
    for number, row in enumerate(grid[1:], start=2):
        cells = {h: row[i] for h, i in places.items() if i < len(row) and text_of(row[i]) != ""}
        if cells:
            sheet.rows.append((number, cells))
    book.sheets[name] = sheet
