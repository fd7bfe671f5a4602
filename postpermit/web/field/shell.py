"""The page that opens without signal, and the worker that keeps it on the device. Neither holds anything of a person."""

import hashlib
import json
import re
from functools import cache, wraps
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.views.decorators.cache import never_cache

from postpermit.web.door import View, power

HOME = "/field/"
STYLES = ("vendor/tabler-core-1.6.1/tabler.min.css", "app/app.css", "field/field.css")
SCRIPTS = tuple(f"field/{name}.js" for name in (
    "field", "store", "acts", "sync", "dom", "words", "home", "queue", "visit", "checklist", "photos", "pad", "record",
    "seal", "keeping",
))  # fmt: skip
OTHERS = ("field/manifest.webmanifest", "field/icon-192.png", "field/icon-512.png", "app/mark.svg")
FILES_OF_THE_SHELL = (*STYLES, *SCRIPTS, *OTHERS)
# Browsers inside messengers keep neither page nor data, and close without asking.
INSIDE = re.compile(r"MicroMessenger|wxwork|WeComLocal|GovWeChat", re.IGNORECASE)


@cache
def shell_version() -> str:
    """A digest of everything the page is made of: one changed letter is a new version on the devices."""
    made = hashlib.sha256(get_template("field/shell.html").template.source.encode())  # type: ignore[attr-defined]
    for name in (*FILES_OF_THE_SHELL, "field/sw.js"):
        made.update(_read(name))
    return made.hexdigest()[:16]


def _read(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


def _outside_messengers(view: View) -> View:
    """Whoever comes from inside a messenger is told the way out before he is asked for his password."""

    @never_cache
    @wraps(view)
    def looked_at(request: HttpRequest) -> HttpResponse:
        if INSIDE.search(request.headers.get("User-Agent", "")):
            return render(request, "field/inside.html", {"address": request.build_absolute_uri(HOME)})
        return view(request)

    return looked_at


@_outside_messengers
@power("enforcement.visit", "field", clauses=("plan:6.1",), title="现场端")
def field_page(request: HttpRequest) -> HttpResponse:
    """The empty page: what it shows lies on the device."""
    return render(request, "field/shell.html", {"styles": STYLES, "others": OTHERS})


@power("enforcement.visit", "field", title="现场端离线程序")
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with its list of files; the browser asks for it anew each time."""
    files = [HOME, *(static(name) for name in FILES_OF_THE_SHELL)]
    head = f"const VERSION = {json.dumps(shell_version())};\nconst FILES = {json.dumps(files)};\n"
    answer = HttpResponse(head + _read("field/sw.js").decode(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = HOME
    return answer
