"""延期原因: why a duty is late, or will be. It changes no date; it stands beside every late row."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.models import Delay, Duty
from postpermit.duties.states import DelayReason, DutyState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToExplain(Refused):
    """There is nothing to explain, or the reason 其他 says no more."""


@transaction.atomic
def explain_delay(
    *, duties: Sequence[Duty], code: str, text: str = "", by: Actor, at: datetime
) -> list[Delay]:
    """Give one reason for one or many duties; the newest of a duty counts."""
    if code not in {str(r) for r in DelayReason}:
        raise UnableToExplain("请选择延期原因。", place="code")
    if code == DelayReason.OTHER and not text.strip():
        raise UnableToExplain("原因为“其他”的，请写明说明。", place="text")
    over = [d for d in duties if d.state in (DutyState.WAIVED, DutyState.VOID)]
    over += [d for d in duties if d.discharged_on is not None and d.discharged_on <= d.due_on]
    if over or not duties:
        raise UnableToExplain("只对未完成或逾期完成的事项登记延期原因。", place="code")
    on = localdate(at)
    made = Delay.objects.bulk_create(
        [Delay(duty=d, code=code, text=text.strip()[:200], on=on, by_name=by.signature) for d in duties]
    )
    record(
        "explain-delay",
        label="登记延期原因",
        subjects=duties,
        by=by,
        at=at,
        clause="plan:3.1",
        facts={"code": code, "text": text.strip()},
    )
    return made
