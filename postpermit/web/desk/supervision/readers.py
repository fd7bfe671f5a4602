"""技术机构阅核 (plan 15): a report is given to a contracted body, which proposes and signs its own conclusion."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.office.access import may, visible_to
from postpermit.office.models import Post
from postpermit.office.states import Rank
from postpermit.supervision.models import DivisionReview, ReadingOrder, ReportCheck
from postpermit.supervision.operations import give_reading, propose_finding, sign_reading
from postpermit.web.desk.acts import actor_for, read
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.check import show_check
from postpermit.web.desk.supervision.finding_forms import PROPOSE
from postpermit.web.desk.supervision.reading_forms import CONCLUDE, GIVE
from postpermit.web.desk.supervision.reviews import address_of, show_review
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader


def order_of(request: HttpRequest, check: ReportCheck) -> ReadingOrder:
    """The order under which this reader reads the check, one that is not signed first; 404 for anybody else."""
    mine = check.readings.filter(post__in=request.standing.post_codes)  # type: ignore[attr-defined]
    orders = sorted(mine.select_related("post"), key=lambda o: (o.signed_at is not None, o.pk))
    if not orders or not may(request.standing, "propose", check):  # type: ignore[attr-defined]
        raise Http404
    return orders[0]


@power(
    "supervision.check", "assign-reader", methods=("POST",), clauses=("plan:15.1",), title="委派技术机构阅核"
)
def give_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the report to a reader's post until a day."""
    check = get_visible(request, ReportCheck, public_id, "assign-reader")
    form, typed = read(request, GIVE, check)
    by = actor_for(request, "assign-reader", "supervision.check")

    def act() -> tuple[str, str]:
        post = Post.objects.get(code=typed["post"], rank=Rank.READER)
        order = give_reading(check=check, post=post, due_on=typed["due_on"], by=by, at=request.now)  # type: ignore[attr-defined]
        page = reverse("report-check", args=[check.public_id]) + "#readers"
        return f"已委派{post.title}阅核，{order.due_on} 前完成。", page

    def again(wrong: FormReader) -> HttpResponse:
        return show_check(check, request, wrong=("give", wrong))

    return carry_out(request, form, act, by=by, place="post", again=again)


@power("supervision.check", "propose", methods=("POST",), clauses=("plan:15.1",), title="技术机构提出建议")
def propose_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose a finding to the division that checks the section; it decides."""
    check = get_visible(request, ReportCheck, public_id, "propose")
    order = order_of(request, check)
    review = (
        visible_to(request.standing, DivisionReview)  # type: ignore[attr-defined]
        .filter(check_matter=check, division=request.POST.get("division", ""))
        .first()
    )
    if review is None:
        raise Http404
    section = request.POST.get("section", "")
    form, typed = read(request, PROPOSE, section)
    by = actor_for(request, "propose", check)

    def act() -> tuple[str, str]:
        told = {k: typed[k] for k in ("kind", "text", "clause")}
        propose_finding(
            order=order,
            division=review.division_id,
            section=section,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
            **told,
        )
        return "建议已提出，由科室决定是否采纳。", f"{address_of(review)}#s-{section}"

    def again(wrong: FormReader) -> HttpResponse:
        return show_review(review, request, (f"find-{section}", wrong))

    return carry_out(request, form, act, by=by, place="text", again=again)


@power("supervision.check", "propose", methods=("POST",), clauses=("plan:15.1",), title="技术机构签署结论")
def conclude_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign the body's own conclusion."""
    check = get_visible(request, ReportCheck, public_id, "propose")
    order = order_of(request, check)
    form, typed = read(request, CONCLUDE, order)
    by = actor_for(request, "propose", check)

    def act() -> tuple[str, str]:
        sign_reading(order=order, conclusion=typed["conclusion"], by=by, at=request.now)  # type: ignore[attr-defined]
        return "阅核结论已签署。", reverse("report-check", args=[check.public_id]) + "#readers"

    def again(wrong: FormReader) -> HttpResponse:
        return show_check(check, request, wrong=("conclude", wrong))

    return carry_out(request, form, act, by=by, place="conclusion", again=again)
