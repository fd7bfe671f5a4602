"""What each waiting state of this room asks of whose desk, and by when."""

from dataclasses import dataclass

from postpermit.supervision.states import (
    CheckState,
    EventState,
    FindingState,
    NoticeState,
    ReviewState,
    RoutingState,
)


@dataclass(frozen=True)
class Wait:
    """``whose``: division (the matter's own), approval or holder; ``limit``: value of days.

    ``signs`` puts it on the desk of the one who signs there. ``limit`` "" means that the due date is fixed elsewhere.
    """

    kind: str
    clause: str
    whose: str
    signs: bool = False
    limit: str = ""


WAITS: dict[str, Wait] = {
    f"supervision.divisionreview/{ReviewState.OPEN}": Wait(
        "check-report", "plan:5.2", "division", limit="report.check.days"
    ),
    f"supervision.reportcheck/{CheckState.SIGNED}": Wait(
        "issue-notice", "plan:5.3", "approval", limit="notice.issue.days"
    ),
    f"supervision.feedbacknotice/{NoticeState.PENDING}": Wait(
        "approve-notice", "plan:5.3", "approval", True, "notice.approve.days"
    ),
    f"supervision.feedbacknotice/{NoticeState.ISSUED}": Wait("reply-notice", "plan:5.3", "holder"),
    f"supervision.finding/{FindingState.REPLIED}": Wait(
        "review-correction", "plan:5.3", "division", limit="correction.review.days"
    ),
    f"supervision.finding/{FindingState.LEAD}": Wait(
        "hand-over-lead", "plan:5.3", "division", limit="lead.handover.days"
    ),
    f"supervision.finding/{FindingState.CONFIRMED}/late": Wait(
        "settle-finding", "plan:5.3", "division", limit="finding.late.days"
    ),
    f"supervision.finding/{FindingState.PROPOSED}/late": Wait(
        "hand-over-lead", "plan:5.3", "division", limit="lead.handover.days"
    ),
    f"supervision.eventrouting/{RoutingState.RECEIVED}": Wait(
        "follow-event", "plan:9.2", "division", limit="event.acknowledge.days"
    ),
    f"supervision.eventrouting/{RoutingState.ACKNOWLEDGED}": Wait(
        "follow-event", "plan:9.2", "division", limit="event.follow.days"
    ),
    f"supervision.abnormalevent/{EventState.AWAITING}": Wait(
        "follow-event", "plan:9.2", "division", limit="event.restore.days"
    ),
}
