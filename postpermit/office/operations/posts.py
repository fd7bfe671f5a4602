"""Divisions and posts, and who holds them. A successor takes over by post."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from postpermit.office.models import Division, Holding, Officer, Post
from postpermit.office.states import HolderRole, Rank
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

ROSTER = "plan:a1"


class UnableToHold(Refused):
    """The post is closed, the person is disabled, or holds it already."""


def found_divisions(*, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Enter the district's divisions (code, name, short_name) that are not there yet; returns how many were added."""
    added = []
    with transaction.atomic():
        for order, row in enumerate(rows):
            division, new = Division.objects.update_or_create(
                code=row["code"],
                defaults={"name": row["name"], "short_name": row["short_name"], "order": order},
            )
            added += [division] if new else []
        if added:
            record("found-divisions", label="设立科室", subjects=added, by=by, at=at, clause="plan:3.1")
    return len(added)


def add_post(
    *, code: str, division: Division, title: str, rank: str, by: Actor, at: datetime, in_group: str = ""
) -> Post:
    """A new post in a division."""
    if rank not in Rank.__members__:
        raise UnableToHold("请选择岗位层级。", place="rank")
    if not title.strip():
        raise UnableToHold("请填写岗位名称。", place="title")
    if Post.objects.filter(pk=code).exists():
        raise UnableToHold(f"岗位代码“{code}”已存在。", place="code")
    with transaction.atomic():
        post = Post.objects.create(
            code=code, division=division, title=title.strip()[:32], rank=rank, in_group=in_group
        )
        record(
            "add-post",
            label="新增岗位",
            subjects=[post],
            by=by,
            at=at,
            clause="plan:3.1",
            facts={"code": code},
        )
        return post


def close_post(*, post: Post, on: date, why: str, by: Actor, at: datetime) -> None:
    """Abolish a post; its duties must have been moved before (the caller in the room above sees to it)."""
    with transaction.atomic():
        post.closed_on = on
        post.save(update_fields=["closed_on"])
        Holding.objects.filter(post=post, to_on__isnull=True).update(to_on=on)
        record("close-post", label="撤销岗位", subjects=[post], by=by, at=at, clause="plan:3.1", why=why)


def hold_post(*, post: Post, officer: Officer, role: str, from_on: date, by: Actor, at: datetime) -> Holding:
    """Give a post to a person as A or B; whoever held it in that role hands over the day before.

    Source: annex 1, a successor of the same division steps in without further ado.
    """
    if officer.disabled_at is not None:
        raise UnableToHold(f"{officer.name}的账号已停用，不能任岗。", place="officer")
    if post.closed_on is not None:
        raise UnableToHold("该岗位已撤销。", place="post")
    if role not in HolderRole.__members__:
        raise UnableToHold("请选择 A角 或 B角。", place="role")
    other = Holding.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on), post=post, officer=officer
    ).first()
    if other is not None and other.role == role:
        return other
    if other is not None:
        raise UnableToHold(
            f"{officer.name}已是该岗位的{other.get_role_display()}，A、B角须为两人。", place="officer"
        )
    with transaction.atomic():
        before = (
            Holding.objects.filter(post=post, role=role, to_on__isnull=True).select_related("officer").first()
        )
        if before is not None:
            before.to_on = max(before.from_on, from_on - timedelta(days=1))
            before.save(update_fields=["to_on"])
        holding = Holding.objects.create(post=post, officer=officer, role=role, from_on=from_on)
        record(
            "hold-post",
            label="任岗",
            subjects=[post, officer, *([before.officer] if before else [])],
            by=by,
            at=at,
            clause=ROSTER,
            facts={
                "post": post.code,
                "officer": officer.name,
                "role": role,
                "from": from_on,
                "before": before.officer.name if before else "",
            },
        )
        return holding


def end_holding(*, holding: Holding, on: date, why: str, by: Actor, at: datetime) -> None:
    """Take somebody off a post after the given day. Open duties are shown and moved by ``duties.vacate_post`` first."""
    with transaction.atomic():
        holding.to_on = max(on, holding.from_on)
        holding.save(update_fields=["to_on"])
        record(
            "end-holding",
            label="离任岗位",
            subjects=[holding.post, holding.officer],
            by=by,
            at=at,
            clause=ROSTER,
            why=why,
            facts={"post": holding.post_id, "officer": holding.officer.name, "to": on},
        )
