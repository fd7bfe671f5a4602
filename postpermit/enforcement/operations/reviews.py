"""法制审核: asked for by an investigator, answered by somebody of 法制科 who neither asked nor investigated."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import CaseMember, LegalReview, PenaltyCase
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.operations.case_holding import (
    UnableToActOnCase,
    hold_case,
    move_case,
    refuse_case_state,
    refuse_gaps,
    refuse_words,
    with_gaps,
)
from postpermit.enforcement.operations.reinvestigating import taken_back
from postpermit.enforcement.operations.waiting import About, rehang
from postpermit.enforcement.rules.case_conditions import Person, separation_faults
from postpermit.enforcement.states import CaseRole, CaseState, ReviewState
from postpermit.office.models import Officer
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

# A bare 同意 does not say what was looked at.
LEAST_WORDS = 10


class UnableToReview(Refused):
    """The review is not open, or this person may not review the case."""


@transaction.atomic
def ask_review(*, case: PenaltyCase, gaps_why: str = "", by: Actor, at: datetime) -> LegalReview:
    """送法制审核. Asked twice it is the same review."""
    held = hold_case(case.pk)
    known = held.reviews.filter(state=ReviewState.ASKED).first()
    if known is not None:
        return known
    refuse_case_state(held, CaseState.INVESTIGATED, CaseState.NOTIFIED)
    if held.state == CaseState.NOTIFIED and held.hearing_on is None:
        raise UnableToReview("已告知的案件，举行听证之后才须再送法制审核。", place="gaps_why")
    if not held.basis or held.proposed_fine is None:
        raise UnableToActOnCase("还没有选择适用依据和拟处罚，请先选择。", place="basis")
    excused = refuse_gaps(held, gaps_why)
    if changes := with_gaps(held, excused):
        held.excused = changes["excused"]
        PenaltyCase.objects.filter(pk=held.pk).update(**changes)
    made = LegalReview.objects.create(
        state=ReviewState.ASKED,
        case=held,
        asked_on=localdate(at),
        asked_ref=by.ref,
        asked_name=by.signature,
    )
    facts = {"number": held.number, "basis": held.basis, "proposed_fine": str(held.proposed_fine)}
    record("ask-review", label="送法制审核", subjects=[made, held], by=by, at=at, clause="plan:3.4",
           why=next(iter(excused.values()), ""), facts=facts)  # fmt: skip
    rehang_case(held, by=by, at=at)
    rehang(made, about_review(made, held), by=by, at=at)
    return made


def about_review(review: LegalReview, case: PenaltyCase) -> About:
    """What the duty of a review says."""
    return About(
        "LEGAL",
        f"{case.facility.name}：{case.title}",
        f"{review.asked_on:%Y-%m}",
        facility=case.facility,
        handlers=(review.asked_ref,),
    )


@transaction.atomic
def pass_review(*, review: LegalReview, opinion: str, by: Actor, at: datetime) -> LegalReview:
    """审核通过, with the opinion; the case goes on to 告知."""
    held = hold_case(review.case_id)
    opinion = refuse_words("opinion", opinion, 2000, "审核意见")
    if len(opinion) < LEAST_WORDS:
        raise UnableToReview(
            f"审核意见至少 {LEAST_WORDS} 个字：写明事实证据、依据、程序和裁量审核的结果。", place="opinion"
        )
    _refuse_own(held, review, by)
    on = localdate(at)
    _join(held, by, at)
    _answer(review, "pass", opinion, by, at)
    facts = {"opinion": opinion, "reviewer": by.signature}
    if held.state == CaseState.NOTIFIED:
        # After a hearing it was reviewed once more: the case stays where it is.
        PenaltyCase.objects.filter(pk=held.pk).update(reviewed_on=on)
    else:
        move_case(
            held, "pass-review", by=by, at=at, clause="plan:3.4", facts=facts, changes={"reviewed_on": on}
        )
    rehang(review, about_review(review, held), by=by, at=at)
    return review


@transaction.atomic
def return_review(
    *, review: LegalReview, why: str, reinvestigate: bool = False, by: Actor, at: datetime
) -> LegalReview:
    """退回补充: the investigation goes on.

    After a hearing the case stays 已告知 where only the file is to be completed; ``reinvestigate``: what the party was told
    cannot stand, so the case goes back to its investigators and everything is told anew.
    """
    held = hold_case(review.case_id)
    why = refuse_words("why", why, 2000, "退回理由")
    _refuse_own(held, review, by)
    _join(held, by, at)
    _answer(review, "return", why, by, at, why=why)
    if held.state != CaseState.NOTIFIED or reinvestigate:
        changes, before = taken_back(held)
        move_case(held, "return-review", by=by, at=at, clause="plan:3.4", why=why,
                  facts={"reviewer": by.signature, **before}, changes=changes, undone="退回补充调查")  # fmt: skip
    rehang(review, about_review(review, held), by=by, at=at)
    return review


def _answer(review: LegalReview, verb: str, opinion: str, by: Actor, at: datetime, *, why: str = "") -> None:
    changes = {
        "opinion": opinion,
        "reviewed_ref": by.ref,
        "reviewed_name": by.signature,
        "reviewed_on": localdate(at),
    }
    facts = {"case": review.case_id}
    advance(review, verb, by=by, at=at, clause="plan:3.4", why=why, facts=facts, changes=changes)


def _refuse_own(case: PenaltyCase, review: LegalReview, by: Actor) -> None:
    """Whoever investigates, investigated or asked does not review."""
    ever = case.members.filter(role=CaseRole.INVESTIGATOR).select_related("officer")
    people = [Person(m.officer.ref) for m in ever] + [Person(review.asked_ref)]
    if faults := separation_faults(people, [Person(by.ref)]):
        raise UnableToReview(f"{faults[0].rstrip('。')}，请由法制科其他人员审核。", place="opinion")


def _join(case: PenaltyCase, by: Actor, at: datetime) -> None:
    """The reviewer is kept among the people of the case: the database sees to it that nobody is both."""
    officer = Officer.objects.filter(public_id=by.ref.removeprefix("officer:")).first() if (
        by.ref.startswith("officer:")
    ) else None  # fmt: skip
    if officer is not None:
        CaseMember.objects.get_or_create(
            case=case,
            officer=officer,
            defaults={"name": officer.name, "role": CaseRole.REVIEWER, "from_on": localdate(at)},
        )
