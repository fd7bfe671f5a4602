"""Reads of supervision, named by what they answer."""

from postpermit.supervision.queries.board import FIGURE_LABELS, Board, board_of, figure_filter, with_figures
from postpermit.supervision.queries.facts import facts_of, permit_facts
from postpermit.supervision.queries.lists import UnableToTakeReportList, columns_of, find_units, rows_of
from postpermit.supervision.queries.statistics import RuleLine, rule_lines

__all__ = [
    "FIGURE_LABELS",
    "Board",
    "RuleLine",
    "UnableToTakeReportList",
    "board_of",
    "columns_of",
    "facts_of",
    "figure_filter",
    "find_units",
    "permit_facts",
    "rows_of",
    "rule_lines",
    "with_figures",
]
