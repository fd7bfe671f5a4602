"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """The room "enforcement"."""

    name = "postpermit.enforcement"
    label = "enforcement"
    verbose_name = "执法"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.enforcement.powers import POWERS, SCOPES, THINGS
        from postpermit.office.access import declare

        declare("enforcement", powers=POWERS, things=THINGS, scopes=SCOPES)
