"""A bureau with units, duties of a year and a plan, and short ways through its steps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from postpermit.duties.operations import generate_duties
from postpermit.planning import operations as do
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.register.models import Facility
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau, moment, unit_row

STREETS = ("甲街道", "乙街道", "丙镇")


@dataclass
class PlanDesk:
    """The bureau with units and the duties of 2027, on an autumn day of 2026."""

    bureau: Bureau
    units: list[Facility]
    at: datetime

    def make(self, **changes: Any) -> YearPlan:
        """The plan of next year, begun."""
        told: dict[str, Any] = {"year": 2027, "teams": 2, "crews": 1}
        return do.make_plan(**told | changes, by=self.bureau("enforcement-1"), at=self.at)

    def computed(self, plan: YearPlan | None = None, **changes: Any) -> YearPlan:
        """Reckoned by the plain planner."""
        told: dict[str, Any] = {"polished": False, "by": self.bureau("enforcement-1"), "at": self.at}
        return do.compute_plan(plan=plan or self.make(), **told | changes)

    def submitted(self, plan: YearPlan | None = None) -> YearPlan:
        """Handed to 法制科."""
        return do.submit_plan(plan=plan or self.computed(), by=self.bureau("enforcement-1"), at=self.at)

    def included(self, plan: YearPlan | None = None) -> YearPlan:
        """Put into the yearly enforcement plan."""
        return do.include_plan(plan=plan or self.submitted(), by=self.bureau("legal-1"), at=self.at)

    def approved(self, plan: YearPlan | None = None) -> YearPlan:
        """By the second person."""
        return do.approve_plan(plan=plan or self.included(), by=self.bureau("legal-head"), at=self.at)

    def published(self, plan: YearPlan | None = None) -> YearPlan:
        """Under its number."""
        done = plan or self.approved()
        return do.publish_plan(plan=done, number="普环〔2027〕1号", by=self.bureau("legal-1"), at=self.at)

    def move(self, visit: PlannedVisit, week: date, **changes: Any) -> PlannedVisit:
        """By hand."""
        told: dict[str, Any] = {"why": "单位检修", "by": self.bureau("enforcement-1"), "at": self.at}
        return do.move_visit(visit=visit, week=week, **told | changes)


def plan_desk(bureau: Bureau, at: datetime, keys: int = 3, simplified: int = 3) -> PlanDesk:
    """So many key and simplified units on three streets, and what 2027 asks of them."""
    rows = [
        unit_row(n, 管理类别="重点管理" if n < keys else "简化管理", 街镇=STREETS[n % 3])
        for n in range(keys + simplified)
    ]
    units = bureau.units(*rows, at=at)
    generate_duties(year=2027, by=COMMAND_LINE, at=at)
    return PlanDesk(bureau, units, at)


def winter(day: int, month: int = 1) -> datetime:
    """A morning of 2027."""
    return moment(date(2027, month, day))
