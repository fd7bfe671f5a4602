"""What every act on an assignment shares: the task's row is locked first, counted anew and completed last."""

from datetime import datetime

from django.db.models import Count, Q

from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.states import OPEN, AssignmentState, SlipState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToActOnSlip(Refused):
    """The task as a whole does not circulate: nothing moves on its assignments."""


def hold(slip_id: int) -> Slip:
    """The task, locked until the end of the transaction.

    Without the lock two divisions confirmed at the same moment would each see the other open, and neither would
    complete the task.
    """
    slip = Slip.objects.select_for_update().get(pk=slip_id)
    if slip.state != SlipState.CIRCULATING:
        raise UnableToActOnSlip(f"该联动任务当前为“{SlipState(slip.state).label}”，暂不能办理。")
    return slip


def settle(slip: Slip, *, by: Actor, at: datetime) -> None:
    """Count the receivers and complete the task when every one that remains is confirmed. Call while holding it."""
    counted = SlipAssignment.objects.filter(slip=slip).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        confirmed=Count("pk", filter=Q(state=AssignmentState.CONFIRMED)),
    )
    slip.receivers_open, slip.receivers_confirmed = counted["open"], counted["confirmed"]
    Slip.objects.filter(pk=slip.pk).update(
        receivers_open=slip.receivers_open, receivers_confirmed=slip.receivers_confirmed
    )
    if slip.state == SlipState.CIRCULATING and not slip.receivers_open and slip.receivers_confirmed:
        advance(slip, "complete", by=by, at=at, clause="plan:8.1", facts={"number": slip.number})
        rehang(slip, by=by, at=at)
