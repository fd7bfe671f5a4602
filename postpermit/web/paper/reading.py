"""Reading a filled form of annex 5 back, ours or one typed by hand in the same layout. Nothing is guessed in silence."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from lxml.etree import XMLSyntaxError

from postpermit import law
from postpermit.linkage.form import FormRow, counted
from postpermit.linkage.states import RowKind
from postpermit.trail.errors import Refused
from postpermit.web.forms import read_day

LARGEST, UNPACKED, MEMBERS = 10 * 1024 * 1024, 60 * 1024 * 1024, 2000
COLUMNS = {
    "division": ("部门", "科室"),
    "handler": ("经办人",),
    "approver": ("负责人",),
    "on": ("日期",),
    "remark": ("备注",),
    "text": ("问题描述", "接收与执行情况", "结果反馈", "情况", "内容", "描述"),
}
BLOCK_WORDS = (("归档", ""), ("发起", RowKind.RAISE), ("接收", RowKind.RECEIVE), ("反馈", RowKind.FEEDBACK))


# A bit that flipped inside a packed XML file surfaces in any of these ways; none of them is a fault of the program.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    PackageNotFoundError,
    InvalidXmlError,
    XMLSyntaxError,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    NotImplementedError,
    AssertionError,
)


class UnableToRead(Refused):
    """The file is no Word document, holds no form, or belongs to something else."""


@dataclass
class ReadForm:
    """What was read: rows, and what could not be read, each with its place."""

    number: str = ""
    version: int | None = None
    title: str = ""
    public_id: str = ""
    rows: list[FormRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_slip(data: bytes, divisions: Mapping[str, str], today: date) -> ReadForm:
    """Read a docx. ``divisions``: code → every name joined by a space. Raises ``UnableToRead`` with the reason."""
    document = _open(data)
    try:
        return _read(document, divisions, today)
    except BROKEN as error:
        raise UnableToRead("Word 文件已损坏，读不出表格。") from error


def _read(document: Any, divisions: Mapping[str, str], today: date) -> ReadForm:
    out = ReadForm()
    words = "\n".join(p.text for p in document.paragraphs)
    tables = [t for t in document.tables if _has_form(t)]
    everything = words + "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    if law.holds_secret(everything):
        raise UnableToRead(law.SECRET_REFUSAL)
    if not tables:
        raise UnableToRead(
            "没有找到转办单表格：表中应有“部门、经办人、负责人、日期”的表头。请用本系统打印的转办单或空白单填写。"
        )
    _read_head(words, out)
    for table in tables:
        _read_table(table, divisions, today, out)
    out.rows = counted(out.rows)
    return out


def _open(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise UnableToRead(f"文件超过 {LARGEST // 1024 // 1024} MB，不是一张转办单。")
    if not data.startswith(b"PK"):
        raise UnableToRead("不是 Word 文件（docx）。旧格式 doc 请另存为 docx；扫描件请作为附件上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > MEMBERS or sum(m.file_size for m in members) > UNPACKED:
                raise UnableToRead("文件解压后过大，不予读取。")
            if any(m.filename.lower().endswith("vbaproject.bin") for m in members):
                raise UnableToRead("文件含有宏，请另存为普通 docx。")
        return Document(io.BytesIO(data))
    except BROKEN as error:
        raise UnableToRead("Word 文件已损坏，打不开。") from error


def _has_form(table: Any) -> bool:
    words = {_bare(c.text) for row in table.rows for c in row.cells}
    return "经办人" in words and ("部门" in words or "科室" in words)


def _read_head(words: str, out: ReadForm) -> None:
    if found := re.search(r"编号[:：]\s*([^\s_]+)", words):
        out.number = found[1]
    if found := re.search(r"版次[:：]\s*(\d{1,6})", words):
        out.version = int(found[1])
    if found := re.search(r"事项[:：]\s*([^\n_]+)", words):
        out.title = found[1].strip()


def _read_table(table: Any, divisions: Mapping[str, str], today: date, out: ReadForm) -> None:
    block: RowKind | str = ""
    columns: dict[str, int] = {}
    for at, row in enumerate(table.rows, 1):
        cells = [c.text.strip() for c in row.cells]
        block = _block(cells[0], block)
        found = _header(cells)
        if found:
            columns = found
            continue
        if not block or not columns:
            continue
        _read_row(at, cells, RowKind(block), columns, divisions, today, out)


def _block(first: str, block: "RowKind | str") -> "RowKind | str":
    bare = _bare(first)
    for word, kind in BLOCK_WORDS:
        if word in bare and len(bare) <= 10:
            return kind
    return block


def _header(cells: list[str]) -> dict[str, int]:
    bare = [_bare(c) for c in cells]
    if "经办人" not in bare:
        return {}
    found: dict[str, int] = {}
    for name, words in COLUMNS.items():
        for at, text in enumerate(bare):
            if name not in found and at > 0 and any(w in text for w in words):
                found[name] = at
    return found


def _read_row(
    at: int,
    cells: list[str],
    block: RowKind,
    columns: Mapping[str, int],
    divisions: Mapping[str, str],
    today: date,
    out: ReadForm,
) -> None:
    given = {name: cells[column] for name, column in columns.items() if column < len(cells)}
    written = {k: v for k, v in given.items() if k != "division" and v}
    code = _division(given.get("division", ""), divisions)
    place = f"表格第 {at} 行（{block.label}）"
    if not code:
        if written:
            out.notes.append(f"{place}：部门“{given.get('division', '')[:20]}”认不出，未读入。")
        return
    if not written:
        return
    on = given.get("on", "")
    day = read_day(on.replace(" ", ""), today) or _month_day(on, today)
    if on and day is None:
        out.notes.append(f"{place}：日期“{on[:20]}”认不出，按空白处理。")
    text = {k: v.replace("\u200b", "") for k, v in given.items()}
    out.rows.append(
        FormRow(
            str(block),
            code,
            text.get("text", ""),
            text.get("handler", ""),
            text.get("approver", ""),
            day.isoformat() if day else "",
            text.get("remark", ""),
        )
    )


def _month_day(text: str, today: date) -> date | None:
    """11月24日, 11.24: of the year nearest behind today."""
    found = re.fullmatch(r"(\d{1,2})[月./-](\d{1,2})日?", text.strip())
    if not found:
        return None
    try:
        day = date(today.year, int(found[1]), int(found[2]))
        return day if day <= today else day.replace(year=today.year - 1)
    except ValueError:
        return None


def _division(text: str, divisions: Mapping[str, str]) -> str:
    bare = _bare(text)
    if not bare:
        return ""
    for code, names in divisions.items():
        if any(bare == _bare(n) for n in names.split()):
            return code
    near = [
        code
        for code, names in divisions.items()
        if any(_bare(n) in bare or bare in _bare(n) for n in names.split())
    ]
    return near[0] if len(near) == 1 else ""


def _bare(text: str) -> str:
    return "".join(text.split())
