"""Hostile and broken files for tests, made by hand; each small to make and as bad as its kind can be."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import xlsxwriter

from tests.supervision.reading.words import AMOUNTS

MEGA = 1024 * 1024
W = 'xmlns:w="urn:x/wordprocessingml/2006/main"'
RELATION = '<Relationships xmlns="urn:x/package/2006/relationships">{}</Relationships>'
TYPES = '<Types xmlns="urn:x/package/2006/content-types">{}</Types>'
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def word(document: str | bytes, main: str = WORD_MAIN, **more: str | bytes) -> bytes:
    """A bare Word file with this main part."""
    return package(
        {
            "[Content_Types].xml": TYPES.format(
                f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
            ),
            "_rels/.rels": RELATION.format(
                '<Relationship Id="a" Type="urn:x/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": document,
            **more,
        }
    )


def body(inside: str) -> str:
    """A main part."""
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def workbook(sheet: str | bytes, strings: str = "") -> bytes:
    """A workbook that is right but for the rows of its one sheet, or its whole part, and its strings."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("封面").write_string(0, 0, "单位名称")
    made.close()
    with zipfile.ZipFile(out) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    for name, tag, inside in (
        ("xl/worksheets/sheet1.xml", "sheetData", sheet),
        ("xl/sharedStrings.xml", "sst", strings),
    ):
        if isinstance(inside, str) and inside:
            whole = parts[name].decode()  # type: ignore[union-attr]
            begin, end = whole.index(">", whole.index(f"<{tag}")) + 1, whole.index(f"</{tag}>")
            parts[name] = whole[:begin] + inside + whole[end:]
        elif inside:
            parts[name] = inside
    return package(parts)


def paragraph(text: str) -> str:
    """A paragraph of a main part."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def rows(count: int, columns: int, text: str = "1") -> str:
    """A table of a main part."""
    cell = f"<w:tc>{paragraph(text)}</w:tc>"
    return f"<w:tbl>{f'<w:tr>{cell * columns}</w:tr>' * count}</w:tbl>"


def _dense() -> bytes:
    """As many cells as may be, under a heading that is known, with text in every column of figures."""
    head = "".join(f"<w:tc>{paragraph(h if isinstance(h, str) else '/'.join(h))}</w:tc>" for h in AMOUNTS)
    cell = f"<w:tc>{paragraph('合规1,2')}</w:tc>"
    return word(
        body(
            f"{paragraph('六、实际排放量')}{paragraph('废气')}<w:tbl><w:tr>{head}</w:tr>{f'<w:tr>{cell * 12}</w:tr>' * 8_300}</w:tbl>"
        )
    )


def _merged() -> bytes:
    row = f"<row>{'<c><v>1</v></c>' * 40}</row>"
    many = '<mergeCell ref="A1:AN4900"/>' * 20_000
    return workbook(f"{row * 4_900}</sheetData><mergeCells>{many}</mergeCells><sheetData>")


def _billion() -> bytes:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return word(f'<!DOCTYPE x [<!ENTITY l0 "lol">{names}]>' + body(paragraph("&l9;")))


def _members() -> bytes:
    return package({f"m{n}": b"" for n in range(60_000)})


def _bomb(size: int) -> bytes:
    """Spaces without end before the document begins."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml", TYPES.format(f'<Override PartName="/d.xml" ContentType="{WORD_MAIN}"/>')
        )
        packed.writestr(
            "_rels/.rels",
            RELATION.format('<Relationship Id="a" Type="urn:x/officeDocument" Target="d.xml"/>'),
        )
        with packed.open("d.xml", "w") as part:
            for _ in range(size // MEGA):
                part.write(b" " * MEGA)
    return out.getvalue()


def _lying() -> bytes:
    """A bomb that says of itself, in both of its lists, that it is small."""
    data = bytearray(_bomb(100 * MEGA))
    size = (100 * MEGA).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


WORST: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "bomb": ("docx", lambda: _bomb(410 * MEGA)),
    "bomb under the declared limit": ("docx", lambda: _bomb(40 * MEGA)),
    "bomb that lies": ("docx", _lying),
    "60 000 members": ("docx", _members),
    "entities": ("docx", _billion),
    "external entity": ("docx", lambda: word('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body(paragraph("&e;")))),
    "entities in UTF-16": ("docx", lambda: word(('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]>' + body("")).encode("utf-16"))),
    "deep": ("docx", lambda: word(body("<w:sdt>" * 500_000))),
    "tables in tables": ("docx", lambda: word(body("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60))),
    "two million elements": ("docx", lambda: word(body("<a/>" * 5_000_000))),
    "a table without end": ("docx", lambda: word(body(rows(30_000, 12)))),
    "a table as large as may be": ("docx", _dense),
    "paragraphs without end": ("docx", lambda: word(body(paragraph("单位名称：甲 排") * 200_000))),
    "tables without end": ("docx", lambda: word(body((paragraph("一、结论") + rows(1, 2)) * 20_000))),
    "a long line": ("docx", lambda: word(body(paragraph("单" + " " * 8_000_000) + paragraph("." * 8_000_000 + "x")))),
    "brackets": ("docx", lambda: word(body(paragraph("一、结论") + f"<w:tbl><w:tr><w:tc>{paragraph('(' * 900_000 + ')' * 900_000)}</w:tc>" + f"<w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"))),
    "a far cell": ("xlsx", lambda: workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "cells without end": ("xlsx", lambda: workbook(f"<row>{'<c><v>1</v></c>' * 500}</row>" * 2000)),
    "cells as many as may be": ("xlsx", lambda: workbook(f"<row>{'<c><v>1</v></c>' * 40}</row>" * 4_900)),
    "one string a million times": ("xlsx", lambda: workbook(("<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>") * 4_900, f"<si><t>{'字' * 30_000}</t></si>")),
    "merges without end": ("xlsx", _merged),
    "a sheet in UTF-16": ("xlsx", lambda: workbook('<?xml version="1.0" encoding="UTF-16"?><worksheet/>'.encode("utf-16"))),
    "figures in JSON": ("json", lambda: b'{"kind": "", "period": "", "cover": {}, "unread": [' + b'"",' * 590_000 + b'""]}'),
    "one long text in JSON": ("json", lambda: b'{"kind": "' + "字".encode() * 6_500_000 + b'"}'),
    "objects in JSON": ("json", lambda: b'{"kind": "", "period": "", "cover": {}, "tables": {"ledger": [' + b'{"record": "a"},' * 19_999 + b"{}]}}"),
}  # fmt: skip


@cache
def made(name: str) -> bytes:
    """The bytes of a worst case."""
    return WORST[name][1]()
