"""Reading execution reports: Word, our workbook, and JSON by the published schema. Nothing dropped, nothing guessed in silence."""

from postpermit.supervision.reading.errors import UnableToReadReport
from postpermit.supervision.reading.intake import read_report
from postpermit.supervision.reading.package import LARGEST
from postpermit.supervision.reading.published import as_published, from_published
from postpermit.supervision.reading.schema import schema
from postpermit.supervision.reading.template import blank_workbook, filled_workbook

__all__ = [
    "LARGEST",
    "UnableToReadReport",
    "as_published",
    "blank_workbook",
    "filled_workbook",
    "from_published",
    "read_report",
    "schema",
]
