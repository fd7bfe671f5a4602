"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The room "office"."""

    name = "postpermit.office"
    label = "office"
    verbose_name = "机构与职责"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.office.access import declare
        from postpermit.office.powers import POWERS, THINGS

        declare("office", powers=POWERS, things=THINGS)
