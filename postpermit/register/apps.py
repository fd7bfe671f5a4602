"""Tells Django that this room exists."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The room "register"."""

    name = "postpermit.register"
    label = "register"
    verbose_name = "一企一档"
