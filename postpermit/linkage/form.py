"""Annex 5 as data: the rows of the form, and what differs between what was printed, what came back and what stands here.

Knows no Django: a form is rows, whoever printed or typed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postpermit.linkage.states import RowKind

FIELDS = {
    "text": "内容",
    "handler": "经办人",
    "approver": "负责人",
    "on": "日期",
    "remark": "备注",
}
SAME, PAPER, HERE, BOTH = "same", "paper", "here", "both"
SIDES = {
    PAPER: "纸质件有改动",
    HERE: "本系统有改动",
    BOTH: "两边都有改动",
}


@dataclass(frozen=True)
class FormRow:
    """A row of the form. ``on`` is a day as 2026-11-24, or "" ; ``nth`` counts rows of a division within a block."""

    kind: str
    division: str
    text: str = ""
    handler: str = ""
    approver: str = ""
    on: str = ""
    remark: str = ""
    nth: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes it this row and no other."""
        return (self.kind, self.division, self.nth)

    @property
    def blank(self) -> bool:
        """Whether nobody has written into it."""
        return not any(getattr(self, name) for name in FIELDS)

    def as_json(self) -> dict[str, Any]:
        """For keeping with the printed version."""
        return {"kind": self.kind, "division": self.division, "nth": self.nth} | {
            name: getattr(self, name) for name in FIELDS
        }

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "FormRow":
        """As it was kept."""
        return FormRow(**kept)


@dataclass(frozen=True)
class Cell:
    """One cell as it stands in three places, and which side changed it."""

    name: str
    label: str
    base: str
    here: str
    paper: str
    side: str


@dataclass(frozen=True)
class Difference:
    """A row that differs, with its cells."""

    kind: str
    division: str
    nth: int
    cells: tuple[Cell, ...]
    only: str = ""

    @property
    def key(self) -> str:
        """The name of its choice in the form on screen."""
        return f"{self.kind}-{self.division}-{self.nth}"

    @property
    def title(self) -> str:
        """The block of the form it belongs to."""
        return RowKind(self.kind).label

    @property
    def side(self) -> str:
        """Which side changed the row: one of them, or both."""
        sides = {c.side for c in self.cells if c.side != SAME}
        return next(iter(sides)) if len(sides) == 1 else BOTH

    @property
    def side_label(self) -> str:
        """The same in words."""
        return SIDES[self.side]


def counted(rows: Sequence[FormRow]) -> list[FormRow]:
    """The rows with ``nth`` counted per block and division, in the order given."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for row in rows:
        place = (row.kind, row.division)
        seen[place] = seen.get(place, 0) + 1
        out.append(FormRow(**{**row.as_json(), "nth": seen[place]}))
    return out


def compare(
    base: Sequence[FormRow] | None, here: Sequence[FormRow], paper: Sequence[FormRow]
) -> list[Difference]:
    """Row by row what differs. ``base``: the form as printed; None for one typed by hand, then nobody knows who changed.

    Rows that are the same here and on paper are not told. White space does not count.
    """
    sides = [{r.key: r for r in rows} for rows in (base or (), here, paper)]
    keys = list(dict.fromkeys([*sides[1], *sides[2]]))
    out = []
    for key in keys:
        rows = [side.get(key, FormRow(key[0], key[1], nth=key[2])) for side in sides]
        cells = tuple(_cell(name, label, rows, base is not None) for name, label in FIELDS.items())
        if any(c.side != SAME for c in cells):
            only = "paper" if key not in sides[1] else "here" if key not in sides[2] else ""
            out.append(Difference(*key, cells, only))
    return out


def _cell(name: str, label: str, rows: Sequence[FormRow], printed: bool) -> Cell:
    base, here, paper = (str(getattr(row, name)) for row in rows)
    return Cell(name, label, base, here, paper, _side(_bare(base), _bare(here), _bare(paper), printed))


def _side(base: str, here: str, paper: str, printed: bool) -> str:
    if here == paper:
        return SAME
    if not printed:
        return PAPER if not here else HERE if not paper else BOTH
    if base == here:
        return PAPER
    return HERE if base == paper else BOTH


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")
