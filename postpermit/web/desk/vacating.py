"""离任: taking somebody off a post shows every open duty first and moves it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from postpermit.duties.operations import vacate_post
from postpermit.duties.queries import open_duties_on
from postpermit.office.models import Holding, Post
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader


@power("office.roster", "change", methods=("GET", "POST"), clauses=("plan:a1",), title="离任")
def vacate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what lies on the desk; then the successor takes over by post, or it goes to another desk."""
    holding = get_object_or_404(
        Holding.objects.select_related("post__division", "officer"), pk=pk, to_on__isnull=True
    )
    form = FormReader(request)
    others = Post.objects.filter(closed_on__isnull=True).exclude(pk=holding.post_id).exclude(rank="ADMIN")
    choices = [(p.pk, f"{p.division.short_name} {p.title}") for p in others.select_related("division")]
    if request.method == "POST":
        last = form.day("on", "最后一天", required=True)
        target = form.choice("to_post", "交给哪个岗位", [c for c, _ in choices], required=False)
        if form.ok and last is not None:
            by = actor_for(request, "change", "office.roster")
            last_day = last

            def act() -> str:
                to_post = Post.objects.get(pk=target) if target else None
                vacate_post(holding=holding, on=last_day, to_post=to_post, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("roster")

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "to_post"] = str(error)
            else:
                messages.success(request, f"{holding.officer.name}已离任{holding.post.title}。")
                return redirect(outcome.answer)
    context = {
        "holding": holding,
        "duties": open_duties_on(holding.post),
        "choices": choices,
        "errors": form.errors,
        "typed": request.POST,
    }
    return render(request, "desk/vacate.html", context, status=422 if form.errors else 200)
