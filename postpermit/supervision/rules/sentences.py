"""Single sentences of a report's text and remarks: who is spoken of, what is claimed, what is admitted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postpermit.supervision.report import Cell
from postpermit.supervision.rules.audit import Case
from postpermit.supervision.rules.facts import OutletFacts
from postpermit.supervision.rules.wording import bare

ENDS = re.compile(r"[。；;！!？?\r\n]+")
REMARKS = ("remark", "reason", "cause", "exceeded")
# Why an outlet may have nothing to report.
STOPPED = (
    "停", "未投", "未运行", "未使用", "未启用", "未生产", "未建", "待建", "未排放", "无排放", "不排放", "备用", "拆除", "封堵", "取消", "合并",
)  # fmt: skip
# What an outlet's name adds to the name of what stands before it.
ENDINGS = re.compile(r"(?:废气|废水|污水|总|烟气|排放口|排气筒|排口|烟囱|出口)+$")
EXCEEDS = re.compile(r"(?:超标|超限|超出|超过)(?!时段|报表|记录表|情况汇总表|情况说明表)")
NOT_EXCEEDING = re.compile(
    r"(?:未|无|没有|不存在|不)[^,。;]{0,6}?(?:超标|超限|超过|超出)"
    r"|超标(?:率|数据|数据数量|数据个数|次数|天数|小时数)[^,。;0-9]{0,4}0(?![.0-9]*[1-9])"
    r"|超标[^,。;]{0,6}[:为]无"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: as written, and bare; ``chapter`` "" for a remark in a table."""

    text: str
    bare: str
    chapter: str = ""
    place: str = ""

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return Cell(self.text, self.place)


def sentences_of(case: Case, *chapters: str) -> tuple[Sentence, ...]:
    """The sentences of these chapters in their order; without any named, of all and of the remarks in tables."""
    key = f"sentences|{'|'.join(chapters)}"
    if key not in case.memo:
        texts = _texts(case, chapters) if chapters else [*_texts(case, case.read.chapters), *_remarks(case)]
        case.memo[key] = tuple(texts)
    return case.memo[key]


def _texts(case: Case, chapters: Iterable[str]) -> Iterator[Sentence]:
    for chapter in (case.read.chapters[c] for c in chapters if c in case.read.chapters):
        for part in ENDS.split(chapter.text):
            if part.strip():
                yield Sentence(part.strip(), bare(part), chapter.code, chapter.place)


def _remarks(case: Case) -> Iterator[Sentence]:
    for rows in case.read.tables.values():
        for row in rows:
            for cell in (row.cells[column] for column in REMARKS if column in row.cells):
                if not cell.empty:
                    yield Sentence(cell.text, row["outlet"].bare + cell.bare, "", cell.place)


def speaks_of(sentence: Sentence, outlet: OutletFacts) -> bool:
    """Whether it names the outlet: its code, its name, or what stands before it (1号锅炉 of 1号锅炉废气排放口)."""
    if outlet.code.upper() in sentence.bare.upper():
        return True
    stem = ENDINGS.sub("", bare(outlet.name))
    return len(stem) > 1 and stem in sentence.bare


def spoken_of(case: Case, outlet: OutletFacts) -> bool:
    """Whether text or remarks name the outlet at all."""
    return any(speaks_of(s, outlet) for s in sentences_of(case))


def said_to_stand_still(case: Case, outlet: OutletFacts) -> bool:
    """Whether the report or the register says why nothing came out of it: the whole unit stopped, or this outlet did."""
    permit, owed = case.permit, case.facts.obligation
    if case.read.stopped or (permit and permit.stopped) or (owed and owed.stop_note):
        return True
    return any(
        speaks_of(sentence, outlet) and any(word in sentence.bare for word in STOPPED)
        for sentence in sentences_of(case)
    )


def denies_exceeding(text: str) -> bool:
    """未超标, 无超标现象, 超标率为0, in a bare text."""
    return NOT_EXCEEDING.search(text) is not None


def admits_exceeding(text: str) -> bool:
    """Whether a bare text tells of an exceedance, not only of its absence or of the table for it."""
    return EXCEEDS.search(NOT_EXCEEDING.sub("", text)) is not None
