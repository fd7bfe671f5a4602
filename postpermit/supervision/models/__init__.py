"""The nouns of supervision, one file each."""

from postpermit.supervision.models.campaign import (
    Campaign,
    CampaignRow,
    CampaignTarget,
    PlatformList,
)
from postpermit.supervision.models.check import (
    AuditRun,
    DivisionReview,
    ExecutionReport,
    ReportCheck,
    ReportVersion,
    SectionSignature,
)
from postpermit.supervision.models.event import AbnormalEvent, EventRouting
from postpermit.supervision.models.evidence import (
    DisclosureCheck,
    DisclosurePlatform,
    EmergencyPlan,
    LedgerCheck,
)
from postpermit.supervision.models.finding import Finding, Hint
from postpermit.supervision.models.notice import Correction, FeedbackNotice
from postpermit.supervision.models.reading import ReadingOrder

__all__ = [
    "AbnormalEvent",
    "AuditRun",
    "Campaign",
    "CampaignRow",
    "CampaignTarget",
    "Correction",
    "DisclosureCheck",
    "DisclosurePlatform",
    "DivisionReview",
    "EmergencyPlan",
    "EventRouting",
    "ExecutionReport",
    "FeedbackNotice",
    "Finding",
    "Hint",
    "LedgerCheck",
    "PlatformList",
    "ReadingOrder",
    "ReportCheck",
    "ReportVersion",
    "SectionSignature",
]
