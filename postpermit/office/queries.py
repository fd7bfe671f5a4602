"""Reads of the roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from postpermit.office.models import Absence, Division, Holding, Officer, Post, StandIn
from postpermit.office.standing import covers


@dataclass(frozen=True)
class PostRow:
    """A post with who holds it today."""

    post: Post
    first: Holding | None
    second: Holding | None
    stand_ins: list[StandIn]
    first_away: Absence | None


@dataclass(frozen=True)
class DivisionRow:
    """A division with its posts."""

    division: Division
    posts: list[PostRow]


def roster(on: date) -> list[DivisionRow]:
    """Every division, its posts and the people on them that day; four queries whatever the size."""
    current = covers(on)
    holdings = Holding.objects.filter(current).select_related("officer").order_by("pk")
    stand_ins = StandIn.objects.filter(to_on__gte=on).select_related("officer").order_by("from_on")
    posts = (
        Post.objects.filter(closed_on__isnull=True)
        .order_by("code")
        .prefetch_related(
            Prefetch("holdings", queryset=holdings, to_attr="held"),
            Prefetch("stand_ins", queryset=stand_ins, to_attr="named"),
        )
    )
    away = {a.officer_id: a for a in Absence.objects.filter(from_on__lte=on, to_on__gte=on)}
    by_division: dict[str, list[PostRow]] = {}
    for post in posts:
        by_division.setdefault(post.division_id, []).append(_row(post, post.held, post.named, away))
    return [DivisionRow(d, by_division.get(d.code, [])) for d in Division.objects.order_by("order")]


def _row(post: Post, held: Iterable[Holding], named: list[StandIn], away: dict[int, Absence]) -> PostRow:
    people = {h.role: h for h in held}
    first = people.get("A")
    return PostRow(post, first, people.get("B"), named, away.get(first.officer_id) if first else None)


def officers_with_posts(on: date) -> list[Officer]:
    """Every officer with ``held`` (current holdings) and ``away`` (absences not over), disabled ones last."""
    current = covers(on)
    return list(
        Officer.objects.select_related("user")
        .prefetch_related(
            Prefetch(
                "holdings", queryset=Holding.objects.filter(current).select_related("post"), to_attr="held"
            ),
            Prefetch(
                "absences", queryset=Absence.objects.filter(to_on__gte=on).order_by("from_on"), to_attr="away"
            ),
        )
        .order_by("disabled_at", "pk")
    )
