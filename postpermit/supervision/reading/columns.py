"""Which column of a table found is which column of the form: exact headings first, then without brackets and units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from postpermit import law
from postpermit.supervision.reading.grid import Column
from postpermit.supervision.reading.wording import plain, unit_in, without_brackets, without_unit


@dataclass
class Mapped:
    """Columns found, by position → code of the form; ``doubts``: what a person should look at."""

    codes: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    # Code → a unit that the heading names and the form does not expect there.
    units: dict[str, str] = field(default_factory=dict)


def mapped(table: law.ReportTable, found: Sequence[Column], kind: str) -> Mapped:
    """Match every column with at most one field of the form; the closest wording wins."""
    out = Mapped()
    near = sorted(_near(table, found, kind))
    taken: dict[str, int] = {}
    for _, at, code in near:
        if at in out.codes:
            continue
        if code in taken:
            _doubt(out, table, found, code, taken[code], at)
            continue
        out.codes[at], taken[code] = code, at
    out.doubts = [d for d in dict.fromkeys(out.doubts) if d]
    _note_units(out, table, found)
    return out


def _near(table: law.ReportTable, found: Sequence[Column], kind: str) -> Iterator[tuple[int, int, str]]:
    """(distance, position, code) of every column that could be a field."""
    wanted = _wanted(table.code, kind)
    for at, column in enumerate(found):
        for step, form in enumerate(_forms(column)):
            for rank, code in wanted.get(form, ()):
                yield step * 100 + rank, at, code


def _forms(column: Column) -> list[str]:
    """The ways in which a heading may be meant, closest first. The spanning heading alone never stands for its parts."""
    if not column.plain:
        return []
    whole, own = "/".join(column.plain), column.plain[-1]
    bare = without_brackets(own)
    shorter = "/".join(without_brackets(p) for p in column.plain)
    return list(dict.fromkeys((whole, shorter, own, bare, without_unit(own), without_unit(bare))))


def _doubt(
    out: Mapped, table: law.ReportTable, found: Sequence[Column], code: str, first: int, second: int
) -> None:
    """Two figures that could both be meant: which one was taken is said."""
    if table.columns[code].kind == "value" and found[first].plain != found[second].plain:
        label = table.columns[code].label
        out.doubts.append(
            f"“{found[first].written}”和“{found[second].written}”两列都可能是“{label}”，按前者读入"
        )


def _note_units(out: Mapped, table: law.ReportTable, found: Sequence[Column]) -> None:
    for at, code in out.codes.items():
        wanted = {plain(u) for u in table.columns[code].units}
        named = [u for u in (unit_in(p) for p in found[at].plain) if u]
        if wanted and named and not wanted & set(named):
            out.units[code] = named[-1]
            out.doubts.append(f"列标题“{found[at].written}”的单位与表式不同，数值按原样读入，未换算")


@cache
def _wanted(table: str, kind: str) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Heading as compared → (rank among the field's words, code)."""
    out: dict[str, list[tuple[int, str]]] = {}
    for code, known in law.report_form().tables[table].columns.items():
        for rank, word in enumerate(known.words(kind)):
            for form in dict.fromkeys((plain(word), without_brackets(plain(word)))):
                out.setdefault(form, []).append((rank, code))
    return {form: tuple(rows) for form, rows in out.items()}


@cache
def vocabulary() -> frozenset[str]:
    """Every word that is a heading or a part of one: what tells a second heading row from a first row of figures."""
    words: set[str] = set()
    for table in law.report_form().tables.values():
        for known in table.columns.values():
            every = [*known.words(), *(w for of_kind in known.by_kind.values() for w in of_kind)]
            parts = {plain(part) for word in every for part in (word, word.rpartition("/")[2])}
            words |= parts | {without_brackets(p) for p in parts}
    return frozenset(words)
