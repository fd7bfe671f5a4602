"""Reads of the trail."""

from django.db import models
from django.db.models import QuerySet

from postpermit.trail.models import Attachment, Entry, reference


def timeline(*things: models.Model | str) -> QuerySet[Entry]:
    """Every entry about any of these things, newest first."""
    names = [t if isinstance(t, str) else reference(t) for t in things]
    keys = Entry.objects.filter(subjects__subject__in=names).values("pk")
    return Entry.objects.filter(pk__in=keys).select_related("leaf").order_by("-at", "-pk")


def attachments_of(*things: models.Model | str) -> QuerySet[Attachment]:
    """The files hung on any of these things, oldest first."""
    names = [t if isinstance(t, str) else reference(t) for t in things]
    return Attachment.objects.filter(subject__in=names).order_by("at", "pk")
