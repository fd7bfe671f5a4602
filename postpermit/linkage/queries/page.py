"""One linkage task with everything that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip, SlipAssignment, SlipRow
from postpermit.linkage.queries.lists import awaited
from postpermit.trail.models import reference


@dataclass(frozen=True)
class SlipPage:
    """Receivers in the order they came, rows of annex 5 with their signatures, and the duties that run now."""

    assignments: Sequence[SlipAssignment]
    rows: Sequence[SlipRow]
    waits: Sequence[Duty]


def slip_page_of(slip: Slip) -> SlipPage:
    """The parts of the page in three queries."""
    parts = list(slip.assignments.select_related("division", "handed_from__division", "slip").order_by("pk"))
    rows = list(slip.rows.select_related("division", "signature", "feedback").order_by("pk"))
    names = [reference(slip), *(reference(p) for p in parts)]
    return SlipPage(parts, rows, awaited(names))
