"""A penalty case step by step, each with what the file needs by then; demo and demo-year share it."""

from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localdate

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LegalReview, PenaltyCase
from postpermit.enforcement.queries.case_money import surcharge_of
from postpermit.enforcement.queries.case_standing import conditions_of, missing_of
from postpermit.enforcement.rules.bases import WAN, readings
from postpermit.enforcement.rules.case_conditions import Answer
from postpermit.office.calendars import calendar_now
from postpermit.trail.actors import Actor

GAPS = "原件在市案件系统卷内"


def whole(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """Put in whatever the file lacks by now."""
    for need in missing_of(case):
        do.file_document(case=case, code=need.row.code, on=localdate(at), pages=2, by=by, at=at)


def order(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """责令改正 was served."""
    do.note_date(case=case, name="correction_served_on", on=localdate(at), by=by, at=at)


def choose(case: PenaltyCase, *, by: Actor, at: datetime, heavy: bool = False) -> None:
    """The reading that the rules propose, with the lowest fine of its range; ``heavy``: the highest."""
    found = readings(case.conduct, case.act_from, case.act_to, localdate(at))
    basis = found.proposed or found.readings[0].basis
    span = basis.fine()
    amount = (span.high if heavy else span.low or span.high / 2) if span else Decimal(0)
    do.choose_basis(
        case=case,
        clause=basis.clause,
        why="按行为时的规定，情节一般",
        proposed_fine=amount * WAN,
        measures="" if amount else "警告",
        by=by,
        at=at,
    )


def conclude(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """调查终结, with the records of the investigation in the file."""
    on = localdate(at)
    for code in ("site-record", "inquiry", "permit", "identity"):
        if not case.files.filter(code=code).exists():
            do.file_document(case=case, code=code, on=on, pages=3, by=by, at=at)
    whole(case, by=by, at=at)
    do.conclude_investigation(case=case, on=on, gaps_why=GAPS, by=by, at=at)


def ask(case: PenaltyCase, *, by: Actor, at: datetime) -> LegalReview:
    """送法制审核."""
    whole(case, by=by, at=at)
    return do.ask_review(case=case, gaps_why=GAPS, by=by, at=at)


def discuss_if_needed(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """集体讨论 where the rules ask for it."""
    needed = {c.code: c.answer for c in conditions_of(case, localdate(at))}
    if needed["discussion"] is Answer.MUST and case.discussed_on is None:
        do.discuss_case(case=case, on=localdate(at), outcome="一致同意拟处罚意见。", by=by, at=at)


def notify(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """告知书 was served."""
    discuss_if_needed(case, by=by, at=at)
    whole(case, by=by, at=at)
    do.notify_party(case=case, on=localdate(at), gaps_why=GAPS, by=by, at=at)


def decide(case: PenaltyCase, *, clerk: Actor, head: Actor, at: datetime) -> None:
    """The decision as it was announced."""
    whole(case, by=clerk, at=at)
    assert case.proposed_fine is not None
    do.decide_case(
        case=case,
        number=f"普演罚〔{localdate(at).year}〕{case.pk}号",
        on=localdate(at),
        fine=case.proposed_fine,
        measures=case.measures,
        gaps_why=GAPS,
        by=head,
        at=at,
    )


def serve(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """决定书 was served, and the decision made public."""
    whole(case, by=by, at=at)
    do.serve_decision(case=case, on=localdate(at), gaps_why=GAPS, by=by, at=at)
    do.disclose_decision(case=case, on=localdate(at), by=by, at=at)


def execute(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """Paid and done."""
    if case.fine:
        do.note_date(case=case, name="paid_on", on=localdate(at), by=by, at=at)
        if late := surcharge_of(case, localdate(at), calendar_now()):
            do.settle_surcharge(case=case, paid=late.yuan, by=by, at=at)
    whole(case, by=by, at=at)
    do.execute_decision(case=case, on=localdate(at), how="罚款已缴清，已改正。", gaps_why=GAPS, by=by, at=at)


def recheck(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """Whether what was ordered was done."""
    if case.order_on is not None and case.rechecked_on is None:
        do.note_date(case=case, name="rechecked_on", on=localdate(at), by=by, at=at)


def let_off(case: PenaltyCase, *, number: str, clerk: Actor, head: Actor, at: datetime) -> None:
    """不予处罚, reviewed and, where the rules ask for it, discussed."""
    discuss_if_needed(case, by=head, at=at)
    whole(case, by=clerk, at=at)
    do.not_punish(
        case=case,
        number=number,
        on=localdate(at),
        why="违法行为轻微并及时改正，没有造成危害后果",
        gaps_why=GAPS,
        by=head,
        at=at,
    )


def close(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """结案."""
    recheck(case, by=by, at=at)
    whole(case, by=by, at=at)
    do.close_case(case=case, on=localdate(at), gaps_why=GAPS, by=by, at=at)


def archive(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """归档, the file whole."""
    whole(case, by=by, at=at)
    do.archive_case(case=case, on=localdate(at), gaps_why=GAPS, by=by, at=at)
