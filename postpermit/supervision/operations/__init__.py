"""The acts of supervision, one a file."""

from postpermit.supervision.operations.auditing import audit_check, case_of, verdicts_of
from postpermit.supervision.operations.corrections import (
    UnableToCorrect,
    accept_correction,
    receive_corrections,
    refuse_correction,
)
from postpermit.supervision.operations.findings import (
    UnableToFind,
    add_finding,
    add_finding_from,
    adopt_finding,
    carry_finding,
    decline_finding,
    drop_finding,
    escalate_finding,
    not_a_lead,
    propose_finding,
)
from postpermit.supervision.operations.handing_over import UnableToHandOver, follow_leads, hand_over
from postpermit.supervision.operations.hints import confirm_hint, confirm_hints, dismiss_hints, return_hint
from postpermit.supervision.operations.notices import (
    UnableToNotify,
    deliver_notice,
    draft_notice,
    edit_notice,
    findings_to_tell,
    issue_notice,
    return_on_platform,
    send_notice_back,
    submit_notice,
)
from postpermit.supervision.operations.opening import (
    Owed,
    UnableToOpenCheck,
    excuse_check,
    open_checks,
    owed_by,
    owed_reports,
)
from postpermit.supervision.operations.passes import (
    audit_again,
    lapse_overdue,
    run_supervision,
    suspect_missing,
)
from postpermit.supervision.operations.readers import UnableToGiveReading, give_reading, sign_reading
from postpermit.supervision.operations.receiving import (
    UnableToReceive,
    check_of,
    receive_report,
    receive_stop_note,
)
from postpermit.supervision.operations.settling import UnableToActOnCheck, reviewing_divisions
from postpermit.supervision.operations.signing import (
    UnableToSignSections,
    is_clean,
    sign_clean,
    sign_sections,
)

__all__ = [
    "Owed",
    "UnableToActOnCheck",
    "UnableToCorrect",
    "UnableToFind",
    "UnableToGiveReading",
    "UnableToHandOver",
    "UnableToNotify",
    "UnableToOpenCheck",
    "UnableToReceive",
    "UnableToSignSections",
    "accept_correction",
    "add_finding",
    "add_finding_from",
    "adopt_finding",
    "audit_again",
    "audit_check",
    "carry_finding",
    "case_of",
    "check_of",
    "confirm_hint",
    "confirm_hints",
    "decline_finding",
    "deliver_notice",
    "dismiss_hints",
    "draft_notice",
    "drop_finding",
    "edit_notice",
    "escalate_finding",
    "excuse_check",
    "findings_to_tell",
    "follow_leads",
    "give_reading",
    "hand_over",
    "is_clean",
    "issue_notice",
    "lapse_overdue",
    "not_a_lead",
    "open_checks",
    "owed_by",
    "owed_reports",
    "propose_finding",
    "receive_corrections",
    "receive_report",
    "receive_stop_note",
    "refuse_correction",
    "return_hint",
    "return_on_platform",
    "reviewing_divisions",
    "run_supervision",
    "send_notice_back",
    "sign_clean",
    "sign_reading",
    "sign_sections",
    "submit_notice",
    "suspect_missing",
    "verdicts_of",
]
