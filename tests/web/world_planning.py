"""Draws in three states beside the world, and the oracle of who may come in where."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import PlanState
from postpermit.register.models import Facility
from tests.bureau import Bureau
from tests.planning.drawing import DrawDesk, certify

STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
SEEING = STAFF | {"group-leader"}
DRAWERS = {"legal-1", "enforcement-1"}
EVERYBODY = SEEING | {"", "nobody", "admin", "technical-1"}

# name → (who may come in, methods): by hand from plan 3.4, 3.5 and 6.1. The draw is drawn, the public one is published.
TABLE: dict[str, tuple[set[str], str]] = {
    "draws": (SEEING, "GET"), "new-draw": (DRAWERS, "GET POST"), "import-draw": (DRAWERS, "GET POST"),
    "draw": (SEEING, "GET"), "draw-act": (SEEING, "POST"), "draw-file": (SEEING, "GET"),
    # Only the head of 执法大队 replaces, who is not among the roles tried here.
    "draw-replace": (set(), "POST"),
    # So do the chiefs alone limit officers to streets and keep them away from units.
    "drawing-people": (SEEING, "GET"), "set-beats": (set(), "POST"), "recuse-from-unit": (set(), "POST"),
    "lift-recusal": (set(), "POST"),
    "public-draws": (EVERYBODY, "GET"), "public-draw": (EVERYBODY, "GET"), "public-draw-file": (EVERYBODY, "GET"),
}  # fmt: skip
# The step behind the door is granted to fewer.
STEPS = {"draw-act"}
VERBS = {"draw-act": "publish"}
KINDS = {"draw-file": "json", "public-draw-file": "zip"}
# Opened by whoever comes: nobody is sent to the log-in page.
OPEN = {"public-draws", "public-draw", "public-draw-file"}


@dataclass
class Drawn:
    """A draw that waits to be published, and one that is."""

    drawn: Draw
    published: Draw

    def thing(self, name: str) -> Any:
        """What an address of that name is about."""
        return self.published if name.startswith("public-") else self.drawn


def draw_both(bureau: Bureau, registered: Facility, inspected: Facility, at: datetime) -> Drawn:
    """A draw of the one registered unit, published; and one of officers for a visit, drawn and waiting."""
    certify(bureau)
    plan, _ = YearPlan.objects.get_or_create(year=at.year, defaults={"state": PlanState.DRAFT})
    desk = DrawDesk(bureau, plan, [registered], at)
    published = desk.publish(desk.carry_out())
    desk.planned(inspected, date(2026, 12, 7))
    officers = DrawDesk(bureau, plan, [inspected], at, (b"\x01" * 32, b"\x02" * 32))
    return Drawn(officers.carry_out(Stratum.OFFICERS), published)
