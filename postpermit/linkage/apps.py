"""Tells Django that this room exists."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """The room "linkage"."""

    name = "postpermit.linkage"
    label = "linkage"
    verbose_name = "三监联动"
