"""Tells Django that this room exists."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room "web"."""

    name = "postpermit.web"
    label = "web"
    verbose_name = "门"

    def ready(self) -> None:
        """The check that every address names its power has to be known before the first check runs."""
        from postpermit.web import door  # noqa: F401 -- registers itself
