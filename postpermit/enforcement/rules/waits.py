"""What each waiting state of this room asks of whose desk, and by when; and which states were reached by stopping."""

from dataclasses import dataclass

from postpermit.enforcement.states import FindingState, VisitState


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
}

# ``<app>.<model>/<state>`` → why what was waited for no longer applies; any other move has done it.
STOPPED: dict[str, str] = {
    f"enforcement.visit/{VisitState.CANCELLED}": "检查已取消",
    f"enforcement.visitfinding/{FindingState.DROPPED}": "问题已撤销",
}
