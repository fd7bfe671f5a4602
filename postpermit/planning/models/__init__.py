"""Nouns of planning: the year's plan and its visits, draws, needs, officers' beats and recusals, exceptions to a cap."""

from postpermit.planning.models.draw import (
    Commitment,
    Draw,
    DrawnOfficer,
    DrawnUnit,
    DrawReplacement,
    DrawSupplement,
)
from postpermit.planning.models.need import Need
from postpermit.planning.models.people import Beat, CapException, Recusal
from postpermit.planning.models.plan import PlannedDuty, PlannedVisit, YearPlan

__all__ = [
    "Beat",
    "CapException",
    "Commitment",
    "Draw",
    "DrawReplacement",
    "DrawSupplement",
    "DrawnOfficer",
    "DrawnUnit",
    "Need",
    "PlannedDuty",
    "PlannedVisit",
    "Recusal",
    "YearPlan",
]
