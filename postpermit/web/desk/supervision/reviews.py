"""The heart of the check: one screen per division, where hints are answered, problems added and sections signed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.office.access import may, visible_to
from postpermit.supervision.models import DivisionReview, Finding, Hint, ReportCheck
from postpermit.supervision.operations import (
    add_finding,
    confirm_hints,
    dismiss_hints,
    sign_sections,
)
from postpermit.supervision.queries.review_page import ReviewPage, review_page_of
from postpermit.supervision.report import words_of
from postpermit.supervision.states import NOTICE_OUT, CheckState, FindingState
from postpermit.web.desk.acts import actor_for, read, take
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import Wrong, carry_out, with_days
from postpermit.web.desk.supervision.finding_forms import FIND, HINT_ACTS, SIGN
from postpermit.web.desk.supervision.review_forms import drawn_sections, sign_all
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader

FIELDS = ("text", "kind", "conduct", "clause", "demand", "why", "opinion")
ANSWERING = (CheckState.AWAITED, CheckState.CHECKING, CheckState.SIGNED)


def address_of(review: DivisionReview) -> str:
    """The division's screen."""
    return reverse("report-review", args=[review.check_matter.public_id, review.division_id])


@power(
    "supervision.review",
    "view",
    clauses=("plan:5.2", "plan:15.1", "measures:41"),
    title="科室检查执行报告",
)
def review_page(request: HttpRequest, public_id: UUID, division: str) -> HttpResponse:
    """One division's sections as submitted, with the permit's facts, last period and the machine's hints."""
    return show_review(_review(request, public_id, division), request)


def _review(request: HttpRequest, public_id: UUID, division: str, act: str = "view") -> DivisionReview:
    rows = visible_to(request.standing, DivisionReview, act)  # type: ignore[attr-defined]
    found = rows.filter(check_matter__public_id=public_id, division=division).first()
    if found is None:
        raise Http404
    return _with_check(found)


def _with_check(review: DivisionReview) -> DivisionReview:
    return DivisionReview.objects.select_related("division", "check_matter__report__facility").get(
        pk=review.pk
    )


def show_review(review: DivisionReview, request: HttpRequest, wrong: Wrong | None = None) -> HttpResponse:
    """The screen; ``wrong``: the form on it that could not be taken."""
    review = _with_check(review)
    standing = request.standing  # type: ignore[attr-defined]
    found = review_page_of(review, standing, request.today)  # type: ignore[attr-defined]
    check = review.check_matter
    with_days(request, [found.duty])
    notice = getattr(check, "notice", None)
    context = {
        "check": check,
        "review": review,
        "report": check.report,
        "unit": check.report.facility,
        "found": found,
        "sections": drawn_sections(request, found, wrong, answering=check.state in ANSWERING),
        "sign_all": sign_all(request, found, wrong),
        "placed": _placed(found),
        "answering": check.state in ANSWERING,
        "told": notice is not None and notice.state in NOTICE_OUT,
        "others": check.reviews.exclude(pk=review.pk).select_related("division"),
        "batched": wrong[1].post.getlist("hints") if wrong and wrong[0].startswith("batch-") else [],
        "wrong": wrong[0] if wrong else "",
        "typed": wrong[1].post if wrong else {},
        "errors": {_anchor(wrong[0], name): text for name, text in wrong[1].errors.items()} if wrong else {},
        "signed": len(found.asked) - len(found.unsigned),
        "unread_count": len(found.unread) + len(found.unknown),
        "before": words_of(found.earlier.period) if found.earlier else "",
        "names": dict(divisions()),
        "inside": may(standing, "view", "supervision.correction"),
        "ours": may(standing, "sign-sections", review),
        "order": check.readings.filter(post__in=standing.post_codes).first(),
    }
    return render(request, "desk/supervision/review.html", context, status=422 if wrong else 200)


def _anchor(form: str, name: str) -> str:
    """The field of the form that is wrong; the top of the page where it has none of that name."""
    return f"{form}-{name}" if name in FIELDS else "main"


def _placed(found: ReviewPage) -> set[int]:
    """Hints whose place is on the screen, so that they can point at it."""
    out: set[int] = set()
    for section in found.sections:
        out |= {h.pk for h in section.chapter_hints}
        out |= {h.pk for c in section.cover for h in c.hints}
        for table in section.tables:
            out |= {h.pk for h in table.hints}
            for row in table.rows:
                out |= {h.pk for h in row.hints} | {h.pk for c in row.cells for h in c.hints}
    return out


@power("supervision.hint", "view", methods=("POST",), clauses=("plan:5.2",), title="核实系统提示")
def hint_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Confirm one hint as a problem, dismiss it with a reason, or look at it again."""
    hint = get_visible(request, Hint, public_id)
    review = hint.check_matter.reviews.filter(division=hint.division_id).first()
    if review is None:
        raise Http404
    name = f"{verb}-{hint.pk}"
    return take(
        request,
        hint,
        verb,
        HINT_ACTS,
        division=hint.division_id,
        page=f"{address_of(review)}#{_after(hint)}",
        again=lambda failed: show_review(review, request, (name, failed[2])),
    )


def _after(*hints: Hint) -> str:
    """The next hint of the section that waits, so that the hand goes on; the section when none is left."""
    last = hints[-1]
    open_ones = last.check_matter.hints.filter(division=last.division_id, section=last.section, state="OPEN")
    rest = list(open_ones.exclude(pk__in=[h.pk for h in hints]).order_by("pk"))
    following = next((h for h in rest if h.pk > last.pk), rest[0] if rest else None)
    return f"h-{following.public_id}" if following else f"s-{last.section}"


@power("supervision.hint", "dismiss", methods=("POST",), clauses=("plan:5.2",), title="批量核实系统提示")
def hints_batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirm the ticked hints as they stand, or dismiss them with one reason."""
    review = _own_review(request, public_id)
    section = request.POST.get("section", "")
    ours = visible_to(request.standing, Hint, "dismiss").filter(  # type: ignore[attr-defined]
        check_matter=review.check_matter_id, division=review.division_id
    )
    known = {str(h.public_id): h for h in ours}
    form = FormReader(request)
    hints = [known[key] for key in dict.fromkeys(request.POST.getlist("hints")) if key in known]
    confirming = request.POST.get("verb") == "confirm"
    why = form.text("why", "不成立的理由", required=not confirming, longest=300)
    if not hints:
        form.errors["why"] = "请先勾选要处理的提示。"
    by = actor_for(request, "dismiss", "supervision.hint", review.division_id)

    def act() -> tuple[str, str]:
        page = f"{address_of(review)}#{_after(*hints)}"
        if confirming:
            made = confirm_hints(hints=hints, by=by, at=request.now)  # type: ignore[attr-defined]
            return f"已确认 {len(made)} 个问题。", page
        dismiss_hints(hints=hints, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"已登记 {len(hints)} 条为不成立。", page

    def again(wrong: FormReader) -> HttpResponse:
        return show_review(review, request, (f"batch-{section}", wrong))

    return carry_out(request, form, act, by=by, place="why", again=again)


def _own_review(request: HttpRequest, public_id: UUID) -> DivisionReview:
    """The part of a check that this officer's division answers for; the one the form names where there are several."""
    rows = visible_to(request.standing, DivisionReview, "sign-sections").filter(  # type: ignore[attr-defined]
        check_matter__public_id=public_id
    )
    wanted = request.POST.get("division", "")
    found = rows.filter(division=wanted).first() if wanted else rows.order_by("pk").first()
    if found is None:
        raise Http404
    return _with_check(found)


@power("supervision.review", "sign-sections", methods=("POST",), clauses=("plan:5.2",), title="签署章节")
def sign_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign one section, or all that wait for nothing."""
    review = _with_check(get_visible(request, DivisionReview, public_id, "sign-sections"))
    sections = request.POST.getlist("sections")
    place = "sign-all" if request.POST.get("all") else f"sign-{sections[0]}" if sections else "sign-all"
    form, typed = read(request, SIGN, review)
    by = actor_for(request, "sign-sections", review, review.division_id)

    def act() -> tuple[str, str]:
        sign_sections(
            review=review,
            sections=sections,
            opinion=typed["opinion"],
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        anchor = "" if place == "sign-all" else f"#s-{sections[0]}"
        return f"已签署 {len(sections)} 个章节。", f"{address_of(review)}{anchor}"

    def again(wrong: FormReader) -> HttpResponse:
        return show_review(review, request, (place, wrong))

    return carry_out(request, form, act, by=by, place="opinion", again=again)


@power(
    "supervision.check", "add-finding", methods=("POST",), clauses=("plan:5.2", "plan:5.3"), title="提出问题"
)
def add_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a problem that a person found in a section."""
    check = get_visible(request, ReportCheck, public_id, "add-finding")
    review = _own_review(request, check.public_id)
    section = request.POST.get("section", "")
    form, typed = read(request, FIND, section)
    by = actor_for(request, "add-finding", "supervision.check", review.division_id)

    def act() -> tuple[str, str]:
        finding = add_finding(
            check=check,
            division=review.division_id,
            section=section,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
            **{**typed, "conduct": typed["conduct"] or "NONE"},
        )
        return _told(finding), f"{address_of(review)}#s-{section}"

    def again(wrong: FormReader) -> HttpResponse:
        return show_review(review, request, (f"find-{section}", wrong))

    return carry_out(request, form, act, by=by, place="text", again=again)


def _told(finding: Finding) -> str:
    said = ""
    if finding.state == FindingState.LEAD:
        said = "属于立即移交的情形，已列入待移交线索。"
    elif finding.late:
        said = "意见单已发出，请决定转下次检查或作为线索移交。"
    return f"已提出第 {finding.number} 个问题。{said}"
