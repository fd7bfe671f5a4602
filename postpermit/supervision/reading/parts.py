"""What kind of office file a package is, its main part, and every text in it that no reader places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postpermit import law
from postpermit.supervision.reading.errors import DAMAGED, UnableToReadReport
from postpermit.supervision.reading.package import Package
from postpermit.supervision.reading.xml import Walk, attribute

TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN = {"wordprocessingml.document.main": "docx", "spreadsheetml.sheet.main": "xlsx"}


@dataclass(frozen=True)
class Main:
    """``kind``: docx or xlsx; ``part``: the name of the main part."""

    kind: str
    part: str


def main_part(package: Package) -> Main:
    """Find the main part. Raises ``UnableToReadReport`` for a package that is no document and no workbook."""
    if TYPES not in package or RELATIONS not in package:
        raise UnableToReadReport("压缩包不是 Word 或 Excel 文件；请上传 docx、xlsx 或 json。")
    part = next((t for kind, t in relations(package, RELATIONS) if kind.endswith("/officeDocument")), "")
    part = part.lstrip("/")
    if part not in package:
        raise UnableToReadReport(DAMAGED)
    told = _types(package).get(f"/{part}".lower(), "")
    if "macroenabled" in told.lower() or any("macrosheets/" in n.lower() for n in package.names):
        raise UnableToReadReport("文件含有宏，请另存为不含宏的 docx 或 xlsx。")
    kind = next((kind for word, kind in MAIN.items() if word in told), "")
    if not kind:
        raise UnableToReadReport("不是 Word 文档或 Excel 工作簿；请上传 docx、xlsx 或 json。")
    return Main(kind, part)


def relations(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """(type, target) of every relation inside the package; what points outside is not followed."""
    found: list[tuple[str, str]] = []

    def take(attributes: Mapping[str, str]) -> None:
        if attribute(attributes, "TargetMode") != "External":
            found.append((attribute(attributes, "Type"), attribute(attributes, "Target")))

    package.walk(name, Walk({"rel:Relationship": take}, {}))
    return iter(found)


def related(package: Package, name: str) -> dict[str, str]:
    """Relation id → target."""
    found: dict[str, str] = {}

    def take(attributes: Mapping[str, str]) -> None:
        if attribute(attributes, "TargetMode") != "External":
            found[attribute(attributes, "Id")] = attribute(attributes, "Target")

    if name in package:
        package.walk(name, Walk({"rel:Relationship": take}, {}))
    return found


def text_of(package: Package, name: str) -> str:
    """All text of a part, line by line, whatever it stands for."""
    heard: list[str] = []
    lines = dict.fromkeys(
        ("w:p", "s:si", "s:c", ":title", ":subject", ":keywords"), lambda: heard.append("\n")
    )
    package.walk(name, Walk({}, lines, None, heard))
    return "".join(heard)


def refuse_secrets(text: str) -> None:
    """Raise ``UnableToReadReport`` where state secrets are marked; nothing of the text is repeated."""
    if not any(word in "".join(text.split()) for word in law.SECRET_WORDS):
        return
    for line in text.split("\n"):
        if law.holds_secret(line) or law.holds_secret("".join(line.split())):
            raise UnableToReadReport(law.SECRET_REFUSAL)


def _types(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}

    def take(attributes: Mapping[str, str]) -> None:
        found[attribute(attributes, "PartName").lower()] = attribute(attributes, "ContentType")

    package.walk(TYPES, Walk({"ct:Override": take}, {}))
    return found
