"""One visit: where it stands, whom it waits for, the list with its answers, findings, papers, photos and trail."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement.models import Visit, VisitFinding
from postpermit.enforcement.operations.lists import BEFORE
from postpermit.enforcement.queries.aside import aside_of, clocks_of
from postpermit.enforcement.queries.paste import paste_text
from postpermit.enforcement.queries.register_task import register_task
from postpermit.enforcement.queries.registered import differences_of
from postpermit.enforcement.queries.signed import earlier_records
from postpermit.enforcement.queries.unsettled import unsettled_of
from postpermit.enforcement.queries.visit_page import VisitPage, visit_page
from postpermit.enforcement.rules.unsettled import left_words
from postpermit.enforcement.rules.visits import GONE
from postpermit.enforcement.states import CheckResult, FindingState, PictureKind, VisitState
from postpermit.office.access import may
from postpermit.supervision.queries.checks import is_public_id
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, Offered, offered, take
from postpermit.web.desk.enforcement.finding_acts import FINDING_ACTS, receivers, with_choices
from postpermit.web.desk.enforcement.paper_forms import SIGNED_FROM, caption_wrong, papers_of, sign_form
from postpermit.web.desk.enforcement.visit_acts import VISIT_ACTS, fill_in
from postpermit.web.desk.enforcement.visit_forms import (
    CODE,
    LIST,
    PARTICIPANT,
    REOPEN,
    RESULTS,
    TAKE_BACK,
    act_day_of,
    find_act,
    groups_of,
    questions_offered,
    record_parts,
    rivals_of,
)
from postpermit.web.desk.supervision.acts import Wrong, form_of, with_days
from postpermit.web.door import get_visible, power
from postpermit.web.forms import read_day

FILLING = (VisitState.ASSIGNED, VisitState.UNDERWAY, VisitState.ENDED)
NOTING = (VisitState.PREPARED, *FILLING)
FINDING = (VisitState.UNDERWAY, VisitState.ENDED)
JOINED = (
    "facility", "planned", "assignment__slip", "complaint", "campaign_finding", "recheck_of__visit", "case", "exception", "done_as", "extra_list",
)  # fmt: skip


@power("enforcement.visit", "view", clauses=("plan:6.1", "plan:6.2", "plan:a3"), title="执法检查详情")
def visit_page_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One visit with everything about it."""
    return show_visit(get_visible(request, Visit, public_id), request)


def show_visit(
    visit: Visit, request: HttpRequest, failed: Failed | None = None, wrong: Wrong | None = None
) -> HttpResponse:
    """The page; ``failed``: a step that could not be taken, ``wrong``: another form of the page."""
    visit = Visit.objects.select_related(*JOINED).get(pk=visit.pk)
    page = visit_page(visit)
    with_days(request, page.duties)
    with_choices(page)
    shown = _day_asked(request, visit)
    context = {
        "visit": visit,
        "unit": visit.facility,
        "page": page,
        "groups": groups_of(page, shown, wrong),
        "act_day": shown,
        "results": RESULTS,
        "counts": [(r, r.label, page.stand.summary.questions[r]) for r in CheckResult],
        "asked": register_task(visit) if visit.outcome in GONE else None,
        "differences": differences_of(visit, shown, page.stand.answers),
        "rivals": rivals_of(visit, page.stand),
        "aside": aside_of(visit),
        "clocks": clocks_of(visit),
        "record": record_parts(visit, wrong),
        "earlier": earlier_records(visit),
        "parts": _photos(page),
        "papers": papers_of(request, page, wrong),
        "paste": paste_text(visit) if visit.ended_at else "",
        "entries": timeline(visit, *page.findings)[:40],
        "attachments": [
            a for a in attachments_of(visit) if a.pk not in {p.attachment_id for p in page.pictures}
        ],
        "caption_wrong": caption_wrong(wrong),
        "errors": failed[2].errors if failed else wrong[1].errors if wrong else {},
    }
    context |= _rights(request, page) | _forms(request, page, failed, wrong)
    return render(request, "desk/enforcement/visit.html", context, status=422 if failed or wrong else 200)


def _day_asked(request: HttpRequest, visit: Visit) -> date:
    return act_day_of(visit, read_day(request.GET.get("act_day", ""), request.today))  # type: ignore[attr-defined]


def _rights(request: HttpRequest, page: VisitPage) -> dict[str, bool]:
    """What this officer may do here beside the steps, as the visit stands."""
    standing, state = request.standing, page.visit.state  # type: ignore[attr-defined]
    visit = page.visit
    return {
        "may_fill": state in FILLING and may(standing, "fill", visit),
        "may_record": state in FILLING and not page.record_closed and may(standing, "edit", visit),
        "may_attach": may(standing, "attach", visit),
        "may_caption": state in SIGNED_FROM and may(standing, "fill", visit),
        "may_recheck": may(standing, "prepare", "enforcement.visit"),
        "may_slip": sum(f.state == FindingState.OPEN for f in page.findings) > 1
        and any(f.state == FindingState.OPEN and may(standing, "slip", f) for f in page.findings),
    }


def _forms(
    request: HttpRequest, page: VisitPage, failed: Failed | None, wrong: Wrong | None
) -> dict[str, Any]:
    standing, visit = request.standing, page.visit  # type: ignore[attr-defined]
    may_edit, may_note = may(standing, "edit", visit), may(standing, "note-code", visit)
    closed = page.record_closed

    def small(name: str, label: str, act: Any, route: str, **more: Any) -> Offered:
        return form_of(name, label, act, visit, reverse(route, args=[visit.public_id]), wrong=wrong, **more)

    done = (
        visit.done_as is not None and visit.done_as.state == "STANDING" and visit.state in ("ENDED", "CLOSED")
    )
    noting = visit.state in NOTING
    return {
        "forms": _steps(request, page, failed),
        "finding_forms": [(f, _finding_steps(request, f, failed)) for f in page.findings],
        "code_form": small("code", "登记检查码", CODE, "visit-code", filled={"code": visit.inspection_code})
        if noting and may_note
        else None,
        "participant_form": small("participant", "登记参加人", PARTICIPANT, "visit-participant") if noting and may_edit and not closed else None,
        "list_form": _list_form(request, page, small),
        "reopen_form": small("reopen", "重开笔录更正", REOPEN, "visit-reopen-record") if closed and may_edit and visit.state in FILLING else None,
        "find_form": _find_form(request, page, wrong),
        "take_back": small("take-back", "申请撤回办理记录", TAKE_BACK, "visit-take-back") if done and may_note else None,
        "sign": sign_form(request, page, wrong),
        "receivers": receivers(),
        "questions": questions_offered(page.stand.asked),
    }  # fmt: skip


def _list_form(request: HttpRequest, page: VisitPage, small: Callable[..., Offered]) -> Offered | None:
    """Which industry list is asked beside annex 3; None once the visit has begun, or while none is loaded."""
    visit = page.visit
    if visit.state not in BEFORE or not may(request.standing, "prepare", visit):  # type: ignore[attr-defined]
        return None
    now = str(visit.extra_list.public_id) if visit.extra_list else ""
    form = small("list", "选行业检查单", LIST, "visit-list", filled={"list": now}, hidden=(("seen", now),))
    return form if form.fields[0]["options"] else None


def _to_find(page: VisitPage, code: str) -> dict[str, str]:
    """What the form for a finding begins with: the question asked for, else the first that failed without a finding."""
    told = {f.question for f in page.findings if f.state != FindingState.DROPPED}
    open_ones = [c for c in page.stand.summary.failed if c not in told and c in page.stand.answers]
    chosen = code if code in open_ones else next(iter(open_ones), "")
    if not chosen:
        return {}
    conducts = page.stand.asked.question(chosen).conducts
    note = page.stand.answers[chosen][-1].note
    return {"question": chosen, "text": note, "conduct": conducts[0] if conducts else ""}


def _find_form(request: HttpRequest, page: VisitPage, wrong: Wrong | None) -> Offered | None:
    visit = page.visit
    if visit.state not in FINDING or not may(request.standing, "add", "enforcement.finding"):  # type: ignore[attr-defined]
        return None
    code = request.GET.get("find", "")
    filled = _to_find(page, code)
    act = find_act(page.stand.asked, page.stand.summary.failed)
    address = reverse("visit-find", args=[visit.public_id])
    form = form_of("find", "登记问题", act, visit, address, wrong=wrong, filled=filled)
    form.open = form.open or (bool(code) and filled.get("question") == code)
    return form


def _steps(request: HttpRequest, page: VisitPage, failed: Failed | None) -> list[Offered]:
    visit = page.visit
    forms = offered(
        request, visit, VISIT_ACTS, lambda v: reverse("visit-act", args=[visit.public_id, v]), failed=failed
    )
    now = request.now  # type: ignore[attr-defined]
    left = left_words(unsettled_of(visit, page.stand)) if any(f.verb == "finish" for f in forms) else ""
    return [fill_in(form, visit, now, page.hindrance, left) for form in forms]


def _finding_steps(request: HttpRequest, finding: VisitFinding, failed: Failed | None) -> list[Offered]:
    def address(verb: str) -> str:
        return reverse("visit-finding-act", args=[finding.public_id, verb])

    return offered(request, finding, FINDING_ACTS, address, failed=failed)


def _photos(page: VisitPage) -> list[tuple[str, list[Any]]]:
    """Photos by what they show; those at an item stand at the item."""
    names = (
        (PictureKind.SIGNED_PAGE, "签字笔录"),
        (PictureKind.SIGNATURE, "手写签名"),
        (PictureKind.EVIDENCE, "照片"),
    )
    parts = [(label, [p for p in page.pictures if p.kind == kind]) for kind, label in names]
    return [(label, rows) for label, rows in parts if rows]


@power("enforcement.visit", "view", methods=("POST",), title="执法检查办理")
def visit_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a step on a visit."""
    visit = get_visible(request, Visit, public_id)
    return take(
        request,
        visit,
        verb,
        VISIT_ACTS,
        division="ENFORCEMENT",
        page=reverse("visit", args=[visit.public_id]),
        again=lambda failed: show_visit(visit, request, _stale(failed)),
    )


def _stale(failed: Failed) -> Failed:
    """Who was chosen stood on the list when the page was opened and does so no more: the page says that, not “请选择”."""
    _, _, form = failed
    for name in ("officer", "instead", "lead", "members"):
        if form.errors.get(name, "").startswith("请选择") and is_public_id(form.post.get(name, "")):
            form.errors[name] = "检查人员名单已经变化，原来选的人已不在名单里，请重新选择。"
    return failed


@power(
    "enforcement.finding", "view", methods=("POST",), clauses=("plan:6.1", "plan:8.1"), title="检查问题办理"
)
def visit_finding_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a step on a finding; the page goes back to it."""
    finding = get_visible(request, VisitFinding, public_id)
    visit = finding.visit
    return take(
        request,
        finding,
        verb,
        FINDING_ACTS,
        division="ENFORCEMENT",
        page=reverse("visit", args=[visit.public_id]) + f"#f-{finding.number}",
        again=lambda failed: show_visit(visit, request, failed),
    )
