"""What the visit page shows of papers: each kind with its signed versions, and the form that records a signature."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from postpermit import law
from postpermit.enforcement.models import SignedPaper
from postpermit.enforcement.queries.visit_page import VisitPage
from postpermit.enforcement.states import Disposition, PaperKind, VisitState
from postpermit.office.access import may
from postpermit.web.desk.acts import Act, Ask, Offered
from postpermit.web.desk.supervision.acts import Wrong, form_of, read_by_its_view

SIGNED_FROM = (VisitState.UNDERWAY, VisitState.ENDED, VisitState.CLOSED)
SIGN = Act(
    read_by_its_view,
    (
        Ask("kind", "文书", "select", required=True, options=lambda _: PaperKind.choices()),
        Ask("signed_on", "签署日期", "day", required=True),
        Ask("original_system", "原件在哪个系统", "select", options=lambda _: [(s.code, s.name) for s in law.systems()]),
        Ask("original_number", "原件编号", "line", longest=64),
        Ask("why", "更改理由", "line", longest=200, help="先前登记过的，另存为新版本时填写。"),
    ),
    says="登记后内容固定，不能再改；有变动的另存新版本。原件在市系统的，填系统和编号，附扫描件。",
)  # fmt: skip


@dataclass(frozen=True)
class PaperBox:
    """One kind of paper with its signed versions, the newest first."""

    kind: PaperKind
    slug: str
    versions: list[SignedPaper]
    empty: str


def papers_of(page: VisitPage) -> list[PaperBox]:
    """Every kind of paper, and why one of them has nothing on it yet."""
    ordered = any(f.disposition in (Disposition.ON_THE_SPOT, Disposition.CASE) for f in page.findings)
    said = {
        PaperKind.PHOTOS: "" if page.pictures else "还没有照片。",
        PaperKind.ORDER: "" if ordered else "没有立行立改或立案查处的问题。",
    }
    return [
        PaperBox(k, k.value.lower(), [p for p in page.papers if p.kind == k], said.get(k, ""))
        for k in PaperKind
    ]


def sign_form(request: HttpRequest, page: VisitPage, wrong: Wrong | None) -> Offered | None:
    """The form that records a signed paper; None for who may not, or while there is nothing to sign."""
    visit = page.visit
    if visit.state not in SIGNED_FROM or not may(request.standing, "sign-paper", visit):  # type: ignore[attr-defined]
        return None
    today = request.today.isoformat()  # type: ignore[attr-defined]
    address = reverse("visit-sign-paper", args=[visit.public_id])
    return form_of("sign", "登记已签署文书", SIGN, visit, address, wrong=wrong, filled={"signed_on": today})
