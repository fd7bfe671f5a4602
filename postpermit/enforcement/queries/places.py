"""Where a matter of this room is worked on, for the desks that hold its duties."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from postpermit.enforcement.models import (
    CampaignFinding,
    LegalReview,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
)

# Model → (name of the page, path to the public id that the page goes by).
PAGES = (
    (Visit, "visit", "public_id"),
    (VisitFinding, "visit", "visit__public_id"),
    (PenaltyCase, "case", "public_id"),
    (LegalReview, "case", "case__public_id"),
    (VisitComplaint, "complaint", "public_id"),
    (CampaignFinding, "campaign-finding", "public_id"),
)


def places_of(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference of a waiting matter → (name of a page, its public id). At most one query per kind of matter."""
    names = list(refs)
    keys: dict[str, list[int]] = defaultdict(list)
    for ref in names:
        label, _, key = ref.partition("/")[0].partition(":")
        if key.isdecimal():
            keys[label].append(int(key))
    found: dict[str, tuple[str, UUID]] = {}
    for model, page, path in PAGES:
        label = model._meta.label_lower
        if label in keys:
            rows = model._default_manager.filter(pk__in=keys[label]).values_list("pk", path)
            found |= {f"{label}:{pk}": (page, public) for pk, public in rows}
    # A matter that waits for several things at once has one page.
    return {r: found[plain] for r in names if (plain := r.partition("/")[0]) in found}
