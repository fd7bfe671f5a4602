"""What this room does by itself: findings follow their tasks, the plan's visits follow the records."""

from dataclasses import dataclass
from datetime import datetime

from postpermit.enforcement.operations.slipping import follow_slips
from postpermit.planning.operations import follow_records
from postpermit.trail.actors import Actor


@dataclass(frozen=True)
class Passed:
    """How many findings moved because of their task, and planned visits because of a record."""

    followed: int
    planned: int = 0


def run_enforcement(*, by: Actor, at: datetime) -> Passed:
    """Every pass of this room once; a second run finds nothing to do."""
    plan = follow_records(by=by, at=at)
    return Passed(follow_slips(by=by, at=at), plan.done + plan.again + plan.narrowed)
