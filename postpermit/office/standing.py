"""Where an officer stands on a day: the posts held, and those acted for. Read anew at every request."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from postpermit.office.models import Absence, Holding, Officer, Post, StandIn
from postpermit.office.states import HolderRole
from postpermit.trail.actors import Actor


@dataclass(frozen=True)
class HeldPost:
    """A post as this officer holds it today; ``for_name`` is the A person when the officer acts in that person's place."""

    code: str
    division: str
    rank: str
    title: str
    in_group: str = ""
    for_name: str = ""


@dataclass(frozen=True)
class Standing:
    """An officer on a day. ``posts`` holds what may be acted for now; B posts count only while A is away."""

    officer: Officer
    on: date
    posts: tuple[HeldPost, ...]

    @cached_property
    def divisions(self) -> frozenset[str]:
        """Codes of the divisions in which this officer may act."""
        return frozenset(post.division for post in self.posts)

    @cached_property
    def post_codes(self) -> tuple[str, ...]:
        """Codes of the posts on whose desks this officer works."""
        return tuple(post.code for post in self.posts)

    def holding(self, *patterns: str) -> HeldPost | None:
        """The first post, own before borrowed, that one of the ``who`` patterns fits."""
        for post in sorted(self.posts, key=lambda p: bool(p.for_name)):
            if any(fits(pattern, post) for pattern in patterns):
                return post
        return None

    def actor(self, *patterns: str, division: str = "") -> Actor:
        """This officer as the trail sees them, in the post that fits; without patterns the first own post."""
        posts = [p for p in self.posts if not division or p.division == division] or list(self.posts)
        chosen = Standing(self.officer, self.on, tuple(posts)).holding(*(patterns or ("ANY",)))
        if chosen is None:
            return Actor(self.officer.ref, self.officer.name)
        return Actor(self.officer.ref, self.officer.name, chosen.division, chosen.code, chosen.for_name)


def fits(pattern: str, post: HeldPost) -> bool:
    """Whether a ``who`` pattern names this post.

    ANY, a division, division:rank, *:rank, GROUP, GROUP:LEADER, ADMIN, TECHNICAL:READER.
    """
    division, _, rank = pattern.partition(":")
    if division == "ADMIN":
        return post.rank == "ADMIN"
    if post.rank == "ADMIN":
        return False  # who runs the system does no office work with that post
    if post.rank == "READER":
        # A contracted body does no office work: only a row that names it by its rank grants it anything (plan 15).
        return rank == "READER" and division in {"*", post.division}
    if pattern == "ANY":
        return True
    if division == "GROUP":
        return bool(post.in_group) and (not rank or post.in_group == rank)
    return division in {"*", post.division} and (not rank or post.rank == rank)


def standing_of(officer: Officer, on: date) -> Standing:
    """Three small reads: own posts, B posts whose A is away that day, and named stand-ins."""
    if officer.disabled_at is not None:
        return Standing(officer, on, ())
    own: list[Post] = []
    second: list[Post] = []
    held = Holding.objects.filter(covers(on), officer=officer).select_related("post")
    for row in held.order_by("role", "pk"):
        (own if row.role == HolderRole.A else second).append(row.post)
    posts = [_held(post) for post in own]
    borrowed = {post.code: post for post in second}
    for stand_in in StandIn.objects.filter(covers(on), officer=officer).select_related("post"):
        borrowed[stand_in.post.code] = stand_in.post
    named = {s.post_id for s in StandIn.objects.filter(covers(on), post__in=borrowed, officer=officer)}
    for code, name, away in _first_persons(list(borrowed), on):
        if away or code in named:
            posts.append(_held(borrowed.pop(code), name))
    posts += [_held(post, "岗位空缺") for code, post in borrowed.items() if not _has_holder(code, on)]
    return Standing(officer, on, tuple(posts))


def covers(on: date) -> Q:
    """Rows with ``from_on`` and ``to_on`` that hold on a day: posts, absences, streets, recusals."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def _held(post: "object", for_name: str = "") -> HeldPost:
    return HeldPost(post.code, post.division_id, post.rank, post.title, post.in_group, for_name)  # type: ignore[attr-defined]


def _first_persons(codes: list[str], on: date) -> list[tuple[str, str, bool]]:
    """(post, name of A, whether A is away that day) for each of the posts that has an A person."""
    if not codes:
        return []
    rows = Holding.objects.filter(covers(on), post__in=codes, role=HolderRole.A).select_related("officer")
    holders = list(rows)
    away = set(
        Absence.objects.filter(covers(on), officer__in=[h.officer_id for h in holders]).values_list(
            "officer_id", flat=True
        )
    )
    return [
        (h.post_id, h.officer.name, h.officer_id in away or h.officer.disabled_at is not None)
        for h in holders
    ]


def _has_holder(code: str, on: date) -> bool:
    return Holding.objects.filter(covers(on), post_id=code, role=HolderRole.A).exists()
