"""An execution report as it was read: cells with their places, rows, chapters, and what could not be read. No Django."""

from postpermit.supervision.report.cells import BLANK, Cell
from postpermit.supervision.report.document import Chapter, Report, Row, UnknownTable
from postpermit.supervision.report.keeping import from_kept, kept
from postpermit.supervision.report.periods import (
    days_of,
    first_and_last,
    kind_of,
    period_of,
    previous_periods,
    span_of,
    words_of,
)

__all__ = [
    "BLANK",
    "Cell",
    "Chapter",
    "Report",
    "Row",
    "UnknownTable",
    "days_of",
    "first_and_last",
    "from_kept",
    "kept",
    "kind_of",
    "period_of",
    "previous_periods",
    "span_of",
    "words_of",
]
