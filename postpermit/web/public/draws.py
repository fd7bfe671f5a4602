"""Published draws for everybody: computed again in the reader's own browser, and as files to check at home."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.enforcement.queries.disclosed import disclosed_units
from postpermit.planning.models import Draw, DrawnUnit
from postpermit.planning.queries.draw_page import draw_page, drawn_units, published_page
from postpermit.planning.queries.draws import aborted_count, draw_name, published_draws
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import DrawnRole
from postpermit.web.desk.planning.draw_files import draw_answer
from postpermit.web.door import open_to_all
from postpermit.web.paging import page_of

WHY = "随机抽查的抽取结果向社会公布：只有已公布的抽取，单位以编号表示，检查结果公开后才显示名称"
TAKEN = (DrawnRole.SELECTED, DrawnRole.REPLACEMENT)


@open_to_all(WHY)
def draws_page(request: HttpRequest) -> HttpResponse:
    """Every published draw, and how many were aborted."""
    page = page_of(request, published_draws())
    for draw in page.object_list:
        draw.name = draw_name(draw)
    return render(request, "public/draws.html", {"page": page, "aborted": aborted_count()})


def _published(public_id: UUID) -> Draw:
    draw = published_draws().filter(public_id=public_id).first()
    if draw is None:
        raise Http404
    return draw


@open_to_all(WHY)
def draw_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One published draw with everything that it follows from."""
    draw = _published(public_id)
    officers = draw.stratum == Stratum.OFFICERS
    page = None if officers else page_of(request, drawn_units(draw))
    context = {
        "draw": draw,
        "name": draw_name(draw),
        "found": draw_page(draw),
        "page": page,
        "rows": _rows(draw, list(page.object_list)) if page else [],
        "is_officers": officers,
        "published": "" if draw.imported_from else _text(draw),
    }
    return render(request, "public/draw.html", context)


def _text(draw: Draw) -> str:
    return json.dumps(published_page(draw, office=False), ensure_ascii=False, separators=(",", ":"))


def _rows(draw: Draw, units: list[DrawnUnit]) -> list[dict[str, Any]]:
    """A unit's name is said once the result of its visit is disclosed; before that its number only."""
    taken = [u.facility_id for u in units if u.role in TAKEN]
    open_ones = disclosed_units(draw, taken)
    return [{"unit": u, "name": u.facility.name if u.facility_id in open_ones else ""} for u in units]


@open_to_all(WHY)
def draw_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The published draw without the officers, the verifier, or both in one package."""
    answer = draw_answer(_published(public_id), kind, office=False)
    if answer is None:
        raise Http404
    return answer
