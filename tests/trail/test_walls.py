"""What is append-only can be neither changed nor deleted, whoever asks, on both engines."""

from datetime import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import record
from postpermit.trail.models import Entry
from postpermit.trail.walls import missing_walls, raise_walls, walled_models

pytestmark = pytest.mark.django_db


def test_every_wall_stands_after_migrating() -> None:
    assert missing_walls(connection) == []
    assert {
        "Entry",
        "EntrySubject",
        "Leaf",
        "Checkpoint",
        "PerformedAct",
        "Attachment",
        "SlipRow",
        "SlipSignature",
        "Feedback",
        "Reminder",
    } <= {m.__name__ for m in walled_models()}


@pytest.mark.parametrize("act", ["update", "delete", "raw update", "raw delete"])
def test_an_entry_can_be_neither_changed_nor_deleted(act: str, at: datetime) -> None:
    entry = record("note", subjects=["test.thing:1"], by=COMMAND_LINE, at=at, clause="plan:8.1")
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        if act == "update":
            Entry.objects.filter(pk=entry.pk).update(why="x")
        elif act == "delete":
            Entry.objects.filter(pk=entry.pk)._raw_delete("default")
        else:
            sql = "UPDATE trail_entry SET why = 'x'" if act == "raw update" else "DELETE FROM trail_entry"
            with connection.cursor() as cursor:
                cursor.execute(sql)
    assert Entry.objects.get(pk=entry.pk).why == ""


def test_raising_walls_twice_is_harmless() -> None:
    raise_walls(connection)
    raise_walls(connection)
    assert missing_walls(connection) == []


def test_only_models_of_the_product_are_walled() -> None:
    assert all(
        m._meta.app_label in {a.label for a in apps.get_app_configs() if a.name.startswith("postpermit")}
        for m in walled_models()
    )
