"""The nouns of the register, one file each."""

from postpermit.register.models.facility import Facility, FieldProposal
from postpermit.register.models.facts import (
    Complaint,
    CreditGrade,
    EiaRecord,
    EnvironmentalStatistic,
    KeyUnitListing,
    Penalty,
)
from postpermit.register.models.imports import ColumnMapping, ExternalList, ExternalRow, RegisterImport
from postpermit.register.models.outlet import (
    Limit,
    Outlet,
    RegisteredItem,
    ReportRequirement,
    SelfMonitoring,
)
from postpermit.register.models.permit import Permit, PermitVersion, Registration

__all__ = [
    "ColumnMapping",
    "Complaint",
    "CreditGrade",
    "EiaRecord",
    "EnvironmentalStatistic",
    "ExternalList",
    "ExternalRow",
    "Facility",
    "FieldProposal",
    "KeyUnitListing",
    "Limit",
    "Outlet",
    "Penalty",
    "Permit",
    "PermitVersion",
    "RegisterImport",
    "RegisteredItem",
    "Registration",
    "ReportRequirement",
    "SelfMonitoring",
]
