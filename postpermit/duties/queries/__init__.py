"""Reads of duties and records, named by what they answer."""

from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.queries.ledger import ledger
from postpermit.duties.queries.lists import (
    candidates,
    coverage,
    desk_of,
    discharged_duties,
    duty_list,
    kind_labels,
    kinds_recordable,
    open_duties_of,
    open_duties_on,
    reckoning_of,
    record_list,
    supervised,
)

__all__ = [
    "candidates",
    "coverage",
    "desk_of",
    "discharged_duties",
    "duty_list",
    "facts_of_register",
    "kind_labels",
    "kinds_recordable",
    "law_of",
    "ledger",
    "open_duties_of",
    "open_duties_on",
    "reckoning_of",
    "record_list",
    "supervised",
]
