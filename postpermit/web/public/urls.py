"""Addresses that everybody may open."""

from typing import Any

from django.urls import path

from postpermit.web.public import draws

urlpatterns: list[Any] = [
    path("draws/", draws.draws_page, name="public-draws"),
    path("draws/<uuid:public_id>/", draws.draw_view, name="public-draw"),
    path("draws/<uuid:public_id>/files/<slug:kind>/", draws.draw_file, name="public-draw-file"),
]
