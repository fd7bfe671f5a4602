"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The room "duties"."""

    name = "postpermit.duties"
    label = "duties"
    verbose_name = "应办事项"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.duties.powers import POWERS, SCOPES, THINGS
        from postpermit.office.access import declare

        declare("duties", powers=POWERS, things=THINGS, scopes=SCOPES)
