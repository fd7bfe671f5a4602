"""Laying a line of cells under the columns of a heading, also where the line has more or fewer cells than the heading."""

from collections.abc import Iterator
from typing import NamedTuple

from postpermit.supervision.reading.grid import Line, Slot
from postpermit.supervision.reading.recognising import Recognised


class Spot(NamedTuple):
    """A cell under a column: the column's code ("" where nobody knows it) and its heading as written."""

    code: str
    name: str
    slot: Slot


def laid(told: Recognised, line: Line) -> list[Spot] | None:
    """Every cell of the line with its column; None when the line cannot be laid under the heading."""
    found = told.columns
    spread = _spread_at(told)
    if spread is not None:
        return _spread(told, line, spread)
    if line.width == found[-1].end and len(line.slots) != len(found):
        return list(_overlapping(told, line))
    if len(line.slots) >= len(found):
        return [_spot(told, at, slot) for at, slot in enumerate(line.slots)]
    return None


def _spot(told: Recognised, at: int, slot: Slot) -> Spot:
    name = told.columns[at].written if at < len(told.columns) else ""
    return Spot(told.mapped.codes.get(at, ""), name or f"第{at + 1}列", slot)


def _overlapping(told: Recognised, line: Line) -> Iterator[Spot]:
    """Cells under columns by their position on the grid; of several columns under one cell the first known one."""
    for slot in line.slots:
        under = [at for at, c in enumerate(told.columns) if c.start < slot.end and slot.start < c.end]
        known = [at for at in under if at in told.mapped.codes]
        if under:
            yield _spot(told, (known or under)[0], slot)


def _spread_at(told: Recognised) -> int | None:
    """Which named column stands over several; None where each has its own heading, as in our template."""
    codes = told.mapped.codes
    for at, code in codes.items():
        shared = told.table.spread.get(code, ())
        if shared and not any(other in codes.values() for other in shared if other != code):
            return at
    return None


def _spread(told: Recognised, line: Line, spread: int) -> list[Spot] | None:
    """表1-1: one heading over group, item and value. The last of these cells is the value, the one before it the item.

    The heading may have fewer cells than the body, and a row without a group has one cell less: what stands left and
    right of the spreading column is counted off from both ends.
    """
    named = [at for at, column in enumerate(told.columns) if column.path]
    here = named.index(spread)
    left, right = named[:here], named[here + 1 :]
    middle = line.slots[len(left) : len(line.slots) - len(right)]
    if not middle:
        return None
    codes = told.table.spread[told.mapped.codes[spread]]
    own = codes[-len(middle) :] if len(middle) > 1 else (told.mapped.codes[spread],)
    more = [""] * (len(middle) - len(own))
    # The outermost group first; groups within it are kept beside the row.
    if more:
        own = (own[0], *more, *own[1:])
    name = told.columns[spread].written
    spots = [_spot(told, at, slot) for at, slot in zip(left, line.slots, strict=False)]
    spots += [Spot(code, name, slot) for code, slot in zip(own, middle, strict=True)]
    return spots + [_spot(told, at, slot) for at, slot in zip(right, line.slots[-len(right) :], strict=False)]
