"""Tells Django that this room exists and declares its powers."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """The room "linkage"."""

    name = "postpermit.linkage"
    label = "linkage"
    verbose_name = "三监联动"

    def ready(self) -> None:
        """Hand this room's rows to the table of powers."""
        from postpermit.linkage.powers import POWERS, SCOPES, THINGS
        from postpermit.office.access import declare

        declare("linkage", powers=POWERS, things=THINGS, scopes=SCOPES)
