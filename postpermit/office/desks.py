"""On whose desk a new duty is put."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from postpermit.office.models import Absence, Holding, Officer, Post
from postpermit.office.standing import covers
from postpermit.office.states import AbsenceKind, Rank
from postpermit.trail.errors import Refused


class UnableToFindADesk(Refused):
    """The division has no post at all: the roster must be entered first."""


def _present(on: date, rank: str) -> Q:
    away = Absence.objects.filter(
        officer=OuterRef("officer"), kind=AbsenceKind.SECONDMENT, from_on__lte=on, to_on__gte=on
    )
    held = Holding.objects.filter(
        covers(on), ~Exists(away), post=OuterRef("pk"), officer__disabled_at__isnull=True
    )
    return Q(Exists(held)) & Q(rank=rank)


def desk_post(division: str, rank: str, on: date) -> Post:
    """The post of that rank whose A or B person is there; a seconded officer gets no new duty.

    Falls back to the head's post, then to any post of the division; raises ``UnableToFindADesk`` when there is none.
    """
    posts = (
        Post.objects.filter(division=division, closed_on__isnull=True)
        .exclude(rank__in=(Rank.ADMIN, Rank.READER))
        .order_by("code")
    )
    if division == "GROUP":
        posts = Post.objects.filter(division="APPROVAL", closed_on__isnull=True).order_by("code")
    for wanted in dict.fromkeys((rank, str(Rank.HEAD))):
        if post := posts.filter(_present(on, wanted)).first():
            return post
    if post := posts.first():
        return post
    raise UnableToFindADesk(f"{division} 尚未设置岗位，请先由系统管理员录入岗位与人员。")


def signing_desk(division: str, handlers: Collection[str], on: date) -> Post:
    """The head's post; where the one who holds it that day is among ``handlers`` (references), the group leader's.

    Nobody signs what he drafted himself. Raises ``UnableToFindADesk``.
    """
    head = desk_post(division, Rank.HEAD, on)
    holder = head.holdings.filter(covers(on), role="A").select_related("officer").first()
    if holder is None or holder.officer.ref not in handlers:
        return head
    leader = Post.objects.filter(in_group="LEADER", closed_on__isnull=True).order_by("code").first()
    return leader or head


def own_desk(officer: Officer, division: str, on: date) -> Post | None:
    """The post of the division that the officer holds that day as its A person; a successor only named has none yet."""
    held = officer.holdings.filter(covers(on), role="A", post__division=division)
    first = held.select_related("post").order_by("pk").first()
    return first.post if first else None
