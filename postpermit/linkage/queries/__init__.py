"""Reads of 三监联动, named by what they answer."""

from postpermit.linkage.queries.lists import (
    Awaited,
    lead_list,
    places_of,
    slip_list,
    waiting_for_others,
    with_next,
)
from postpermit.linkage.queries.page import SlipPage, slip_page_of

__all__ = [
    "Awaited",
    "SlipPage",
    "lead_list",
    "places_of",
    "slip_list",
    "slip_page_of",
    "waiting_for_others",
    "with_next",
]
