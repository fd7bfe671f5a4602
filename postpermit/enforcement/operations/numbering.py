"""The 检查码 is the number of the visit in the system that gave it: noted once, carried to the record of the visit."""

from datetime import datetime

from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Record
from postpermit.trail.actors import Actor
from postpermit.trail.models import reference
from postpermit.trail.references import end_reference, refer, references_of


def carry_code(*, made: Record, code: str, by: Actor, at: datetime) -> None:
    """Note the code as the record's number in each system of the district that gives codes; a corrected one replaces it.

    Without a code nothing is noted, and a number that somebody entered by hand for the record is corrected with it.
    """
    if not code:
        return
    held = {r.system: r for r in references_of(reference(made))}
    for system in law.systems():
        if not system.gives_codes:
            continue
        known = held.get(system.code)
        if known is not None and known.number != code:
            end_reference(held=known, why="检查码更正", by=by, at=at)
        refer(subject=made, system=system.code, number=code, on=localdate(at), by=by, at=at)
