"""Acts around the papers of a visit: a number when it is first printed for signing, grounds of an order, later captions."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitFinding, VisitPicture
from postpermit.enforcement.queries.order_paper import grounds_offered, ordered
from postpermit.enforcement.states import PaperKind
from postpermit.office.access import may
from postpermit.register.models import Facility
from postpermit.supervision.queries.checks import is_public_id
from postpermit.web.desk.acts import Act, Ask, actor_for, read
from postpermit.web.desk.enforcement.paper_forms import ground_act
from postpermit.web.desk.enforcement.visit import show_visit
from postpermit.web.desk.supervision.acts import carry_out, read_by_its_view
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader

CAPTION = Act(read_by_its_view, (Ask("caption", "证明对象", "line", required=True, longest=200),))


def party_of(visit: Visit, public_id: str) -> Facility:
    """The unit whose paper is asked for: the visited one, or another of which something was found here."""
    if not public_id or public_id == str(visit.facility.public_id):
        return visit.facility
    found = [u for u in ordered(visit) if str(u.public_id) == public_id]
    if not found:
        raise Http404
    return found[0]


@power(
    "enforcement.visit",
    "sign-paper",
    methods=("POST",),
    clauses=("plan:6.1", "penalty-law:47"),
    title="文书编号打印",
)
def number_paper(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Give a paper its number and print it for signing; a second time it is printed with the same number."""
    visit = get_visible(request, Visit, public_id)
    which = kind.upper()
    if which not in set(PaperKind) or not may(request.standing, "sign-paper", visit):  # type: ignore[attr-defined]
        raise Http404
    unit = party_of(visit, request.POST.get("unit", ""))
    by = actor_for(request, "sign-paper", visit, "ENFORCEMENT")

    def act() -> tuple[str, str]:
        made = do.number_paper(visit=visit, kind=which, unit=unit, by=by, at=request.now)  # type: ignore[attr-defined]
        address = reverse("visit-print", args=[visit.public_id, f"{kind}-pdf"])
        return f"已编号 {made.number}，签字后请登记。", f"{address}?unit={unit.public_id}"

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=("number", wrong))

    return carry_out(request, FormReader(request), act, by=by, place="kind", again=again)


@power(
    "enforcement.finding",
    "view",
    methods=("POST",),
    clauses=("plan:6.1", "penalty-law:28"),
    title="选定责令改正依据",
)
def choose_grounds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep what somebody chose for an order about one finding."""
    finding = get_visible(request, VisitFinding, public_id)
    visit = finding.visit
    if not may(request.standing, "sign-paper", visit):  # type: ignore[attr-defined]
        raise Http404
    ground = grounds_offered(visit, [finding], request.today)[0]  # type: ignore[attr-defined]
    form, typed = read(request, ground_act(ground), visit)
    seen = request.POST.get("seen", "")
    by = actor_for(request, "sign-paper", visit, "ENFORCEMENT")

    def act() -> tuple[str, str]:
        do.choose_grounds(
            finding=finding,
            duties=[*typed.get("duties", []), typed["more_duties"]],
            penalties=[*typed.get("penalties", []), typed["more_penalties"]],
            seen=int(seen) if seen.isascii() and seen.isdecimal() else 0,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return "已选定，责令改正决定书随之写明。", reverse("visit", args=[visit.public_id]) + "#papers"

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=(f"grounds-{finding.number}", wrong))

    return carry_out(request, form, act, by=by, place="more_duties", again=again)


@power("enforcement.visit", "fill", methods=("POST",), clauses=("plan:6.1",), title="补写照片说明")
def caption_picture(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say later what a photo proves."""
    visit = get_visible(request, Visit, public_id)
    uid = request.POST.get("picture", "")
    held = VisitPicture.objects.filter(visit=visit, uid=uid).first() if is_public_id(uid) else None
    if held is None or not may(request.standing, "fill", visit):  # type: ignore[attr-defined]
        raise Http404
    form, typed = read(request, CAPTION, visit)
    seen = request.POST.get("seen", "")
    by = actor_for(request, "fill", visit, "ENFORCEMENT")

    def act() -> tuple[str, str]:
        do.caption_picture(
            picture=held,
            text=typed["caption"],
            seen=int(seen) if seen.isascii() and seen.isdecimal() else 0,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return "已补写照片说明，照片原件不变。", reverse("visit", args=[visit.public_id]) + "#photos"

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=(f"caption-{held.pk}", wrong))

    return carry_out(request, form, act, by=by, place="caption", again=again)
