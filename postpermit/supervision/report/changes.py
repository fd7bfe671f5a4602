"""What differs between two versions of a report, section by section and cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from postpermit import law
from postpermit.supervision.report.document import Report, Row


@dataclass(frozen=True)
class Change:
    """A difference: in which section, where, what it said and what it says now."""

    section: str
    place: str
    before: str
    after: str


def changes(old: Report, new: Report) -> list[Change]:
    """Every difference, in the order of the form."""
    return [*_cover(old, new), *_chapters(old, new), *_tables(old, new)]


def changed_sections(old: Report, new: Report) -> set[str]:
    """The sections that a division has to look at again."""
    return {c.section for c in changes(old, new)}


def _cover(old: Report, new: Report) -> Iterator[Change]:
    for code, field in law.report_form().cover.items():
        if old[code].bare != new[code].bare:
            yield Change("basic", f"封面“{field.label}”", old[code].text, new[code].text)


def _chapters(old: Report, new: Report) -> Iterator[Change]:
    for section in law.report_sections():
        before, after = old.text(section.code), new.text(section.code)
        if "".join(before.split()) != "".join(after.split()):
            yield Change(section.code, section.label, before, after)


def _tables(old: Report, new: Report) -> Iterator[Change]:
    for code, form in law.report_form().tables.items():
        first, second = named_rows(old.tables.get(code, ())), named_rows(new.tables.get(code, ()))
        for key in dict.fromkeys([*first, *second]):
            yield from _rows(form.section, first.get(key), second.get(key))


def named_rows(rows: tuple[Row, ...]) -> dict[tuple[str, ...], Row]:
    """Rows by what they are about (outlet, pollutant, name); of several about the same thing each by its turn."""
    out: dict[tuple[str, ...], Row] = {}
    turns: dict[tuple[str, ...], int] = {}
    for row in rows:
        form = law.report_form().tables[row.table]
        about = tuple(
            row[c].bare for c, f in form.columns.items() if f.kind == "text" and (f.fill or c in _KEYS)
        )
        turns[about] = turns.get(about, 0) + 1
        out[*about, str(turns[about])] = row
    return out


_KEYS = ("pollutant", "name", "parameter", "record", "item", "content")


def _rows(section: str, before: Row | None, after: Row | None) -> Iterator[Change]:
    if before is None or after is None:
        row = before or after
        assert row is not None
        said = "；".join(c.text for c in row.cells.values() if c.text)
        yield Change(section, row.place, said if before else "", said if after else "")
        return
    for code in dict.fromkeys([*before.cells, *after.cells]):
        if before[code].bare != after[code].bare:
            place = after[code].place or before[code].place
            yield Change(section, place, before[code].text, after[code].text)
