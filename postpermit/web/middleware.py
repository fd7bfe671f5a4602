"""At the door: the clock and the person are taken once, and refusals are answered in plain words."""

import logging
import secrets
from collections.abc import Callable

from django.contrib import messages
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from postpermit.office.models import Officer
from postpermit.office.standing import standing_of
from postpermit.office.values import lay_adopted_values
from postpermit.trail.errors import Refused

log = logging.getLogger(__name__)
# A proxy that speaks over the loop or a socket is ours.
PROXIES = ("127.0.0.1", "::1", "")
Respond = Callable[[HttpRequest], HttpResponse]


class StandingMiddleware:
    """Sets ``request.now``, ``request.today``, ``request.officer`` and ``request.standing``; rights are read anew each time."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.today = timezone.localdate(request.now)  # type: ignore[attr-defined]
        request.officer = request.standing = None  # type: ignore[attr-defined]
        lay_adopted_values()
        if request.user.is_authenticated:
            officer = Officer.objects.filter(user_id=request.user.pk, disabled_at__isnull=True).first()
            if officer is not None:
                request.officer = officer  # type: ignore[attr-defined]
                officer.user = request.user  # type: ignore[assignment]
                request.standing = standing_of(officer, request.today)  # type: ignore[attr-defined]
                _stay(request)
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """Who asks. Behind the proxy on this machine every caller looks like the proxy: its last word counts, nobody else's."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return told if told and direct in PROXIES else direct


def _stay(request: HttpRequest) -> None:
    """Renew the idle time-out, but write no more than once a minute: reading a page should not wait for the disk."""
    minute = int(request.now.timestamp() // 60)  # type: ignore[attr-defined]
    if request.session.get("minute") != minute:
        request.session["minute"] = minute


class PlainWordsMiddleware:
    """A refused act comes back to its page with the sentence; a busy database asks for patience."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only what an official can read leaves the house."""
        if isinstance(error, Http404):
            return None
        if isinstance(error, Refused):
            messages.error(request, str(error))
            return HttpResponseRedirect(_back(request))
        if isinstance(error, OperationalError) and "lock" in str(error).lower():
            answer = render(request, "desk/busy.html", status=503)
            answer["Retry-After"] = "10"
            return answer
        if isinstance(error, DataError | ValueError) and "NUL (0x00)" in str(error):
            # An address or a raw field with a character that no text has: PostgreSQL refuses to look for it.
            return render(request, "desk/not_found.html", status=404)
        request.error_number = secrets.token_hex(4)  # type: ignore[attr-defined]
        log.error("error %s at %s", request.error_number, request.path, exc_info=error)  # type: ignore[attr-defined]
        return None


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("back") or request.headers.get("Referer") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
