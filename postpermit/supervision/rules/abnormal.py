"""Abnormal events of treatment facilities as their table tells them: one event, several pollutants, merged cells."""

import re
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import Case
from postpermit.supervision.rules.wording import bare, dates_in

TABLE = "facility-abnormal"
CONTENT = ("from", "to", "facility", "cause", "response")
NONE_HAPPENED = re.compile(
    r"[无未没][^,。;]{0,6}(?:异常|故障|情况|发生)|(?!.*(?:恢复|非|不正))[^,。;]{0,12}正常|不适用|不涉及|无此项|以下空白"
)
CODE = re.compile(r"T[AW]\d{3,4}|MF\d{4}")


@dataclass(frozen=True)
class Event:
    """One event: its rows, one for each pollutant, and the days from start to end; None when they cannot be read."""

    rows: tuple[Row, ...]
    span: tuple[date, date] | None

    def cell(self, column: str) -> Cell:
        """The first filled cell of the event in a column; the first one when none is."""
        return next((row[column] for row in self.rows if not row[column].empty), self.rows[0][column])

    def blank(self, column: str) -> bool:
        """Whether no row of the event says anything there."""
        return self.cell(column).empty

    def has_column(self, column: str) -> bool:
        """Whether the table as it came has such a column."""
        return any(column in row.cells for row in self.rows)

    def label(self, column: str) -> str:
        """The heading."""
        return law.report_form().tables[TABLE].columns[column].label

    @property
    def name(self) -> str:
        """The facility as written."""
        return self.cell("facility").bare or "未写明的设施"

    @property
    def when(self) -> str:
        """The start as written."""
        return self.cell("from").bare or self.rows[0].place


def events_of(case: Case) -> tuple[Event, ...]:
    """The events of the report; rows that say that nothing happened are none."""
    if "abnormal.events" not in case.memo:
        groups: list[list[Row]] = []
        for row in case.read.rows(TABLE):
            if groups and _goes_on(groups[-1][0], row):
                groups[-1].append(row)
            elif _tells(row):
                groups.append([row])
        case.memo["abnormal.events"] = tuple(Event(tuple(rows), _span(rows)) for rows in groups)
    return case.memo["abnormal.events"]


def same_facility(one: str, other: str) -> bool:
    """Whether two bare texts name one facility: by code, else by one standing in the other."""
    codes, others = _codes(one), _codes(other)
    if codes and others:
        return bool(codes & others)
    return bool(one and other) and (one in other or other in one)


def other_facility(one: str, other: str) -> bool:
    """Whether the codes in two bare texts are surely those of different facilities."""
    codes, others = _codes(one), _codes(other)
    return bool(codes and others) and not codes & others


def _codes(text: str) -> set[str]:
    return set(CODE.findall(text.upper()))


def _goes_on(before: Row, row: Row) -> bool:
    """A further pollutant of the same event: everything else is the same or merged with the row above."""
    return all(row[c].empty or row[c].bare == before[c].bare for c in CONTENT)


def _tells(row: Row) -> bool:
    said = [row[c].bare for c in CONTENT if not row[c].empty and not row[c].not_applicable]
    return bool(said) and not all(NONE_HAPPENED.fullmatch(bare(text)) for text in said)


def _span(rows: list[Row]) -> tuple[date, date] | None:
    days = [day for row in rows for c in ("from", "to") for day in dates_in(row[c].text)]
    return (min(days), max(days)) if days else None
