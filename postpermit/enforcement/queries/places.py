"""Where a matter of a visit is worked on, for the desks that hold its duties."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from postpermit.enforcement.models import Visit, VisitFinding

# Model → (name of the page, path to the public id that the page goes by).
PAGES = ((Visit, "visit", "public_id"), (VisitFinding, "visit", "visit__public_id"))


def places_of(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference of a waiting matter → (name of a page, its public id). At most one query per kind of matter."""
    keys: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        label, _, key = ref.partition(":")
        if key.isdecimal():
            keys[label].append(int(key))
    found: dict[str, tuple[str, UUID]] = {}
    for model, page, path in PAGES:
        label = model._meta.label_lower
        if label in keys:
            rows = model._default_manager.filter(pk__in=keys[label]).values_list("pk", path)
            found |= {f"{label}:{pk}": (page, public) for pk, public in rows}
    return found
