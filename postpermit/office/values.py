"""The values that the office has adopted, laid over the shipped ones in this process."""

import dataclasses

from django.db.utils import DatabaseError

from postpermit import law
from postpermit.office.models import AdoptedValue

_laid: tuple[object, int] = (None, 0)


def adopted_lines() -> list[law.Value]:
    """Every adopted line as the law reads it, in the order adopted; what no longer fits is left out."""
    found = []
    for row in AdoptedValue.objects.order_by("pk"):
        lines = law.district().lines.get(row.name, ())
        if not lines:
            continue
        like = law.in_force(lines, row.since) or lines[0]
        try:
            held = law.typed(like, row.text)
        except ValueError:
            continue
        found.append(
            dataclasses.replace(like, value=held, since=row.since, source=row.document, confirmed=True)
        )
    return found


def lay_adopted_values() -> None:
    """Read them anew. Called where an act begins: at a request, a command, a pass; one small query when nothing changed."""
    global _laid
    newest = AdoptedValue.objects.order_by("-pk").values_list("public_id", flat=True).first()
    state = (newest, id(law.district()))
    if state != _laid:
        law.adopt(adopted_lines() if newest else ())
        _laid = state


def lay_if_ready() -> None:
    """The same where the tables may not be there yet."""
    try:
        lay_adopted_values()
    except DatabaseError:
        law.adopt(())
