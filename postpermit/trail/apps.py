"""Tells Django that this room exists, and raises the walls after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _raise_after_migrate(using: str, **_: Any) -> None:
    from postpermit.trail.walls import raise_walls

    raise_walls(connections[using])


class TrailConfig(AppConfig):
    """The room "trail"."""

    name = "postpermit.trail"
    label = "trail"
    verbose_name = "留痕"

    def ready(self) -> None:
        """Walls stand whenever the tables do."""
        post_migrate.connect(_raise_after_migrate, sender=self, dispatch_uid="raise-walls")
