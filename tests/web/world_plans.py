"""A plan of the year, one of its visits and a need beside the world, and the oracle of who may come in where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postpermit.planning import operations as do
from postpermit.planning.models import Need, PlannedVisit, YearPlan
from postpermit.planning.states import PlanState
from tests.bureau import Bureau

STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
SEEING = STAFF | {"group-leader"}
BRIGADE = {"enforcement-1"}
DRAWERS = {"legal-1", "enforcement-1"}

# name → (who may come in, methods): by hand from plan 3.4 and 6.2. The plan is a draft, the need is not decided yet.
TABLE: dict[str, tuple[set[str], str]] = {
    "plans": (SEEING, "GET"), "new-plan": (BRIGADE, "GET POST"), "import-plan": (DRAWERS, "GET POST"),
    "plan-what-if": (DRAWERS, "GET"), "plan": (SEEING, "GET"), "plan-act": (SEEING, "POST"),
    "plan-compute": (BRIGADE, "POST"), "plan-replan": (BRIGADE, "GET"), "plan-progress": (SEEING, "GET"), "plan-staff": (BRIGADE, "POST"),
    "plan-check": (SEEING, "GET"), "plan-public": (SEEING, "GET"),
    "planned": (SEEING, "GET"), "planned-act": (SEEING, "POST"),
    "needs": (SEEING, "GET"), "new-need": (STAFF, "GET POST"), "need-act": (SEEING, "POST"),
}  # fmt: skip
# The step behind the door is granted to fewer.
STEPS = {"plan-act", "planned-act", "need-act"}
VERBS = {"plan-act": "submit", "planned-act": "drop", "need-act": "decline"}


@dataclass
class Plans:
    """A draft with a visit, and a need of 生态科."""

    plan: YearPlan
    visit: PlannedVisit
    need: Need

    def thing(self, name: str) -> Any:
        """What an address of that name is about."""
        if name.startswith("planned"):
            return self.visit
        return self.need if name.startswith("need") else self.plan


def plans_beside(bureau: Bureau, at: datetime) -> Plans:
    """The plan that the draws stand in, with its visit; and a need for the year after."""
    plan = YearPlan.objects.get(year=at.year, state=PlanState.DRAFT)
    visit = PlannedVisit.objects.filter(plan=plan).order_by("pk")[:1].get()
    need = do.submit_need(year=at.year + 1, text="请复查沿河排口", by=bureau("ecology-1"), at=at)
    return Plans(plan, visit, need)
