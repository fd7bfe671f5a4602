"""Draws as a list, what each waits for, and where a duty of one leads."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.planning.models import Draw
from postpermit.planning.rules.strata import Stratum, quarter_words
from postpermit.planning.rules.waits import PARTIES
from postpermit.planning.states import DrawnRole, DrawState
from postpermit.trail.models import reference


def draw_name(draw: Draw) -> str:
    """2026年第4季度 登记管理单位执法检查抽取."""
    return f"{quarter_words(draw.quarter)} {Stratum(draw.stratum).label}抽取"


def draws_in_order(**wanted: str) -> QuerySet[Draw]:
    """Draws, newest first, with the number of units replaced; their lists stay in the database until one is opened."""
    rows = Draw.objects.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.annotate(replaced=Count("replacements", distinct=True))
    return rows.defer("listing", "given").select_related("plan").order_by("-frozen_at", "-pk")


def published_draws() -> QuerySet[Draw]:
    """What the public page shows."""
    return draws_in_order().filter(state=DrawState.PUBLISHED)


def aborted_count(draw: Draw | None = None) -> int:
    """How many draws were aborted: of the same plan, stratum and quarter, or in all."""
    rows = Draw.objects.filter(state=DrawState.ABORTED)
    if draw is not None:
        rows = rows.filter(plan=draw.plan_id, stratum=draw.stratum, quarter=draw.quarter)
    return rows.count()


SELECTED = Q(role__in=(DrawnRole.SELECTED, DrawnRole.REPLACEMENT))


def duty_ref(draw: Draw, division: str) -> str:
    """Two divisions are waited for at once, and a matter has one open duty: the second party's carries its own mark."""
    plain = reference(draw)
    return plain if division == PARTIES[0] else f"{plain}/{division}"


def open_duties_of_draw(draw: Draw) -> dict[str, Duty]:
    """Division → its open duty."""
    refs = {duty_ref(draw, d): d for d in PARTIES}
    rows = Duty.objects.filter(subject_ref__in=refs, state=DutyState.OPEN).select_related("post", "obligor")
    return {refs[d.subject_ref]: d for d in rows}


def places_of_draws(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference behind a duty → (name of a page, its public id), whichever party's mark it carries. One query."""
    label = f"{Draw._meta.label_lower}:"
    keys = {r: r.removeprefix(label).partition("/")[0] for r in refs if r.startswith(label)}
    numbers = {r: int(key) for r, key in keys.items() if key.isdecimal()}
    public = dict(Draw.objects.filter(pk__in=set(numbers.values())).values_list("pk", "public_id"))
    return {r: ("draw", public[pk]) for r, pk in numbers.items() if pk in public}
