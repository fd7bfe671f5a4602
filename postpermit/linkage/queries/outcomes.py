"""How a lead was dealt with, as the leading division's signed and confirmed feedback says."""

from postpermit.linkage.models import Feedback, Slip, ViolationLead
from postpermit.linkage.states import AssignmentState, LeadState, SlipState

DONE = (SlipState.CONFIRMED, SlipState.ARCHIVED)


def confirmed_feedback(slip: Slip) -> Feedback | None:
    """The newest signed feedback of the leading division whose part is confirmed; None while there is none."""
    return (
        Feedback.objects.filter(
            row__slip=slip,
            row__signature__isnull=False,
            row__assignment__state=AssignmentState.CONFIRMED,
            row__assignment__division=slip.lead_division,
        )
        .order_by("-pk")
        .first()
    )


def outcome_words(lead: ViolationLead) -> str:
    """责令改正（文号 日期） once the task is confirmed; 不作为线索 when laid aside; "" while it is under way."""
    if lead.state == LeadState.SET_ASIDE:
        return "不作为线索"
    slip = Slip.objects.filter(lead=lead, state__in=DONE).order_by("-pk").first()
    said = confirmed_feedback(slip) if slip else None
    if said is None or not said.outcome:
        return ""
    act = f"（{said.outcome_number} {said.outcome_on}）" if said.outcome_number else ""
    return f"{said.get_outcome_display()}{act}"
