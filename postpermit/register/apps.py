"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The room "register"."""

    name = "postpermit.register"
    label = "register"
    verbose_name = "一企一档"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.office.access import declare
        from postpermit.register.powers import POWERS, SCOPES, THINGS

        declare("register", powers=POWERS, things=THINGS, scopes=SCOPES)
