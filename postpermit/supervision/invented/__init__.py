"""Invented holders and execution reports by seed, right or with one known error, for demo, tests and benches."""

from postpermit.supervision.invented.facts import facts_of
from postpermit.supervision.invented.habits import rewritten
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.inventing import invent_holder
from postpermit.supervision.invented.published import as_json
from postpermit.supervision.invented.reports import invent_report
from postpermit.supervision.invented.sheets import as_xlsx
from postpermit.supervision.invented.word import as_docx
from postpermit.supervision.invented.written import Written

__all__ = [
    "Holder",
    "Written",
    "as_docx",
    "as_json",
    "as_xlsx",
    "facts_of",
    "invent_holder",
    "invent_report",
    "rewritten",
]
