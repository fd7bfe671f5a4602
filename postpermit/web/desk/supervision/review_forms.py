"""The forms of the review screen, section by section; many on one page, so each has a name of its own."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from postpermit.office.access import may, visible_to
from postpermit.supervision.models import Finding, Hint
from postpermit.supervision.operations import hint_words
from postpermit.supervision.queries.review_page import ReviewPage
from postpermit.supervision.queries.sections import SectionView
from postpermit.supervision.rules.handover import conduct_of
from postpermit.supervision.states import HintState, ReviewState
from postpermit.trail.steps import step_named
from postpermit.web.desk.acts import Act, Offered
from postpermit.web.desk.supervision.acts import Wrong, form_of
from postpermit.web.desk.supervision.finding_forms import FIND, FINDING_ACTS, HINT_ACTS, PROPOSE, SIGN


@dataclass
class Drawn:
    """A section with its forms. ``batch``: more than one hint may be answered at once; ``blocked``: why it is not signed."""

    section: SectionView
    hints: list[tuple[Hint, list[Offered]]] = field(default_factory=list)
    answered: list[tuple[Hint, list[Offered]]] = field(default_factory=list)
    findings: list[tuple[Finding, list[Offered]]] = field(default_factory=list)
    find: Offered | None = None
    sign: Offered | None = None
    batch: bool = False
    blocked: str = ""


@dataclass(frozen=True)
class _Rights:
    """What this officer may do on the screen: asked once for the page, not once a row."""

    answer: bool
    sign: bool
    find: bool
    propose: bool
    adopt: frozenset[int]


def _rights(request: HttpRequest, found: ReviewPage, answering: bool) -> _Rights:
    standing, review = request.standing, found.review  # type: ignore[attr-defined]
    check = review.check_matter
    ours = may(standing, "sign-sections", review)
    closed = check.state in ("CLOSED", "NOT_OWED")
    proposed = [f.pk for s in found.sections for f in s.proposals]
    adopt = visible_to(standing, Finding, "adopt").filter(pk__in=proposed).values_list("pk", flat=True)
    return _Rights(
        answer=ours and answering,
        sign=ours and review.state == ReviewState.OPEN and found.read is not None,
        find=ours and not closed and may(standing, "add-finding", "supervision.check"),
        propose=not closed and _may_propose(request, found),
        adopt=frozenset(adopt),
    )


def _may_propose(request: HttpRequest, found: ReviewPage) -> bool:
    """A technical body proposes until it has signed its conclusion."""
    standing = request.standing  # type: ignore[attr-defined]
    if not may(standing, "propose", "supervision.check"):
        return False
    orders = found.review.check_matter.readings.filter(post__in=standing.post_codes, signed_at__isnull=True)
    return orders.exists()


def drawn_sections(
    request: HttpRequest, found: ReviewPage, wrong: Wrong | None, *, answering: bool
) -> list[Drawn]:
    """Every section with the forms that this officer may use now."""
    rights = _rights(request, found, answering)
    return [_section(s, found, rights, wrong) for s in found.sections]


def _section(section: SectionView, found: ReviewPage, rights: _Rights, wrong: Wrong | None) -> Drawn:
    out = Drawn(section)
    can = rights.answer
    out.hints = [
        (h, [_hint_form(h, v, wrong) for v in ("confirm", "dismiss")] if can else [])
        for h in section.open_hints
    ]
    out.answered = [
        (h, [_hint_form(h, "return", wrong)] if can and h.state == HintState.DISMISSED else [])
        for h in section.answered_hints
    ]
    out.findings = [(f, _proposal_forms(f) if f.pk in rights.adopt else []) for f in section.findings]
    out.batch = can and len(section.open_hints) > 1
    if rights.find and section.asked:
        out.find = _find_form(section, found, FIND, "finding-add", "提出问题", wrong)
    elif rights.propose and section.asked:
        out.find = _find_form(section, found, PROPOSE, "reader-propose", "提出建议", wrong)
    if rights.sign and section.asked and section.signature is None:
        if section.waiting:
            out.blocked = f"还有 {section.waiting} 条待处理，处理后可签署本章节。"
        else:
            out.sign = _sign_form(f"sign-{section.code}", "签署本章节", found, [section], wrong)
    return out


def _hint_form(hint: Hint, verb: str, wrong: Wrong | None) -> Offered:
    label = step_named(Hint.STEPS, verb).label
    filled = {}
    if verb == "confirm":
        filled = {"text": hint_words(hint), "kind": hint.kind, "conduct": str(conduct_of(hint.rule))}
    address = reverse("hint-act", args=[hint.public_id, verb])
    return form_of(f"{verb}-{hint.pk}", label, HINT_ACTS[verb], hint, address, wrong=wrong, filled=filled)


def _proposal_forms(finding: Finding) -> list[Offered]:
    out = []
    for verb in ("adopt", "decline"):
        label = step_named(Finding.STEPS, verb).label
        address = reverse("finding-act", args=[finding.public_id, verb])
        back = (("from", "review"),)
        out.append(form_of(f"{verb}-{finding.pk}", label, FINDING_ACTS[verb], finding, address, hidden=back))
    return out


def _find_form(
    section: SectionView, found: ReviewPage, act: Act, page: str, label: str, wrong: Wrong | None
) -> Offered:
    hidden = (("section", section.code), ("division", found.review.division_id))
    address = reverse(page, args=[found.review.check_matter.public_id])
    filled: dict[str, Any] = {"conduct": "NONE"}
    return form_of(
        f"find-{section.code}", label, act, section.code, address, wrong=wrong, filled=filled, hidden=hidden
    )


def _sign_form(
    name: str, label: str, found: ReviewPage, sections: list[SectionView], wrong: Wrong | None, tone: str = ""
) -> Offered:
    address = reverse("review-sign", args=[found.review.public_id])
    hidden = tuple(("sections", s.code) for s in sections)
    if name == "sign-all":
        hidden = (("all", "1"), *hidden)
    return form_of(name, label, SIGN, found.review, address, wrong=wrong, hidden=hidden, tone=tone)


def sign_all(request: HttpRequest, found: ReviewPage, wrong: Wrong | None) -> Offered | None:
    """One signature under every section that waits for nothing; None where there is no such section or right."""
    review = found.review
    if review.state != ReviewState.OPEN or found.read is None:
        return None
    ready = [s for s in found.unsigned if not s.waiting]
    if not ready or not may(request.standing, "sign-sections", review):  # type: ignore[attr-defined]
        return None
    every = len(ready) == len(found.unsigned)
    label = f"签署全部 {len(ready)} 个章节" if every else f"签署已核实完的 {len(ready)} 个章节"
    return _sign_form("sign-all", label, found, ready, wrong, "primary")
