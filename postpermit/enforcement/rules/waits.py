"""What each waiting state of this room asks of whose desk, and by when; and which states were reached by stopping."""

from dataclasses import dataclass

from postpermit.enforcement.states import (
    CampaignFindingState,
    CaseState,
    ComplaintState,
    FindingState,
    ReviewState,
    VisitState,
)


@dataclass(frozen=True)
class Wait:
    """``whose``: "division" (the matter's own, as ``About.division`` says) or a division's code.

    ``signs`` puts it on the desk of the one who signs there. ``limit``: value of working days; "" means that the day is
    fixed by the matter (``About.due_on``).
    """

    kind: str
    clause: str
    whose: str = "division"
    signs: bool = False
    limit: str = ""


# ``<app>.<model>/<state>``, and ``/<mark>`` behind it where a state waits for different things.
WAITS: dict[str, Wait] = {
    f"enforcement.visit/{VisitState.PREPARED}": Wait(
        "assign-visit", "plan:6.1", "ENFORCEMENT", True, "visit.assign.days"
    ),
    f"enforcement.visit/{VisitState.ASSIGNED}": Wait("carry-out-visit", "plan:6.1"),
    f"enforcement.visit/{VisitState.UNDERWAY}": Wait("carry-out-visit", "plan:6.1"),
    f"enforcement.visit/{VisitState.ENDED}": Wait("close-visit", "plan:6.1", limit="visit.close.days"),
    f"enforcement.visit/{VisitState.CLOSED}/disclose": Wait(
        "disclose-inspection", "plan:6.1", limit="inspection.disclosure.days"
    ),
    f"enforcement.visitfinding/{FindingState.OPEN}": Wait(
        "settle-visit-finding", "plan:6.1", limit="finding.settle.days"
    ),
    f"enforcement.visitfinding/{FindingState.CORRECTING}": Wait("recheck-visit", "plan:6.1"),
    # A case: the days without a value are fixed by its clocks (``CLOCKS``).
    f"enforcement.penaltycase/{CaseState.FOUND}": Wait("file-case", "plan:3.5", "ENFORCEMENT", True),
    f"enforcement.penaltycase/{CaseState.FILED}": Wait("investigate-case", "plan:3.5"),
    f"enforcement.penaltycase/{CaseState.INVESTIGATED}": Wait(
        "submit-case", "plan:3.4", limit="case.submit.days"
    ),
    f"enforcement.penaltycase/{CaseState.REVIEWED}": Wait("notify-case", "plan:3.5"),
    f"enforcement.penaltycase/{CaseState.NOTIFIED}": Wait("decide-case", "plan:3.5", "ENFORCEMENT", True),
    f"enforcement.penaltycase/{CaseState.DECIDED}": Wait("serve-decision", "plan:3.5"),
    f"enforcement.penaltycase/{CaseState.SERVED}": Wait(
        "execute-decision", "plan:3.5", limit="case.close.days"
    ),
    f"enforcement.penaltycase/{CaseState.EXECUTED}": Wait("close-case", "plan:3.5", limit="case.close.days"),
    **{
        f"enforcement.penaltycase/{state}": Wait("close-case", "plan:3.5", limit="case.close.days")
        for state in (CaseState.NOT_PUNISHED, CaseState.REVOKED)
    },
    **{
        f"enforcement.penaltycase/{state}": Wait("archive-case", "plan:3.5")
        for state in (CaseState.CLOSED, CaseState.NOT_FILED, CaseState.WITHDRAWN)
    },
    **{
        f"enforcement.penaltycase/{state}/disclose": Wait("disclose-decision", "plan:3.5")
        for state in (CaseState.DECIDED, CaseState.SERVED, CaseState.EXECUTED)
    },
    **{
        f"enforcement.penaltycase/{state}/withdraw": Wait("withdraw-disclosure", "plan:3.5")
        for state in (
            CaseState.SERVED,
            CaseState.EXECUTED,
            CaseState.REVOKED,
            CaseState.CLOSED,
            CaseState.ARCHIVED,
        )
    },
    f"enforcement.legalreview/{ReviewState.ASKED}": Wait(
        "review-case", "plan:3.4", "LEGAL", limit="case.review.days"
    ),
    f"enforcement.visitcomplaint/{ComplaintState.RECEIVED}": Wait(
        "route-complaint", "plan:8.2", "ENFORCEMENT", limit="complaint.route.days"
    ),
    f"enforcement.visitcomplaint/{ComplaintState.ROUTED}": Wait(
        "handle-complaint", "plan:8.2", limit="complaint.handle.days"
    ),
    f"enforcement.visitcomplaint/{ComplaintState.HANDLED}": Wait(
        "reply-complaint", "plan:8.2", "ENFORCEMENT", limit="complaint.reply.days"
    ),
    f"enforcement.campaignfinding/{CampaignFindingState.OPEN}": Wait("rectify-campaign-finding", "plan:8.2"),
    f"enforcement.campaignfinding/{CampaignFindingState.RECTIFIED}": Wait(
        "strike-campaign-finding", "plan:8.2", "APPROVAL", True, "campaign.strike.days"
    ),
}

# What a case waits for beside its stage, whatever that is, while the clock of that name runs: mark → (wait, clock).
BESIDE: dict[str, tuple[Wait, str]] = {
    "preservation-approval": (Wait("approve-preservation", "plan:3.5"), "preservation-approval"),
    "preservation": (Wait("settle-preservation", "plan:3.5"), "preservation"),
    "seizure": (Wait("release-seizure", "plan:3.5"), "seizure"),
    "recheck": (Wait("recheck-correction", "plan:3.5"), "recheck"),
    "spot-report": (Wait("report-spot-decision", "plan:3.5"), "simple-report"),
}
# A case without an offence leaves nothing to recheck; what was taken from the party still goes back to it.
DROPPED_WITH_THE_CASE = ("recheck", "spot-report")

# ``<app>.<model>/<state>`` → why what was waited for no longer applies; any other move has done it.
STOPPED: dict[str, str] = {
    f"enforcement.visit/{VisitState.CANCELLED}": "检查已取消",
    f"enforcement.visitfinding/{FindingState.DROPPED}": "问题已撤销",
    f"enforcement.penaltycase/{CaseState.WITHDRAWN}": "案件已撤销",
    f"enforcement.visitcomplaint/{ComplaintState.WITHDRAWN}": "登记已撤销",
    f"enforcement.campaignfinding/{CampaignFindingState.WITHDRAWN}": "登记已撤销",
}

# Kind of duty → the clock of the case that fixes its day.
CLOCKS = {
    "file-case": "filing",
    "investigate-case": "decision",
    "notify-case": "decision",
    "decide-case": "decision",
    "serve-decision": "service",
    "execute-decision": "payment",
    "disclose-decision": "disclosure",
    "withdraw-disclosure": "withdrawal",
    "archive-case": "archive",
}
