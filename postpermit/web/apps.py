"""Tells Django that this room exists."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room "web"."""

    name = "postpermit.web"
    label = "web"
    verbose_name = "门"
