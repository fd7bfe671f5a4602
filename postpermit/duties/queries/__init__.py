"""Reads of duties and records, named by what they answer."""

from postpermit.duties.queries.coverage import (
    BUCKETS,
    COUNTED,
    ClauseRow,
    Figures,
    coverage_by_clause,
    duties_in,
    in_bucket,
    year_of,
)
from postpermit.duties.queries.delays import reason_words, reasons_of, with_reasons
from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.queries.ledger import ledger
from postpermit.duties.queries.lists import (
    candidates,
    desk_of,
    discharged_duties,
    duty_list,
    instruction_places,
    kind_labels,
    kinds_recordable,
    open_duties_of,
    open_duties_on,
    reckoning_of,
    record_list,
    supervised,
)

__all__ = [
    "BUCKETS",
    "COUNTED",
    "ClauseRow",
    "Figures",
    "candidates",
    "coverage_by_clause",
    "desk_of",
    "discharged_duties",
    "duties_in",
    "duty_list",
    "facts_of_register",
    "in_bucket",
    "instruction_places",
    "kind_labels",
    "kinds_recordable",
    "law_of",
    "ledger",
    "open_duties_of",
    "open_duties_on",
    "reason_words",
    "reasons_of",
    "reckoning_of",
    "record_list",
    "supervised",
    "with_reasons",
    "year_of",
]
