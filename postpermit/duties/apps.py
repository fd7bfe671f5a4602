"""Tells Django that this room exists."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The room "duties"."""

    name = "postpermit.duties"
    label = "duties"
    verbose_name = "应办事项"
