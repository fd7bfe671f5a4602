"""Tells Django that this room exists."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The room "office"."""

    name = "postpermit.office"
    label = "office"
    verbose_name = "机构与职责"
