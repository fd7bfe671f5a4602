"""Tells Django that this room exists."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The room "trail"."""

    name = "postpermit.trail"
    label = "trail"
    verbose_name = "留痕"
