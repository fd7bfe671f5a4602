"""The door for files: what a file is, is told by its first bytes and its name, and both must agree."""

from dataclasses import replace
from pathlib import PurePath

from postpermit.supervision.reading.document import Assembly
from postpermit.supervision.reading.errors import BROKEN, DAMAGED, UnableToReadReport
from postpermit.supervision.reading.gathering import ending
from postpermit.supervision.reading.jsons import read_json
from postpermit.supervision.reading.package import LARGEST, MEGA, Package
from postpermit.supervision.reading.parts import main_part, refuse_secrets, text_of
from postpermit.supervision.reading.published import from_published
from postpermit.supervision.reading.word import Reader
from postpermit.supervision.reading.workbook import read_workbook
from postpermit.supervision.report import Report

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
# First bytes of what is sent instead of a report, and what to do about it.
OTHERS = (
    (b"%PDF", "这是 PDF 文件，读不出表格。请导出 docx，或填写 xlsx 模板。"),
    (b"MZ", "这是程序文件，不予接收。"),
    (b"\x7fELF", "这是程序文件，不予接收。"),
    (b"{\\rtf", "这是 RTF 文件，请用 Word 另存为 docx。"),
    (b"<", "这是网页或 XML 文件，请导出 docx，或填写 xlsx 模板。"),
    (b"Rar!", "这是压缩包，请上传其中的执行报告。"),
    (b"7z\xbc\xaf", "这是压缩包，请上传其中的执行报告。"),
    (b"\xff\xd8\xff", "这是图片，读不出表格。请导出 docx，或填写 xlsx 模板。"),
    (b"\x89PNG", "这是图片，读不出表格。请导出 docx，或填写 xlsx 模板。"),
)
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb"}
# Parts of a Word file that stand beside its text: their words belong to no cell.
BESIDE = {"footnotes.xml": "脚注", "endnotes.xml": "尾注", "comments.xml": "批注"}


def read_report(data: bytes, name: str) -> Report:
    """Read a file. Raises ``UnableToReadReport`` with the reason, and nothing else, whatever the file is."""
    refuse_secrets(PurePath(name.replace("\\", "/")).name)
    try:
        return _read(data, PurePath(name.replace("\\", "/")).suffix.lower().lstrip("."))
    except BROKEN as error:
        raise UnableToReadReport(DAMAGED) from error


def _read(data: bytes, ending: str) -> Report:
    if len(data) > LARGEST:
        raise UnableToReadReport(f"文件超过 {LARGEST // MEGA} MB，不是一份执行报告。")
    if not data.strip():
        raise UnableToReadReport("文件是空的。")
    if ending in MACROS:
        raise UnableToReadReport("文件可能含有宏，请另存为不含宏的 docx 或 xlsx。")
    if data.startswith(ZIP):
        package = Package(data)
        main = main_part(package)
        _refuse_other_ending(ending, main.kind)
        return (
            _read_word(package, main.part) if main.kind == "docx" else read_workbook(data, package, main.part)
        )
    _refuse_other_files(data)
    _refuse_other_ending(ending, "json")
    return from_published(read_json(data), "json")


def _refuse_other_ending(ending: str, found: str) -> None:
    if ending and ending != found:
        raise UnableToReadReport(
            f"文件名以 .{ending[:10]} 结尾，内容却不是这种文件；请上传 docx、xlsx 或 json。"
        )


def _refuse_other_files(data: bytes) -> None:
    """What is no zip must be JSON."""
    if data.startswith(OLE):
        raise UnableToReadReport(
            "这是旧格式（doc、xls、wps）或加了密码的文件。请去掉密码，另存为 docx 或 xlsx。"
        )
    start = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")) and not start.startswith(b"{\\rtf"):
        return
    reason = next((said for first, said in OTHERS if start.startswith(first)), "")
    raise UnableToReadReport(reason or "不是能读的文件；请上传 docx、xlsx 或 json。")


def _read_word(package: Package, part: str) -> Report:
    reader = Reader().read(package, part)
    refuse_secrets("".join(reader.heard))
    notes = _beside(package, part)
    if reader.hidden:
        notes.append(f"文中有{reader.hidden}个字设为隐藏，未读入。")
    if reader.objects:
        notes.append(f"文中嵌有{reader.objects}个其他文件（如表格对象），未读入。")
    read = Assembly().report(reader.blocks)
    return replace(read, unread=ending([*read.unread, *notes])) if notes else read


def _beside(package: Package, part: str) -> list[str]:
    """Every other part is looked through for marks of secrets; notes that stand beside the text are listed."""
    notes = []
    for name in package.names:
        if name == part or not name.lower().endswith((".xml", ".rels")):
            continue
        text = text_of(package, name)
        refuse_secrets(text)
        if (kind := BESIDE.get(name.rpartition("/")[2].lower())) and text.strip():
            notes.append(f"文件有{kind}“{' '.join(text.split())[:60]}”，未读入。")
    return notes
