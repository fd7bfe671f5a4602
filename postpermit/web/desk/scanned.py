"""What a QR code on one of our papers says, typed or scanned into the search box: it leads to the thing itself."""

import re
import unicodedata
from uuid import UUID

from django.urls import reverse

from postpermit.enforcement.models import PenaltyCase, SignedPaper, Visit
from postpermit.linkage.models import Slip
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.web.paper import annex5, case, visit_paper

CODE = re.compile(r"(PP-[A-Z]+):([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})(?::.*)?")


def address_of(standing: Standing, text: str) -> str:
    """The page that the code leads to, "" for what is no code or nothing that this officer may see."""
    found = CODE.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if found is None:
        return ""
    kind, public_id = found[1], UUID(found[2])
    if kind == visit_paper.QR:
        return _visit(standing, public_id)
    if kind == case.QR and visible_to(standing, PenaltyCase).filter(public_id=public_id).exists():
        return reverse("case", args=[public_id])
    if kind == annex5.QR and visible_to(standing, Slip).filter(public_id=public_id).exists():
        return reverse("slip", args=[public_id])
    return ""


def _visit(standing: Standing, public_id: UUID) -> str:
    """A draft says the visit, a signed paper says itself; both lead to the papers of the visit."""
    signed = visible_to(standing, SignedPaper).filter(public_id=public_id).select_related("visit").first()
    wanted = signed.visit.public_id if signed else public_id
    if not visible_to(standing, Visit).filter(public_id=wanted).exists():
        return ""
    return reverse("visit", args=[wanted]) + "#papers"
