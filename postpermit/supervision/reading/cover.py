"""The cover: labels with their values, as lines or as a table, and from them the kind of report and its period."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from postpermit import law
from postpermit.supervision.reading.wording import LONGEST, plain, title
from postpermit.supervision.report import Cell
from postpermit.supervision.report.periods import kind_of, period_of

PLACE = "封面"
LONGEST_TITLE, LONGEST_LINE, MOST_LINES = 60, 5000, 200
# Strokes of a form to be filled in by hand.
STROKES = "_＿ \t\u3000\xa0"


@dataclass
class Cover:
    """What the cover says; ``rest``: lines that no label explains."""

    cells: dict[str, Cell] = field(default_factory=dict)
    kind: str = ""
    named_kind: bool = False
    period: str = ""
    rest: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    more: int = 0
    _settled: int = -1

    def line(self, text: str) -> bool:
        """Take a paragraph; True when a label stood in it."""
        found = list(_labels().finditer(text[:LONGEST_LINE]))
        if not found:
            return self._bare_label(text)
        before = text[: found[0].start()].strip(STROKES)
        if re.search(r"[^\W\d_]", before):
            self.keep(before)
        ends = [m.start() for m in found[1:]] + [len(text)]
        for match, end in zip(found, ends, strict=True):
            self.take(match[1], text[match.end() : end])
        return True

    def row(self, texts: Sequence[str]) -> int:
        """Take a row of a table: label, value, label, value. How many labels stood in it."""
        count, at = 0, 0
        while at < len(texts):
            label, behind = texts[at], texts[at + 1 : at + 2]
            if not _code(label):
                count += sum(self.line(line) for line in label.splitlines() if line.strip())
                at += 1
                continue
            value = [text for text in behind if not _code(text)]
            self.take(label, "".join(value))
            count += 1
            at += 1 + len(value)
        return count

    def take(self, label: str, value: str) -> None:
        """A label and what stands behind it; the first that is not blank stays."""
        self._settled = -1
        code = _code(label)
        text = value.strip(STROKES + "\n")
        if code == law.report_form().words.kind_label:
            self._say_kind(text)
            return
        cell = Cell(text, f"{PLACE}“{law.report_form().cover[code].label}”")
        held = self.cells.get(code)
        if held is None or not held.text:
            self.cells[code] = cell
        elif text and cell.bare != held.bare:
            self.unread.append(f"{cell.place}写了两次，内容不同，按“{held.text[:40]}”读入。")

    def settled_kind(self) -> str:
        """The kind of report by what has been read so far: named, in the title, or that of the period."""
        if self._settled != len(self.rest):
            self._settled = len(self.rest)
            self.period = period_of(self.cells.get("period", Cell()).text)
            if not self.named_kind:
                self._kind_of_titles([r for r in self.rest if _is_title(r)])
        return self.kind or ("" if self.named_kind else kind_of(self.period))

    def conclude(self) -> None:
        """Kind and period for good, and what could not be read."""
        self._settled = -1
        self.kind = self.settled_kind()
        written = self.cells.get("period", Cell()).text
        if written and not self.period:
            self.unread.append(f"{PLACE}“报告时段”写作“{written[:40]}”，认不出是哪一年、季或月。")
        if not written:
            self._period_of_titles()
            self.kind = self.settled_kind()
        if not self.kind:
            self.unread.append("认不出报告类型（年报、季报、月报）。")
        known = [r for r in self.rest if not _is_title(r) and not (period_of(r) and self.period)]
        self.unread += [f"{PLACE}文字“{r[:60]}”不属于任何栏目。" for r in known]
        if self.more:
            self.unread.append(f"{PLACE}另有{self.more}行文字不属于任何栏目。")

    def keep(self, text: str) -> None:
        """A line that no label explains; a cover has few."""
        if len(self.rest) < MOST_LINES:
            self.rest.append(text[:LONGEST])
        else:
            self.more += 1

    def _bare_label(self, text: str) -> bool:
        """排污单位名称(盖章) without a colon, or label and value parted by wide space."""
        label, _, value = re.sub(r"[ \t\u3000\xa0]{2,}|\t", "\0", text.strip(), count=1).partition("\0")
        if not _code(label):
            if text.strip(STROKES):
                self.keep(text.strip())
            return False
        self.take(label, value)
        return True

    def _say_kind(self, text: str) -> None:
        bare = plain(text).strip("()")
        self.named_kind = self.named_kind or bool(bare)
        self.kind = next((k for k, words in _kinds() if bare in words), self.kind)

    def _kind_of_titles(self, titles: Iterable[str]) -> None:
        found = [(len(w), k) for t in titles for k, words in _kinds() for w in words if w in plain(t)]
        if found:
            self.named_kind = True
            self.kind = max(found)[1]

    def _period_of_titles(self) -> None:
        for text in self.rest:
            ended = _before_title(text)
            if found := period_of(text) or period_of(ended):
                self.period = found
                self.unread.append(f"{PLACE}没有“报告时段”，按“{text[:40]}”读作 {found}。")
                return
        self.unread.append(f"{PLACE}没有“报告时段”，不知道是哪一年、季或月的报告。")


def _is_title(text: str) -> bool:
    """A line of the report's title: 排污许可证执行报告, （年报）."""
    bare = plain(text)
    alone = bare.strip("()")
    said = len(text) <= LONGEST_TITLE and plain(law.report_form().words.report_title) in title(text)
    return said or any(alone in words for _, words in _kinds())


def _before_title(text: str) -> str:
    """2024年第3季度 of 2024年第3季度排污许可证执行报告."""
    found = re.match(
        r"[^\u4e00-\u9fff]*(?:[\d一二三四第年季度月份上下半]+)", unicodedata.normalize("NFKC", text)
    )
    return found[0] if found else ""


def _code(text: str) -> str:
    """The field of a label that stands alone; "" for anything else."""
    return _codes().get(plain(text), "") if len(text) < 40 else ""


@cache
def _kinds() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((k, frozenset(plain(w) for w in ws)) for k, ws in law.report_form().words.kinds.items())


@cache
def _codes() -> dict[str, str]:
    form = law.report_form()
    out = {plain(form.words.kind_label): form.words.kind_label}
    return out | {plain(word): code for code, known in form.cover.items() for word in known.words()}


@cache
def _labels() -> re.Pattern[str]:
    """Any label with its colon, white space inside (日 期：) and both widths of brackets allowed, the longest first."""
    form = law.report_form()
    words = {form.words.kind_label} | {w for known in form.cover.values() for w in known.words()}
    either = [r"\s*".join(_either(c) for c in word) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<![\u4e00-\u9fff])({'|'.join(either)})\s*[:：]")


def _either(sign: str) -> str:
    return {"(": "[(（]", ")": "[)）]", "（": "[(（]", "）": "[)）]"}.get(sign, re.escape(sign))
