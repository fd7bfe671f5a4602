"""Addresses of planning, one list per file of views."""

from typing import Any

from django.urls import path

from postpermit.web.desk.planning import draw_acts, draws

DRAWS: list[Any] = [
    path("draws/", draws.draws_page, name="draws"),
    path("draws/new/", draws.new_draw, name="new-draw"),
    path("draws/import/", draw_acts.import_draw, name="import-draw"),
    path("draws/<uuid:public_id>/", draws.draw_page, name="draw"),
    path("draws/<uuid:public_id>/do/<slug:verb>/", draws.draw_act, name="draw-act"),
    path("draws/<uuid:public_id>/replace/", draw_acts.draw_replace, name="draw-replace"),
    path("draws/<uuid:public_id>/files/<slug:kind>/", draws.draw_file, name="draw-file"),
]
PLANNING: list[Any] = [*DRAWS]
