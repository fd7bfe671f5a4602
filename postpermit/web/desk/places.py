"""Where the matter behind a duty is worked on, whichever room it belongs to."""

from collections.abc import Iterable

from django.urls import reverse

from postpermit.duties.queries import instruction_places
from postpermit.enforcement.queries.places import places_of as enforcement_places
from postpermit.linkage.queries import places_of as linkage_places
from postpermit.planning.queries.draws import places_of_draws
from postpermit.planning.queries.plans import places_of_plans, years_of_needs
from postpermit.supervision.queries.places import places_of as supervision_places


def addresses_of(refs: Iterable[str]) -> dict[str, str]:
    """Reference of a matter → the address of its page. A fixed number of queries, whatever the number of references."""
    names = list(refs)
    found = linkage_places(names) | instruction_places(names) | supervision_places(names)
    found |= places_of_draws(names) | places_of_plans(names) | enforcement_places(names)
    places = {ref: reverse(page, args=[public]) for ref, (page, public) in found.items()}
    return places | {ref: f"{reverse('needs')}?year={year}" for ref, year in years_of_needs(names).items()}
