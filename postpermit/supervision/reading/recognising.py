"""Which table of the form a table found is: by its headings, then by its title, its outlets and its pollutants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from postpermit import law
from postpermit.supervision.reading.columns import Mapped, mapped, vocabulary
from postpermit.supervision.reading.grid import Column, Grid, Line, banner, columns
from postpermit.supervision.reading.wording import plain, title, without_brackets

HEADING_ROWS, MOST_BANNERS, LONGEST_UNIT = 3, 5, 10


@dataclass
class Recognised:
    """A table of the form found in the file: its columns, where its body begins, and what is doubtful."""

    table: law.ReportTable
    columns: list[Column]
    mapped: Mapped
    body: int
    titles: tuple[str, ...] = ()
    doubts: list[str] = field(default_factory=list)
    # Tables that the headings fit as well: rows of another medium may stand among these.
    rivals: tuple[law.ReportTable, ...] = ()
    titled: bool = False


def recognise(grid: Grid, kind: str) -> Recognised | str:
    """The table; or in words why it cannot be told ("" where no heading is known)."""
    first, titles = _past_banners(grid)
    titles = (*titles, *grid.titles)
    said = ""
    for rows in range(_heading_rows(grid.lines[first:]), 0, -1):
        found = columns(grid.lines[first : first + rows])
        told = _told(grid, found, first + rows, titles, kind)
        if isinstance(told, Recognised):
            return told
        said = said or told
    return said


def _past_banners(grid: Grid) -> tuple[int, tuple[str, ...]]:
    """Lines across the top that are a title or a unit, nearest first."""
    at, titles = 0, list[str]()
    while at < min(len(grid.lines) - 1, MOST_BANNERS):
        text = banner(grid.lines[at], grid.width)
        if grid.lines[at].texts and not text:
            break
        titles[:0] = [text] if text else []
        at += 1
    return at, tuple(titles)


def _heading_rows(lines: Sequence[Line]) -> int:
    """How many rows the heading has: a further one consists of known headings."""
    rows = 1
    for line in lines[1:HEADING_ROWS]:
        texts = line.bare
        known = sum(t in vocabulary() or without_brackets(t) in vocabulary() for t in texts)
        if not texts or known < 0.6 * len(texts):
            break
        rows += 1
    return rows


def _told(grid: Grid, found: list[Column], body: int, titles: tuple[str, ...], kind: str) -> Recognised | str:
    joined = "|".join("/".join(c.plain) for c in found)
    fits = _fitting(joined)
    named = _named(titles)
    if named is not None and named not in fits and _worded_otherwise(named, found, fits, kind):
        fits = [named]
    if not fits:
        return ""
    weighed = [(_Evidence(grid, found, body, titles, joined, kind, t, fits), t) for t in fits]
    weighed.sort(key=lambda pair: -pair[0].weight)
    best, table = weighed[0]
    if len(weighed) > 1 and weighed[1][0].weight == best.weight:
        return f"分不清是“{'”还是“'.join(t.title for t in fits)}”"
    if best.weight < 0:
        return f"列标题像“{table.title}”，但排放口编号不属于这张表"
    out = Recognised(table, found, best.mapped, body, titles)
    out.rivals = tuple(t for t in fits if t.code != table.code)
    out.titled = best.titled
    out.doubts = [*best.mapped.doubts, *_against(best, table), *_unit_above(out)]
    return out


def _unit_above(told: Recognised) -> list[str]:
    """单位：kg above the table, where its columns are meant in another unit and name none themselves."""
    before = f"{plain(law.report_form().words.unit_label)}:"
    said = next((plain(t).removeprefix(before) for t in told.titles if plain(t).startswith(before)), "")
    meant = {c: told.table.columns[c] for c in told.mapped.codes.values()}
    other = [c for c, known in meant.items() if known.units and said not in {plain(u) for u in known.units}]
    if not said or not other or len(said) > LONGEST_UNIT:
        return []
    told.mapped.units |= dict.fromkeys(other, said)
    return [f"表上方写明单位 {said}，与表式不同，数值按原样读入，未换算"]


def _against(best: "_Evidence", table: law.ReportTable) -> list[str]:
    return [f"{'、'.join(best.against)}与“{table.title}”不符，请核对"] if best.against else []


def _fitting(joined: str) -> list[law.ReportTable]:
    """Tables whose words occur; of these, those with the most groups."""
    fits = [
        (len(when), law.report_form().tables[code])
        for code, (when, unless) in _conditions().items()
        if all(any(w in joined for w in group) for group in when) and not any(w in joined for w in unless)
    ]
    most = max((groups for groups, _ in fits), default=0)
    return [table for groups, table in fits if groups == most]


def _named(titles: Sequence[str]) -> law.ReportTable | None:
    """The table whose title stands in full above, the nearest line first."""
    return next((_by_title()[title(t)] for t in titles if title(t) in _by_title()), None)


def _worded_otherwise(
    named: law.ReportTable, found: list[Column], fits: list[law.ReportTable], kind: str
) -> bool:
    """A title in full decides where as many of its columns are there as of any table that the headings fit."""
    own = len(mapped(named, found, kind).codes)
    written = sum(1 for c in found if c.plain)
    others = max((len(mapped(t, found, kind).codes) for t in fits), default=0)
    return own >= max(2, written / 2) and own >= others


class _Evidence:
    """What speaks for and against a table among those that its headings fit."""

    def __init__(
        self,
        grid: Grid,
        found: list[Column],
        body: int,
        titles: tuple[str, ...],
        joined: str,
        kind: str,
        table: law.ReportTable,
        fits: list[law.ReportTable],
    ) -> None:
        self.mapped = mapped(table, found, kind)
        self.weight, self.titled = 0, False
        self.against: list[str] = []
        rivals = [t for t in fits if t.code != table.code]
        self._by_titles(table, rivals, titles)
        self._by_outlets(table, _column(grid, body, self.mapped, "outlet"))
        if rivals:
            self._by_words(table, rivals, joined)
            self._by_pollutants(table, rivals, _column(grid, body, self.mapped, "pollutant"))

    def _by_titles(
        self, table: law.ReportTable, rivals: list[law.ReportTable], titles: tuple[str, ...]
    ) -> None:
        for text in titles:
            bare = title(text)
            if _by_title().get(bare) is table:
                self.weight += 3
            own = any(plain(w) in bare for w in table.titles) or _by_title().get(bare) is table
            other = any(plain(w) in bare for t in rivals for w in t.titles)
            if own != other:
                self.titled = own
                self._speak(own, 2, f"标题“{text.strip()[:30]}”")
                return

    def _by_outlets(self, table: law.ReportTable, outlets: list[str]) -> None:
        own = sum(o.startswith(p) for o in outlets for p in table.outlets)
        other = sum(o.startswith(p) for o in outlets for p in _prefixes() if p not in table.outlets)
        if table.outlets and own != other:
            self._speak(own > other, 3, "排放口编号")

    def _by_words(self, table: law.ReportTable, rivals: list[law.ReportTable], joined: str) -> None:
        own = any(plain(w) in joined for w in table.hints)
        other = any(plain(w) in joined for t in rivals for w in t.hints)
        if own != other:
            self._speak(own, 2, "列标题")

    def _by_pollutants(self, table: law.ReportTable, rivals: list[law.ReportTable], named: list[str]) -> None:
        standard = [law.pollutants().standard(n) or n for n in named]
        own = sum(n in table.pollutants for n in standard)
        other = sum(n in t.pollutants for n in standard for t in rivals)
        if own != other:
            self._speak(own > other, 1, "污染物种类")

    def _speak(self, own: bool, weight: int, what: str) -> None:
        self.weight += weight if own else -weight
        if not own:
            self.against.append(what)


def _column(grid: Grid, body: int, found: Mapped, code: str) -> list[str]:
    """What stands in a column of the body, upper case."""
    at = next((place for place, known in found.codes.items() if known == code), None)
    if at is None:
        return []
    lines = [line for line in grid.lines[body:] if at < len(line.slots)]
    return ["".join(line.slots[at].text.split()).upper() for line in lines if line.slots[at].text]


@cache
def _conditions() -> dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]]:
    return {
        code: (
            tuple(tuple(plain(w) for w in group) for group in table.when),
            tuple(plain(w) for w in table.unless),
        )
        for code, table in law.report_form().tables.items()
    }


@cache
def _by_title() -> dict[str, law.ReportTable]:
    return {title(t.title): t for t in law.report_form().tables.values()}


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for t in law.report_form().tables.values() for p in t.outlets))
