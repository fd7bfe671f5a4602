"""What the visit page shows of papers: each with its number and signed versions, and the forms that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from postpermit import law
from postpermit.enforcement.models import PaperNumber, SignedPaper, Visit, VisitFinding
from postpermit.enforcement.queries.order_paper import Ground, grounds_offered, ordered
from postpermit.enforcement.queries.paper_parts import issued_here
from postpermit.enforcement.queries.visit_page import VisitPage
from postpermit.enforcement.states import PaperKind, PictureKind, VisitState
from postpermit.office.access import may
from postpermit.register.models import Facility
from postpermit.web.desk.acts import Act, Ask, Offered
from postpermit.web.desk.supervision.acts import Wrong, form_of, read_by_its_view

SIGNED_FROM = (VisitState.UNDERWAY, VisitState.ENDED, VisitState.CLOSED)
Orders = Mapping[Facility, list[VisitFinding]]


def paper_options(visit: Visit) -> list[tuple[str, str]]:
    """The papers of a visit as somebody chooses among them; of orders one per unit."""
    others = [u for u in ordered(visit) if u.pk != visit.facility_id]
    extra = [(f"{PaperKind.ORDER}:{u.public_id}", f"{PaperKind.ORDER.label}（{u.name}）") for u in others]
    return [*PaperKind.choices(), *extra]


SIGN = Act(
    read_by_its_view,
    (
        Ask("kind", "文书", "select", required=True, options=paper_options),
        Ask("signed_on", "签署日期", "day", required=True),
        Ask("original_system", "原件在哪个系统", "select", options=lambda _: [(s.code, s.name) for s in law.systems()]),
        Ask("original_number", "原件编号", "line", longest=64),
        Ask("why", "更改理由", "line", longest=200, help="先前登记过的，另存为新版本时填写。"),
    ),
    says="登记后内容固定，不能再改；有变动的另存新版本。原件在市系统的，填系统和编号；不填的，附签字页扫描件或照片。",
)  # fmt: skip


@dataclass(frozen=True)
class GroundBox:
    """The provisions chosen for one finding, and the form to choose them."""

    ground: Ground
    form: Offered | None


@dataclass(frozen=True)
class PaperBox:
    """One paper with its signed versions, the newest first. ``unit``: whose, where it is not the visited unit's."""

    kind: PaperKind
    slug: str
    unit: Facility | None
    versions: list[tuple[SignedPaper, str]]
    empty: str
    number: str = ""
    may_number: bool = False
    grounds: list[GroundBox] = field(default_factory=list)

    @property
    def query(self) -> str:
        """What its address says about whose it is."""
        return f"?unit={self.unit.public_id}" if self.unit else ""


def papers_of(request: HttpRequest, page: VisitPage, wrong: Wrong | None = None) -> list[PaperBox]:
    """Every paper, and why one of them has nothing on it yet."""
    visit = page.visit
    orders = ordered(visit)
    rows = PaperNumber.objects.filter(visit=visit)
    numbers = {(n.kind, n.facility_id): n.number for n in rows}
    signs = visit.state in SIGNED_FROM and may(request.standing, "sign-paper", visit)  # type: ignore[attr-defined]
    issues = signs and visit.ended_at is not None and issued_here(request.today)  # type: ignore[attr-defined]
    boxes = []
    for kind, unit in [(k, visit.facility) for k in PaperKind if k != PaperKind.ORDER] + [
        (PaperKind.ORDER, u) for u in orders
    ]:
        empty = _empty(page, kind, orders[unit] if kind == PaperKind.ORDER else [])
        number, versions = numbers.get((kind.value, unit.pk), ""), _versions(page, kind, unit)
        boxes.append(
            PaperBox(
                kind,
                kind.value.lower(),
                unit if unit.pk != visit.facility_id else None,
                versions,
                empty,
                number,
                bool(issues and not number and not empty and not versions),
                _grounds(request, visit, orders[unit], signs, wrong) if kind == PaperKind.ORDER else [],
            )
        )
    return boxes


def _empty(page: VisitPage, kind: PaperKind, findings: list[VisitFinding]) -> str:
    if kind == PaperKind.PHOTOS and not any(p.kind == PictureKind.EVIDENCE for p in page.pictures):
        return "还没有照片。"
    if kind == PaperKind.ORDER and not findings:
        return "没有立行立改或立案查处的问题。"
    return ""


def _versions(page: VisitPage, kind: PaperKind, unit: Facility) -> list[tuple[SignedPaper, str]]:
    """With the name of the system in which the original lies."""
    names = {s.code: s.name for s in law.systems()}
    return [
        (p, names.get(p.original_system, p.original_system))
        for p in page.papers
        if p.kind == kind and p.facility_id == unit.pk
    ]


def _grounds(
    request: HttpRequest, visit: Visit, findings: list[VisitFinding], signs: bool, wrong: Wrong | None
) -> list[GroundBox]:
    on = request.today  # type: ignore[attr-defined]
    return [
        GroundBox(g, ground_form(visit, g, wrong) if signs else None)
        for g in (grounds_offered(visit, findings, on) if findings else [])
    ]


def ground_act(ground: Ground) -> Act:
    """The form for one finding: every provision that was in force, both readings among them, and room for another."""
    asks = []
    for name, label, bases in (
        ("duties", "违反的规定", ground.duties),
        ("penalties", "责令改正的依据", ground.penalties),
    ):
        options = [(b.text, f"{b.shown}（{b.since} 起）" if b.since else b.shown) for b in bases]
        if options:
            asks.append(Ask(name, label, "checks", options=lambda _, rows=options: rows))  # type: ignore[misc]
        asks.append(Ask(f"more_{name}", f"{label}（其他）", "line", longest=100))
    told = f"问题发现于 {ground.finding.found_on}，列出的是当天有效或以后施行的规定，由办案人员选定。"
    return Act(read_by_its_view, tuple(asks), says=told + "".join(ground.notes))


def ground_form(visit: Visit, ground: Ground, wrong: Wrong | None) -> Offered:
    """The form, with what was chosen before."""
    finding, name = ground.finding, f"grounds-{ground.finding.number}"
    address = reverse("visit-grounds", args=[finding.public_id])
    label = f"第 {finding.number} 个问题的依据"
    hidden = (("seen", str(ground.seen)),)
    form = form_of(name, label, ground_act(ground), visit, address, wrong=wrong, hidden=hidden)
    if not form.open:
        _fill(form.fields, ground)
    return form


def _fill(fields: list[dict[str, Any]], ground: Ground) -> None:
    for row in fields:
        held = getattr(ground.chosen, row["name"].removeprefix("more_"), []) if ground.chosen else []
        if row["kind"] == "checks":
            row["options"] = [(v, text, v in held) for v, text, _ in row["options"]]
        else:
            bases = ground.duties if row["name"] == "more_duties" else ground.penalties
            row["value"] = "、".join(t for t in held if t not in {b.text for b in bases})


def caption_wrong(wrong: Wrong | None) -> int:
    """The photo whose later caption could not be taken, 0 for none."""
    name, _, key = (wrong[0] if wrong else "").partition("-")
    return int(key) if name == "caption" else 0


def sign_form(request: HttpRequest, page: VisitPage, wrong: Wrong | None) -> Offered | None:
    """The form that records a signed paper; None for who may not, or while there is nothing to sign."""
    visit = page.visit
    if visit.state not in SIGNED_FROM or not may(request.standing, "sign-paper", visit):  # type: ignore[attr-defined]
        return None
    today = request.today.isoformat()  # type: ignore[attr-defined]
    address = reverse("visit-sign-paper", args=[visit.public_id])
    return form_of("sign", "登记已签署文书", SIGN, visit, address, wrong=wrong, filled={"signed_on": today})
