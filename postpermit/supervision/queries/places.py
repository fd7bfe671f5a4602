"""Where a matter of this room is worked on, for the desks that hold its duties."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from postpermit.supervision.models import (
    AbnormalEvent,
    DivisionReview,
    EventRouting,
    FeedbackNotice,
    Finding,
    ReadingOrder,
    ReportCheck,
)

# Model → (name of the page, path to the public id that the page goes by).
PAGES = (
    (ReportCheck, "report-check", "public_id"),
    (DivisionReview, "report-check", "check_matter__public_id"),
    (ReadingOrder, "report-check", "check_matter__public_id"),
    (FeedbackNotice, "notice", "public_id"),
    (Finding, "finding", "public_id"),
    (AbnormalEvent, "event", "public_id"),
    (EventRouting, "event", "event__public_id"),
)


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
