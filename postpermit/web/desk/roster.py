"""机构与人员: divisions, posts, people; adding, moving, standing in, closing accounts."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from postpermit.office.models import Division, Officer, Post, StandIn
from postpermit.office.operations import (
    add_officer,
    add_post,
    change_officer,
    disable_officer,
    enable_officer,
    end_stand_in,
    hold_post,
    invite,
    name_stand_in,
    record_absence,
)
from postpermit.office.queries import officers_with_posts, roster
from postpermit.office.states import AbsenceKind, HolderRole, Rank
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader
from postpermit.web.sheets import export

HEADER = ("科室", "岗位代码", "岗位名称", "层级", "A角", "A角状态", "B角", "工作组身份")


@power("office.roster", "view", clauses=("plan:3.1", "plan:4.1", "plan:a1"), title="机构与人员")
def roster_page(request: HttpRequest) -> HttpResponse:
    """The district's divisions with their posts and who stands on them today."""
    rows = roster(request.today)  # type: ignore[attr-defined]
    if request.GET.get("format") == "xlsx":
        flat = [
            (
                d.division.name,
                p.post.code,
                p.post.title,
                p.post.get_rank_display(),
                p.first.officer.name if p.first else "",
                p.first_away.get_kind_display() if p.first_away else "在岗" if p.first else "空缺",
                p.second.officer.name if p.second else "",
                p.post.in_group,
            )
            for d in rows
            for p in d.posts
        ]
        return export(request, title="机构与人员", header=HEADER, rows=flat, clause="plan:a1")
    return render(request, "desk/roster.html", {"rows": rows})


@power("office.roster", "view", title="人员名单")
def officers_page(request: HttpRequest) -> HttpResponse:
    """Every person, their posts and whether they are away."""
    return render(request, "desk/officers.html", {"officers": officers_with_posts(request.today)})  # type: ignore[attr-defined]


@power("office.roster", "view", title="人员详情")
def officer_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person: posts, absences, acts on the account."""
    found = [o for o in officers_with_posts(request.today) if o.public_id == public_id]  # type: ignore[attr-defined]
    if not found:
        raise Http404
    context = {
        "person": found[0],
        "kinds": AbsenceKind.choices(),
        "posts": Post.objects.filter(closed_on__isnull=True).select_related("division"),
        "roles": HolderRole.choices(),
        "entries": timeline(found[0])[:20],
        "link": request.session.pop("invitation", ""),
    }
    return render(request, "desk/officer.html", context)


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


@power("office.roster", "change", clauses=("plan:a1",), methods=("GET", "POST"), title="新增人员")
def new_officer(request: HttpRequest) -> HttpResponse:
    """Add a person; a one-time link lets them set a password."""
    form = FormReader(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        name = form.text("name", "姓名", required=True, longest=32)
        account = form.text("account", "账号", required=True, longest=30)
        phone, certificate = (
            form.text("phone", "电话", longest=32),
            form.text("certificate", "执法证号", longest=32),
        )
        errors = form.errors
        if form.ok:
            by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

            def act() -> str:
                officer = add_officer(
                    name=name,
                    account=account,
                    phone=phone,
                    certificate=certificate,
                    by=by,
                    at=request.now,  # type: ignore[attr-defined]
                )
                return reverse("officer", args=[officer.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                errors = {error.place or "name": str(error)}
            else:
                messages.success(request, f"已新增{name}。请由系统管理员生成设置密码的一次性链接。")
                return redirect(outcome.answer)
    status = 422 if errors else 200
    return render(request, "desk/new_officer.html", {"errors": errors, "typed": request.POST}, status=status)


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


@power("office.roster", "change", methods=("GET", "POST"), title="新增岗位")
def new_post(request: HttpRequest) -> HttpResponse:
    """A new post in a division."""
    form, errors = FormReader(request), {}
    divisions = {d.code: d for d in Division.objects.all()}
    if request.method == "POST":
        division = form.choice("division", "科室", divisions)
        code = form.text("code", "岗位代码", required=True, longest=24)
        title = form.text("title", "岗位名称", required=True, longest=32)
        rank = form.choice("rank", "层级", Rank.__members__)
        errors = form.errors
        if form.ok:
            by = request.standing.actor("ADMIN", "APPROVAL:HEAD")  # type: ignore[attr-defined]

            def act() -> str:
                add_post(
                    code=code,
                    division=divisions[division],
                    title=title,
                    rank=rank,
                    by=by,
                    at=request.now,  # type: ignore[attr-defined]
                )
                return reverse("roster")

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                errors = {error.place or "code": str(error)}
            else:
                messages.success(request, f"已新增岗位“{title}”。")
                return redirect(outcome.answer)
    context = {
        "errors": errors,
        "typed": request.POST,
        "divisions": divisions.values(),
        "ranks": Rank.choices(),
    }
    return render(request, "desk/new_post.html", context, status=422 if errors else 200)


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
    if person.disabled_at is None:
        disable_officer(officer=person, why=request.POST.get("why", ""), by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"{person.name}的账号已停用，所有登录已结束。")
    else:
        enable_officer(officer=person, by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"{person.name}的账号已启用。")
    return redirect("officer", public_id)
