"""Pages of a list; a page number that makes no sense shows the nearest page instead of an error."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 30


def page_of(request: HttpRequest, rows: Any) -> "Page[Any]":
    """The page of ``rows`` that the address asks for."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
