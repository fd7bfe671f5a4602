"""机构与人员: divisions, posts, people; adding, moving, standing in, closing accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.models import Division, Post
from postpermit.office.operations import (
    add_officer,
    add_post,
)
from postpermit.office.queries import officers_with_posts, roster
from postpermit.office.states import AbsenceKind, HolderRole, Rank
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed

PEOPLE = ("姓名", "账号", "岗位", "状态")
HEADER = ("科室", "岗位代码", "岗位名称", "层级", "A角", "A角状态", "B角", "工作组身份")


@power("office.roster", "view", clauses=("plan:3.1", "plan:4.1", "plan:a1"), title="机构与人员")
def roster_page(request: HttpRequest) -> HttpResponse:
    """The district's divisions with their posts and who stands on them today."""
    rows = roster(request.today)  # type: ignore[attr-defined]
    if request.GET.get("format"):
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
        if answer := listed(request, title="机构与人员", header=HEADER, rows=flat, clause="plan:a1"):
            return answer
    return render(request, "desk/roster.html", {"rows": rows})


@power("office.roster", "view", title="人员名单")
def officers_page(request: HttpRequest) -> HttpResponse:
    """Every person, their posts and whether they are away."""
    people = officers_with_posts(request.today)  # type: ignore[attr-defined]
    if request.GET.get("format"):
        flat = [
            (
                o.name,
                o.user.username,
                "、".join(f"{h.post.title} {h.get_role_display()}" for h in o.held),
                "已停用" if o.disabled_at else "、".join(a.get_kind_display() for a in o.away) or "在岗",
            )
            for o in people
        ]
        if answer := listed(request, title="人员名单", header=PEOPLE, rows=flat, clause="plan:a1"):
            return answer
    return render(request, "desk/officers.html", {"officers": people})


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
