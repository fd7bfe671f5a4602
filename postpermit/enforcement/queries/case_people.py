"""Who works on a case now: its investigators, and whether 法制科 has it in hand."""

from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.states import CaseRole, ReviewState


def investigators_of(case: PenaltyCase) -> list[CaseMember]:
    """Who investigates now."""
    rows = case.members.filter(role=CaseRole.INVESTIGATOR, to_on__isnull=True)
    return list(rows.select_related("officer").order_by("pk"))


def reviewing(case: PenaltyCase) -> bool:
    """Whether 法制科 has it in hand."""
    return case.reviews.filter(state=ReviewState.ASKED).exists()
