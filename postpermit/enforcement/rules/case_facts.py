"""What the rules of a penalty case need to know: bare dates and facts, filled by whoever loads the case."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postpermit.trail.steps import Labelled


class Pause(Labelled):
    """Why days do not count towards the time for a decision (order 30, art. 57)."""

    HEARING = "HEARING", "听证"
    ANNOUNCEMENT = "ANNOUNCEMENT", "公告"
    MONITORING = "MONITORING", "监测（检测）"
    APPRAISAL = "APPRAISAL", "鉴定（评估、认定）"
    SERVICE = "SERVICE", "送达"
    SUSPENSION = "SUSPENSION", "中止"


@dataclass(frozen=True)
class Span:
    """Days that do not count, the first and the last included; ``until`` None: still going on."""

    reason: Pause
    since: date
    until: date | None = None


@dataclass(frozen=True)
class CaseFacts:
    """The dates of one case in the order of the procedure; None: not yet, or not at all.

    ``…_by`` are dates that somebody fixed: the end of the time for correction, of a deferred payment.
    """

    simple: bool = False
    found_on: date | None = None
    filed_on: date | None = None
    not_filed_on: date | None = None
    filing_extended: bool = False
    preserved_on: date | None = None
    preservation_approved_on: date | None = None
    preservation_settled_on: date | None = None
    seized_on: date | None = None
    seizure_extended: bool = False
    released_on: date | None = None
    monitoring_report_on: date | None = None
    correction_served_on: date | None = None
    correct_by: date | None = None
    corrected_on: date | None = None
    rechecked_on: date | None = None
    investigated_on: date | None = None
    reviewed_on: date | None = None
    discussed_on: date | None = None
    notified_on: date | None = None
    statement_on: date | None = None
    statement_waived_on: date | None = None
    hearing_offered: bool = False
    hearing_requested_on: date | None = None
    hearing_noticed_on: date | None = None
    hearing_set_for: date | None = None
    hearing_waived_on: date | None = None
    heard_on: date | None = None
    decision_extension_days: int = 0
    decided_on: date | None = None
    not_punished_on: date | None = None
    withdrawn_on: date | None = None
    fine_yuan: Decimal | None = None
    served_on: date | None = None
    disclosed_on: date | None = None
    overturned_on: date | None = None
    revoked_on: date | None = None
    refunded_on: date | None = None
    disclosure_withdrawn_on: date | None = None
    pay_by: date | None = None
    paid_on: date | None = None
    review_applied_on: date | None = None
    review_ended_on: date | None = None
    suit_filed_on: date | None = None
    suit_ended_on: date | None = None
    court_applied_on: date | None = None
    simple_reported_on: date | None = None
    closed_on: date | None = None
    archived_on: date | None = None
    spans: tuple[Span, ...] = ()
