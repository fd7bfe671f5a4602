"""日历订阅: a secret address per post, made new or ended at any time."""

import secrets
from datetime import datetime

from django.db import transaction

from postpermit.office.models import CalendarFeed, Post
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record


@transaction.atomic
def open_feed(*, post: Post, by: Actor, at: datetime) -> CalendarFeed:
    """A new address for the post's deadlines; the earlier one stops working."""
    end_feed(post=post, by=by, at=at)
    made = CalendarFeed.objects.create(
        token=secrets.token_urlsafe(32), post=post, made_by=by.signature, made_at=at
    )
    record("open-feed", label="开通日历订阅", subjects=[post], by=by, at=at, clause="plan:3.1")
    return made


@transaction.atomic
def end_feed(*, post: Post, by: Actor, at: datetime) -> None:
    """The address stops working at once."""
    if CalendarFeed.objects.filter(post=post, ended_at__isnull=True).update(ended_at=at):
        record("end-feed", label="停用日历订阅", subjects=[post], by=by, at=at, clause="plan:3.1")
