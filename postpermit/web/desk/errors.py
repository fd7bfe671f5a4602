"""Pages for when something is not there, or went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or this officer may not see it; the page does not say which."""
    return render(request, "desk/not_found.html", status=404)


def broken(request: HttpRequest, *_: Any) -> HttpResponse:
    """500: with a number to quote."""
    number = getattr(request, "error_number", "")
    return render(request, "desk/broken.html", {"number": number}, status=500)
