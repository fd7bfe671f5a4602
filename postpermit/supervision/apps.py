"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The room "supervision"."""

    name = "postpermit.supervision"
    label = "supervision"
    verbose_name = "监管"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.office.access import declare
        from postpermit.supervision.powers import POWERS, SCOPES, THINGS

        declare("supervision", powers=POWERS, things=THINGS, scopes=SCOPES)
