"""The task to 审批科 that a visit to a unit that is gone raised by itself."""

from postpermit.enforcement.models import Visit
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Ground, SlipState


def register_task(visit: Visit) -> Slip | None:
    """The task that this visit raised and that was not taken back."""
    known = Slip.objects.filter(
        facility=visit.facility, ground=Ground.OTHER, description__contains=visit.number
    )
    return known.exclude(state=SlipState.WITHDRAWN).order_by("pk").first()
