"""Figures of a report as several rules read and compare them: rounding, sums, and what a row is about."""

from collections.abc import Sequence
from decimal import Decimal

from postpermit import law
from postpermit.supervision.report import Cell, Row


def plain(number: Decimal) -> str:
    """0.2500 as 0.25, never with an exponent."""
    return f"{number.normalize():f}"


def about(row: Row) -> tuple[str, ...]:
    """What tells a row from others: its day, its outlet or the scope of its total, its pollutant."""
    day = row["on"].bare or row["from"].bare
    return tuple(t for t in (day, row.outlet or row.total, row.pollutant) if t)


def section_of(table: str) -> str:
    """The section of the report in which a table stands."""
    return law.report_form().tables[table].section


def label_of(table: str, column: str) -> str:
    """The column's name as the form prints it."""
    return law.report_form().tables[table].columns[column].label


def measured(cell: Cell) -> Decimal | None:
    """The number of a result that was found: 0.02L is a limit, not a result."""
    return None if cell.undetected else cell.number


def step(number: Decimal) -> Decimal:
    """One unit of the last written decimal: 0.01 of 2.35, 1 of 2 and of 20."""
    return Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))


def clearly_above(one: Decimal, other: Decimal) -> bool:
    """Whether ``one`` is the larger even if the one with fewer decimals was rounded."""
    if one <= other:
        return False
    mine, its = step(one), step(other)
    return one - other > (max(mine, its) / 2 if mine != its else 0)


def scope(row: Row) -> str:
    """Whose amount a row tells: an outlet's code, a total's name, or what stands instead of a code."""
    return row.outlet or row.total or row["outlet_name"].bare or row["type"].bare


def against_sum(total: Decimal, addends: Sequence[Decimal], share: Decimal) -> int:
    """-1 when the total is below the sum of its parts, 1 above it, 0 when rounding or the allowed share explains it.

    Each number written with decimals may be off by half of its last one; 1 beside 0.25 may be 1.00 with its zeros
    dropped. Whole numbers among themselves are taken as they stand.
    """
    whole = sum(addends, Decimal())
    if total == whole:
        return 0
    finest = min(step(n) for n in (total, *addends))
    halves = (step(n) if step(n) < 1 else finest for n in (total, *addends)) if finest < 1 else ()
    allowed = share * max(abs(total), abs(whole)) + sum(halves, Decimal()) / 2
    return 0 if abs(total - whole) <= allowed else 1 if total > whole else -1
