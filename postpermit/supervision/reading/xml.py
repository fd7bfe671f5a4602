"""XML read as it goes by: no document type, no entity, bounded depth and size, and names without their addresses."""

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from postpermit.supervision.reading.errors import UnableToReadReport

DEEPEST = 200
# The families of names a report uses, told by how their address ends: both editions of the standard end alike.
FAMILIES = (
    (re.compile(r"/wordprocessingml(/2006)?/main$"), "w"),
    (re.compile(r"/office/word/2010/wordml$"), "w14"),
    (re.compile(r"/markup-compatibility/2006$"), "mc"),
    (re.compile(r"/officeDocument(/2006)?/math$"), "m"),
    (re.compile(r"/spreadsheetml(/2006)?/main$"), "s"),
    (re.compile(r"/package/2006/relationships$"), "rel"),
    (re.compile(r"/package/2006/content-types$"), "ct"),
)
Start = Callable[[Mapping[str, str]], None]
End = Callable[[], None]


class Walk:
    """One pass over a part: functions by element name (``w:tbl``), and one for text.

    ``skip`` inside a start function passes over everything up to the element's end; ``heard`` collects all text, that of
    skipped elements too.
    """

    def __init__(
        self,
        starts: Mapping[str, Start],
        ends: Mapping[str, End],
        text: Callable[[str], None] | None = None,
        heard: list[str] | None = None,
    ) -> None:
        self._starts, self._ends, self._text, self._heard = starts, ends, text, heard
        self._names: dict[str, str] = {}
        self._depth = self._skipping = self._left = 0

    def run(self, data: bytes, most: int) -> int:
        """Go through the bytes; how many of ``most`` elements are left over.

        Raises ``UnableToReadReport`` for what no office program writes, ExpatError for what is broken.
        """
        self._left = most
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        # All at once: a token that grows over many pieces is read again with each of them.
        parser.Parse(data, True)
        return self._left

    def skip(self) -> None:
        """Pass over the element that has just begun."""
        self._skipping = self._depth

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._left -= 1
        if self._depth > DEEPEST or self._left < 0:
            raise UnableToReadReport("文件内部的结构过深或过大，不予读取。")
        if not self._skipping:
            begin = self._starts.get(self._names.get(name) or self._short(name))
            if begin is not None:
                begin(attributes)

    def _end(self, name: str) -> None:
        if not self._skipping:
            finish = self._ends.get(self._names[name])
            if finish is not None:
                finish()
        elif self._skipping == self._depth:
            self._skipping = 0
        self._depth -= 1

    def _say(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)
        if self._text is not None and not self._skipping:
            self._text(text)

    def _short(self, name: str) -> str:
        address, _, local = name.rpartition(" ")
        family = next((short for ending, short in FAMILIES if ending.search(address)), "")
        self._names[name] = f"{family}:{local}"
        return self._names[name]


def attribute(attributes: Mapping[str, str], local: str) -> str:
    """The value of an attribute, whatever its family; "" when it is not there."""
    if local in attributes:
        return attributes[local]
    ending = f" {local}"
    return next((value for name, value in attributes.items() if name.endswith(ending)), "")


def _refuse_doctype(*_: object) -> None:
    raise UnableToReadReport("文件内部有文档类型或实体声明，不予读取。")
