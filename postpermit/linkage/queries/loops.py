"""未办结清单: every loop that is open, whom it waits for, since when, and why it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.queries.lists import PART, SLIP, awaited
from postpermit.linkage.states import ENDED, LeadState
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing

LEAD = "linkage.violationlead:"


@dataclass(frozen=True)
class Loop:
    """One open matter and one duty that it waits for; ``duty`` None where a loop hangs in the air."""

    page: str
    thing: Slip | ViolationLead
    number: str
    title: str
    state: str
    duty: Duty | None
    reason: str

    @property
    def due_on(self) -> date | None:
        """By when it waits."""
        return self.duty.due_on if self.duty else None


def open_loops(standing: Standing | None) -> list[Loop]:
    """Tasks and leads that have not come to their end, soonest deadline first. A fixed number of queries.

    ``standing`` None: the whole district, for reports.
    """
    slips = visible_to(standing, Slip) if standing else Slip.objects.all()
    slips = (
        slips.exclude(state__in=ENDED).select_related("raised_by", "facility").prefetch_related("assignments")
    )
    leads = visible_to(standing, ViolationLead) if standing else ViolationLead.objects.all()
    found_leads = list(leads.filter(state=LeadState.SUSPECTED).order_by("pk"))
    owners: dict[str, Slip | ViolationLead] = {}
    found_slips = list(slips.order_by("pk"))
    for slip in found_slips:
        owners[f"{SLIP}{slip.pk}"] = slip
        owners |= {f"{PART}{a.pk}": slip for a in slip.assignments.all()}
    owners |= {f"{LEAD}{lead.pk}": lead for lead in found_leads}
    waits = _waits(owners)
    things: list[Slip | ViolationLead] = [*found_slips, *found_leads]
    out = []
    for thing in things:
        duties: list[Duty | None] = [*waits.get(_key(thing), [])]
        out += [
            _loop(thing, d, d.reason if d else "")  # type: ignore[attr-defined]
            for d in duties or [None]
        ]
    return sorted(out, key=lambda row: (row.due_on or date.max, row.number))


def _key(thing: Slip | ViolationLead) -> tuple[str, int]:
    return (thing._meta.label_lower, thing.pk)


def _waits(owners: dict[str, "Slip | ViolationLead"]) -> dict[tuple[str, int], list[Duty]]:
    found: dict[tuple[str, int], list[Duty]] = {}
    for duty in awaited(owners):
        found.setdefault(_key(owners[duty.subject_ref]), []).append(duty)
    return found


def _loop(thing: Slip | ViolationLead, duty: Duty | None, reason: str) -> Loop:
    state = str(thing.get_state_display())
    if isinstance(thing, Slip):
        return Loop("slip", thing, thing.number, thing.title, state, duty, reason)
    return Loop("lead", thing, "", thing.what[:60], state, duty, reason)


def hanging(loops: Iterable[Loop]) -> list[Loop]:
    """Open matters that wait for nobody: there must be none."""
    return [loop for loop in loops if loop.duty is None]
