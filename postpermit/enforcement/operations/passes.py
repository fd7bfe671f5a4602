"""What this room does by itself: findings whose task was fed back or called off are followed."""

from dataclasses import dataclass
from datetime import datetime

from postpermit.enforcement.operations.slipping import follow_slips
from postpermit.trail.actors import Actor


@dataclass(frozen=True)
class Passed:
    """How many findings moved because of their task."""

    followed: int


def run_enforcement(*, by: Actor, at: datetime) -> Passed:
    """Every pass of this room once; a second run finds nothing to do."""
    return Passed(follow_slips(by=by, at=at))
