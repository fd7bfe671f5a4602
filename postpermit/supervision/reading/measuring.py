"""A workbook looked over before the library may open it: how far its sheets go, what its cells are shown as."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from postpermit.supervision.reading.errors import DAMAGED, UnableToReadReport
from postpermit.supervision.reading.package import Package
from postpermit.supervision.reading.parts import refuse_secrets, related
from postpermit.supervision.reading.xml import End, Walk, attribute

CELLS, TEXT, ROWS, COLUMNS = 200_000, 12_000_000, 1_048_576, 16_384
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# The built-in formats that show per cent.
PERCENT = {9, 10}
TOO_LARGE = f"工作表过大（超过 {CELLS} 格），不予读取。"


@dataclass
class Measured:
    """What was seen in a sheet's part: how far it goes, cells shown as per cent, cells with an error for a value.

    ``text``: how long all shared texts would be together, each written out wherever it stands.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    text: int = 0
    percent: set[tuple[int, int]] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


def measure(package: Package, part: str) -> dict[str, Measured]:
    """Walk through every part that is XML: sizes, depth, document types, marks of secrets. Sheets by name.

    Raises ``UnableToReadReport``.
    """
    folder, _, own = part.rpartition("/")
    targets = {key: _path(folder, t) for key, t in related(package, f"{folder}/_rels/{own}.rels").items()}
    percent, strings = _percent_styles(package, targets), _strings(package, targets)
    seen: dict[str, Measured] = {}
    for name in package.names:
        if _is_xml(package, name, targets):
            seen[name] = _SheetWalk(percent, strings).run(package, name)
    if sum(m.text for m in seen.values()) > TEXT or sum(m.rows * m.columns for m in seen.values()) > CELLS:
        raise UnableToReadReport(TOO_LARGE)
    names = _names(package, part)
    return {name: seen[targets[key]] for name, key in names.items() if targets.get(key) in seen}


@cache
def letters(column: int) -> str:
    """1 → A, 28 → AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def _is_xml(package: Package, name: str, targets: Mapping[str, str]) -> bool:
    """Pictures and settings are left alone; what the library would read as XML must be XML from its first sign."""
    first = package.peek(name).lstrip(b"\xef\xbb\xbf \r\n\t")
    if first.startswith(b"<") or not first:
        return True
    if name in targets.values() or name.lower().endswith((".xml", ".rels")):
        raise UnableToReadReport(DAMAGED)
    return False


class _SheetWalk:
    """Counts the cells of a part; parts that are no sheets have none."""

    def __init__(self, percent: set[int], strings: Sequence[int]) -> None:
        self.out = Measured()
        self._percent, self._strings = percent, strings
        self._value_text: list[str] | None = None
        self._row = self._column = self._style = 0
        self._kind = ""
        self._heard: list[str] = []

    def run(self, package: Package, name: str) -> Measured:
        """Raises ``UnableToReadReport`` for a sheet that goes too far, and for marks of secrets."""
        starts = {"s:row": self._begin_row, "s:c": self._begin_cell, "s:v": self._value, "s:is": self._value}
        ends: dict[str, End] = dict.fromkeys(("s:si", "s:c", ":title"), lambda: self._heard.append("\n"))
        package.walk(name, Walk(starts, ends | {"s:v": self._value_ends}, self._say, self._heard))
        refuse_secrets("".join(self._heard))
        return self.out

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._row, self._column = int(attributes.get("r") or self._row + 1), 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        if reference := attributes.get("r"):
            found = REFERENCE.fullmatch(reference)
            if found is None:
                raise UnableToReadReport(DAMAGED)
            self._row, self._column = int(found[2]), _number(found[1])
        else:
            self._column += 1
        self._kind, self._style = attributes.get("t", ""), int(attributes.get("s") or 0)

    def _value(self, _: Mapping[str, str]) -> None:
        out, row, column = self.out, self._row, self._column
        if not 0 < row <= ROWS or not 0 < column <= COLUMNS:
            raise UnableToReadReport(DAMAGED)
        out.rows, out.columns, out.cells = max(out.rows, row), max(out.columns, column), out.cells + 1
        if out.cells > CELLS:
            raise UnableToReadReport(TOO_LARGE)
        if self._kind == "s":
            self._value_text = []
        elif self._kind == "e":
            out.errors.append(f"{letters(column)}{row}")
        elif self._style in self._percent and self._kind in ("", "n"):
            out.percent.add((row, column))

    def _say(self, text: str) -> None:
        if self._value_text is not None:
            self._value_text.append(text)

    def _value_ends(self) -> None:
        """A short file may write one long text into every cell."""
        if self._value_text is not None:
            self.out.text += self._strings[int("".join(self._value_text))]
            self._value_text = None


class _Styles:
    """Which cell formats show per cent: there 0.05 stands for 5%."""

    def __init__(self) -> None:
        self._formats: set[int] = set(PERCENT)
        self._cells: list[int] = []
        self._inside = False

    def read(self, package: Package, name: str) -> set[int]:
        """The numbers of those formats."""
        starts = {"s:numFmt": self._format, "s:cellXfs": self._begin, "s:xf": self._cell}
        package.walk(name, Walk(starts, {"s:cellXfs": self._leave}))
        return {n for n, kind in enumerate(self._cells) if kind in self._formats}

    def _format(self, attributes: Mapping[str, str]) -> None:
        if "%" in attribute(attributes, "formatCode"):
            self._formats.add(int(attribute(attributes, "numFmtId") or 0))

    def _begin(self, _: Mapping[str, str]) -> None:
        self._inside = True

    def _leave(self) -> None:
        self._inside = False

    def _cell(self, attributes: Mapping[str, str]) -> None:
        if self._inside:
            self._cells.append(int(attribute(attributes, "numFmtId") or 0))


def _strings(package: Package, targets: Mapping[str, str]) -> list[int]:
    """How long each shared text is."""
    lengths: list[int] = []

    def begin(_: Mapping[str, str]) -> None:
        lengths.append(0)

    def say(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    name = next((t for t in targets.values() if t.lower().endswith("sharedstrings.xml")), "")
    if name in package:
        package.walk(name, Walk({"s:si": begin}, {}, say))
    return lengths


def _percent_styles(package: Package, targets: Mapping[str, str]) -> set[int]:
    name = next((t for t in targets.values() if t.endswith("styles.xml")), "")
    return _Styles().read(package, name) if name in package else set()


def _names(package: Package, part: str) -> dict[str, str]:
    """Name of a sheet → relation id."""
    found: dict[str, str] = {}

    def take(attributes: Mapping[str, str]) -> None:
        key = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        found[attribute(attributes, "name")] = key

    package.walk(part, Walk({"s:sheet": take}, {}))
    return found


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")


def _number(text: str) -> int:
    out = 0
    for sign in text:
        out = out * 26 + ord(sign) - 64
    return out
