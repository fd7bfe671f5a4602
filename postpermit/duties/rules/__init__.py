"""What is due when, as pure functions of register facts, law values and a calendar."""

from postpermit.duties.rules.facts import Basis, Due, HolderFacts, Law, Planned, Term
from postpermit.duties.rules.records import (
    RECORD_KINDS,
    RecordKind,
    counts_for,
    kinds_discharged,
    meets,
    serves_period,
)
from postpermit.duties.rules.year import plan_year

__all__ = [
    "RECORD_KINDS",
    "Basis",
    "Due",
    "HolderFacts",
    "Law",
    "Planned",
    "RecordKind",
    "Term",
    "counts_for",
    "kinds_discharged",
    "meets",
    "plan_year",
    "serves_period",
]
