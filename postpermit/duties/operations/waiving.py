"""免办: asked with a reason by one person, decided by another."""

from datetime import datetime

from postpermit.duties.models import Duty
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToWaive(Refused):
    """The same person cannot ask and decide, or the duty belongs to a matter that ends by itself."""


def ask_waiver(*, duty: Duty, why: str, by: Actor, at: datetime) -> Duty:
    """Ask that the duty need not be done; until somebody else agrees it stays due."""
    if duty.subject_ref:
        raise UnableToWaive("联动任务的事项随任务办理或撤回，不能单独免办。")
    changes = {"asked_by": by.ref, "asked_why": why.strip()}
    advance(duty, "ask-waiver", by=by, at=at, clause=duty.clause, why=why, changes=changes)
    return duty


def agree_waiver(*, duty: Duty, by: Actor, at: datetime) -> Duty:
    """Agree; reason and both names stay in the trail."""
    _refuse_same(duty, by)
    note = f"免办：{duty.asked_why}"[:200]
    advance(
        duty, "agree-waiver", by=by, at=at, clause=duty.clause, why=duty.asked_why, changes={"note": note}
    )
    return duty


def refuse_waiver(*, duty: Duty, why: str, by: Actor, at: datetime) -> Duty:
    """Not agree; the duty is open as before."""
    _refuse_same(duty, by)
    changes = {"asked_by": "", "asked_why": ""}
    advance(duty, "refuse-waiver", by=by, at=at, clause=duty.clause, why=why, changes=changes)
    return duty


def _refuse_same(duty: Duty, by: Actor) -> None:
    if by.ref == duty.asked_by:
        raise UnableToWaive("申请免办和同意免办不能为同一人。")
