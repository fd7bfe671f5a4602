"""本组其余均符合: whoever looked at everything of a group says so once, and one entry stands for it."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.operations.answers import UnableToAnswer, open_visit
from postpermit.enforcement.queries.asked import answered
from postpermit.enforcement.states import CheckResult
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record


@transaction.atomic
def rest_meets(*, visit: Visit, group: str, device: str = "", by: Actor, at: datetime) -> int:
    """符合 for every question of the group that applies and nobody has answered; answers how many they were."""
    held = open_visit(visit)
    stand = answered(held)
    asked = {q.code for g in stand.asked.groups if g.code == group for i in g.items for q in i.questions}
    if not asked:
        raise UnableToAnswer("这次检查的检查单里没有这一组。", place="rest")
    codes = [code for code in stand.unanswered if code in asked]
    if not codes:
        raise UnableToAnswer("这一组没有未查的内容了，请刷新后查看。", place="rest")
    VisitAnswer.objects.bulk_create(
        VisitAnswer(
            uid=uuid4(), visit=held, question=code, result=CheckResult.MEETS, current=True, device=device, received_at=at,
            by_ref=by.ref, by_name=by.signature[:64],
        )
        for code in codes
    )  # fmt: skip
    label = next(g.label for g in stand.asked.groups if g.code == group)
    facts = {"group": label, "questions": codes, "result": CheckResult.MEETS}
    record(
        "answer-rest",
        label=f"“{label}”其余均符合",
        subjects=[held],
        by=by,
        at=at,
        clause="plan:6.1",
        facts=facts,
    )
    return len(codes)
