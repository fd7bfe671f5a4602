"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The room "planning"."""

    name = "postpermit.planning"
    label = "planning"
    verbose_name = "计划与抽取"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.office.access import declare
        from postpermit.planning.powers import POWERS, SCOPES, THINGS

        declare("planning", powers=POWERS, things=THINGS, scopes=SCOPES)
