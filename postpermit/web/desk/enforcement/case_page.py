"""One case: every clock in its own unit, the file and what it lacks, the bases, and what may be done now."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement.models import LegalReview, PenaltyCase
from postpermit.enforcement.operations import pass_review, return_review
from postpermit.enforcement.operations.case_holding import case_stamp
from postpermit.enforcement.queries.case_page import case_page_of, documents
from postpermit.enforcement.queries.case_paste import case_texts
from postpermit.enforcement.queries.case_standing import conduct_label
from postpermit.enforcement.rules.case_facts import Pause
from postpermit.enforcement.rules.inquiry import QUESTIONS
from postpermit.enforcement.states import CaseState
from postpermit.office.access import may
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import Act, Ask, Failed, Offered, offered, take
from postpermit.web.desk.enforcement.case_asks import fines
from postpermit.web.desk.enforcement.case_forms import STEPS
from postpermit.web.desk.enforcement.case_note_forms import ACTS, notes_for
from postpermit.web.desk.supervision.acts import with_days
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.words import current_calendar


def _pass(review: LegalReview, typed: dict[str, Any], **who: Any) -> str:
    pass_review(review=review, opinion=typed["opinion"], **who)
    return "法制审核已通过。"


def _return(review: LegalReview, typed: dict[str, Any], **who: Any) -> str:
    return_review(review=review, why=typed["why"], reinvestigate=bool(typed["again"]), **who)
    return "已退回补充调查。"


def _heard(review: LegalReview) -> bool:
    return review.case.state == CaseState.NOTIFIED


REVIEW_ACTS: dict[str, Act] = {
    "pass": Act(
        _pass,
        (Ask("opinion", "审核意见", required=True, help="至少 10 个字"),),
        says="逐项看：主体和管辖、事实证据、依据（新旧规定）、程序、裁量和拟罚款、是否须集体讨论和听证。",
    ),
    "return": Act(
        _return,
        (
            Ask("why", "退回理由", required=True),
            Ask(
                "again",
                "听证之后",
                "checks",
                options=lambda _: [("1", "告知的内容不能成立，须重新调查、重新告知")],
                when=_heard,
            ),
        ),
        says="写明要补充什么。案件回到调查阶段；听证之后只须补充材料的，不勾选。",
    ),
}


@power("enforcement.case", "view", clauses=("plan:3.5", "plan:3.4"), title="行政处罚案件详情")
def case_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything of one case."""
    return show(get_visible(request, PenaltyCase, public_id), request=request)


def show(
    case: PenaltyCase,
    *,
    request: HttpRequest,
    failed: Failed | None = None,
    wrong: FormReader | None = None,
) -> HttpResponse:
    """The page; ``failed``: a step that could not be taken, ``wrong``: the form of a document."""
    standing, on = request.standing, request.today  # type: ignore[attr-defined]
    case.read_on = on  # type: ignore[attr-defined]
    found = case_page_of(case, standing, on, current_calendar())
    with_days(request, found.waits)
    forms = _forms(request, case, failed)
    review = _review(request, found.asked, failed)
    form = failed[2] if failed else wrong
    context = {
        "case": case,
        "unit": case.facility,
        "found": found,
        "conduct_words": conduct_label(case.conduct),
        "spans": _spans(found.readings),
        "pause_words": Pause.choices(),
        "texts": case_texts(case, on),
        "inquiry": [(label, case.looked_into[n]) for n, label in QUESTIONS.items() if n in case.looked_into],
        "steps": [f for f in forms if f.verb in STEPS or f.verb == "ask-review"],
        "notes": [f for f in forms if f.verb not in STEPS and f.verb != "ask-review"],
        "review": review,
        "may_file": may(standing, "file", case) and case.state != CaseState.ARCHIVED,
        "documents": documents(case),
        "typed": wrong.post if wrong else {},
        "entries": timeline(case, *found.reviews)[:40],
        "errors": form.errors if form else {},
        "file_errors": wrong.errors if wrong else {},
    }
    return render(request, "desk/enforcement/case.html", context, status=422 if form else 200)


def _spans(found: Any) -> dict[str, str]:
    """Clause → its fine ranges in words."""
    return {r.basis.clause: fines(r.basis) for r in found.readings} if found else {}


def _forms(request: HttpRequest, case: PenaltyCase, failed: Failed | None) -> list[Offered]:
    address = partial(_address, "case-act", case)
    forms = offered(request, case, ACTS, address, failed=failed, extra=notes_for(case))
    for form in forms:
        if form.verb == "ask-review":
            form.tone = "primary"
        if form.verb in ("choose-basis", "extend", "correct-act"):
            form.hidden = (*form.hidden, ("seen", case_stamp(case)))
    return [f for f in forms if f.verb != "spot" or case.summary]


def _review(request: HttpRequest, review: LegalReview | None, failed: Failed | None) -> list[Offered]:
    if review is None:
        return []
    return offered(request, review, REVIEW_ACTS, partial(_address, "case-review-act", review), failed=failed)


def _address(name: str, thing: Any, verb: str) -> str:
    return reverse(name, args=[thing.public_id, verb])


@power("enforcement.case", "view", methods=("POST",), clauses=("plan:3.5",), title="行政处罚案件办理")
def case_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """A step of the procedure, or a note beside it."""
    case = get_visible(request, PenaltyCase, public_id)
    case.read_on = request.today  # type: ignore[attr-defined]
    case.seen = request.POST.get("seen", "")[:64]  # type: ignore[attr-defined]
    return take(
        request,
        case,
        verb,
        ACTS,
        division="ENFORCEMENT",
        page=reverse("case", args=[case.public_id]),
        again=lambda failed: show(case, request=request, failed=failed),
    )


@power("enforcement.review", "view", methods=("POST",), clauses=("plan:3.4",), title="法制审核办理")
def review_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """法制科 passes the case or sends it back."""
    review = get_visible(request, LegalReview, public_id)
    return take(
        request,
        review,
        verb,
        REVIEW_ACTS,
        division="LEGAL",
        page=reverse("case", args=[review.case.public_id]),
        again=lambda failed: show(review.case, request=request, failed=failed),
    )
