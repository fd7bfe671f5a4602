"""Logging in and out, and passwords."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from postpermit.office.operations import UnableToSetPassword, set_password, use_invitation
from postpermit.web.desk.demo_accounts import demo_accounts
from postpermit.web.door import open_to_all, power


@open_to_all("the log-in page itself", methods=("GET", "HEAD", "POST"))
def log_in(request: HttpRequest) -> HttpResponse:
    """Account and password; five wrong tries lock the account and address for a quarter of an hour."""
    fault = ""
    if request.method == "POST":
        user = authenticate(
            request,
            username=request.POST.get("account", "").strip().lower(),
            password=request.POST.get("password", ""),
        )
        if user is not None and hasattr(user, "officer") and user.officer.disabled_at is None:
            login(request, user)
            return HttpResponseRedirect(_next(request))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        fault = "账号或密码不正确。"
    context = {"fault": fault, "next": _next(request), "accounts": demo_accounts() if settings.DEMO else []}
    return render(request, "desk/login.html", context, status=200 if not fault else 422)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """After too many wrong passwords."""
    return render(request, "desk/locked.html", status=429)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually a page left open over night."""
    return render(request, "desk/form_expired.html", status=403)


@open_to_all("leaving needs no power", methods=("POST",))
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")


@open_to_all("the link itself is the proof", methods=("GET", "HEAD", "POST"))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first or a new password through a one-time link."""
    fault = ""
    if request.method == "POST":
        first, second = request.POST.get("password", ""), request.POST.get("again", "")
        try:
            if first != second:
                raise UnableToSetPassword("两次输入的密码不一致。")
            use_invitation(token=token, password=first, at=request.now)  # type: ignore[attr-defined]
        except UnableToSetPassword as error:
            fault = str(error)
        else:
            messages.success(request, "密码已设置，请登录。")
            return redirect("login")
    return render(request, "desk/invitation.html", {"fault": fault}, status=422 if fault else 200)


@power("office.desk", "view", methods=("GET", "POST"), title="改密码")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the old one is asked again."""
    fault = ""
    officer = request.officer  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            if not officer.user.check_password(request.POST.get("old", "")):
                raise UnableToSetPassword("原密码不正确。")
            if request.POST.get("password", "") != request.POST.get("again", ""):
                raise UnableToSetPassword("两次输入的密码不一致。")
            set_password(
                officer=officer,
                password=request.POST.get("password", ""),
                by=request.standing.actor(),  # type: ignore[attr-defined]
                at=request.now,  # type: ignore[attr-defined]
            )
        except UnableToSetPassword as error:
            fault = str(error)
        else:
            update_session_auth_hash(request, officer.user)
            messages.success(request, "密码已更改。")
            return redirect("desk")
    return render(request, "desk/password.html", {"fault": fault}, status=422 if fault else 200)
