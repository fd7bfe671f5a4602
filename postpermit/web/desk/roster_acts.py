"""人员变动: correcting, holding a post, absences, stand-ins, passwords, closing an account."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from postpermit.office.models import Officer, Post, StandIn
from postpermit.office.operations import (
    change_officer,
    disable_officer,
    enable_officer,
    end_stand_in,
    hold_post,
    invite,
    name_stand_in,
    record_absence,
)
from postpermit.office.states import AbsenceKind, HolderRole
from postpermit.trail.errors import Refused
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader


def _done(
    request: HttpRequest, form: FormReader, act: Callable[[], models.Model], said: str, page: str
) -> HttpResponse:
    """Do the act once and return to the page; what is wrong is said there."""
    if not form.ok:
        for fault in form.errors.values():
            messages.error(request, fault)
        return HttpResponseRedirect(page)

    def once_only() -> str:
        act()
        return page

    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]
    outcome = do_once(request, once_only, by=by)
    messages.success(request, said)
    return redirect(outcome.answer)


@power("office.roster", "change", methods=("POST",), title="修改人员")
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct name, telephone, certificate number."""
    person = get_object_or_404(Officer.objects.select_related("user"), public_id=public_id)
    form = FormReader(request)
    name = form.text("name", "姓名", required=True, longest=32)
    phone, certificate = (
        form.text("phone", "电话", longest=32),
        form.text("certificate", "执法证号", longest=32),
    )
    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]
    return _done(
        request,
        form,
        lambda: change_officer(
            officer=person,
            name=name,
            phone=phone,
            certificate=certificate,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        ),
        "已保存。",
        reverse("officer", args=[public_id]),
    )


@power("office.roster", "change", methods=("POST",), title="登记离岗")
def absence(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave, course, secondment or duty trip: the B persons act meanwhile."""
    person = get_object_or_404(Officer, public_id=public_id)
    form = FormReader(request)
    kind = form.choice("kind", "离岗事由", AbsenceKind.__members__)
    from_on, to_on = (
        form.day("from_on", "开始日期", required=True),
        form.day("to_on", "结束日期", required=True),
    )
    note = form.text("note", "说明", longest=100)
    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

    def act() -> models.Model:
        assert from_on is not None and to_on is not None
        return record_absence(
            officer=person,
            kind=kind,
            from_on=from_on,
            to_on=to_on,
            note=note,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )

    return _done(request, form, act, "已登记，期间由 B 角代办。", reverse("officer", args=[public_id]))


@power("office.roster", "change", methods=("POST",), title="任岗")
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the person a post; whoever held it hands over, the desk with its duties stays with the post."""
    person = get_object_or_404(Officer, public_id=public_id)
    form = FormReader(request)
    post = Post.objects.filter(pk=request.POST.get("post", ""), closed_on__isnull=True).first()
    if post is None:
        form.errors["post"] = "请选择岗位。"
    role = form.choice("role", "角色", HolderRole.__members__)
    from_on = form.day("from_on", "开始日期", required=True)
    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

    def act() -> models.Model:
        assert post is not None and from_on is not None
        return hold_post(post=post, officer=person, role=role, from_on=from_on, by=by, at=request.now)  # type: ignore[attr-defined]

    return _done(
        request, form, act, "已任岗，岗位上的应办事项由其接办。", reverse("officer", args=[public_id])
    )


@power("office.roster", "change", methods=("POST",), title="指定代办")
def stand_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the person as stand-in for a post during given days."""
    person = get_object_or_404(Officer, public_id=public_id)
    form = FormReader(request)
    post = Post.objects.filter(pk=request.POST.get("post", ""), closed_on__isnull=True).first()
    if post is None:
        form.errors["post"] = "请选择岗位。"
    from_on, to_on = (
        form.day("from_on", "开始日期", required=True),
        form.day("to_on", "结束日期", required=True),
    )
    reason = form.text("reason", "代办事由", required=True, longest=100)
    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

    def act() -> models.Model:
        assert post is not None and from_on is not None and to_on is not None
        return name_stand_in(
            post=post,
            officer=person,
            from_on=from_on,
            to_on=to_on,
            reason=reason,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )

    return _done(request, form, act, "已指定代办。", reverse("officer", args=[public_id]))


@power("office.roster", "change", methods=("POST",), title="结束代办")
def stand_in_over(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stand-in today."""
    row = get_object_or_404(StandIn.objects.select_related("post", "officer"), pk=pk)
    by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

    def act() -> models.Model:
        end_stand_in(stand_in=row, on=request.today, by=by, at=request.now)  # type: ignore[attr-defined]
        return row

    return _done(request, FormReader(request), act, "代办已结束。", reverse("roster"))


@power("office.account", "change", methods=("POST",), title="重置密码")
def reset_password(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a one-time link; it is shown once to the administrator, who hands it over."""
    person = get_object_or_404(Officer.objects.select_related("user"), public_id=public_id)
    token = invite(officer=person, by=request.standing.actor("ADMIN"), at=request.now)  # type: ignore[attr-defined]
    request.session["invitation"] = request.build_absolute_uri(reverse("invitation", args=[token]))
    return redirect("officer", public_id)


@power("office.account", "change", methods=("POST",), title="停用账号")
def disable(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close the account at once, or open it again."""
    person = get_object_or_404(Officer.objects.select_related("user"), public_id=public_id)
    by = request.standing.actor("ADMIN")  # type: ignore[attr-defined]
    if person.pk == request.officer.pk:  # type: ignore[attr-defined]
        raise Refused("不能停用自己的账号。")
    wanted = request.POST.get(
        "want", "off"
    )  # what was wished for, so that a repeated click is no second wish
    if (wanted == "off") == (person.disabled_at is not None):
        messages.info(request, f"{person.name}的账号已是{'停用' if wanted == 'off' else '启用'}状态。")
    elif wanted == "off":
        disable_officer(officer=person, why=request.POST.get("why", ""), by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"{person.name}的账号已停用，所有登录已结束。")
    else:
        enable_officer(officer=person, by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"{person.name}的账号已启用。")
    return redirect("officer", public_id)
