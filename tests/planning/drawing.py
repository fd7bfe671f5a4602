"""A plan, units of a stratum, and short ways through a draw."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from postpermit import workdays
from postpermit.office.models import Officer
from postpermit.planning import operations as do
from postpermit.planning.draw import commitment
from postpermit.planning.models import Draw, PlannedVisit, YearPlan
from postpermit.planning.rules.strata import PURPOSES, Stratum
from postpermit.planning.states import PlannedState, PlanState
from postpermit.register.models import Facility
from tests.bureau import Bureau, unit_row

R1, R2 = bytes(range(32)), bytes(range(32, 64))
PARITY = "人民币汇率中间价（1美元对人民币）"
VALUE = "7.0821"


@dataclass
class DrawDesk:
    """The bureau with a plan of 2026 and registered units."""

    bureau: Bureau
    plan: YearPlan
    units: list[Facility]
    at: datetime
    secrets: tuple[bytes, bytes] = (R1, R2)

    @property
    def later(self) -> datetime:
        """The day on which the public value is known: a working one."""
        days = 3
        while not workdays.shipped().working(localdate(self.at) + timedelta(days=days)):
            days += 1
        return self.at + timedelta(days=days)

    def freeze(self, stratum: Stratum = Stratum.REGISTERED, **changes: Any) -> Draw:
        """The list of today for this quarter."""
        told: dict[str, Any] = {
            "plan": self.plan, "purpose": PURPOSES.get(stratum, ""), "stratum": stratum, "quarter": "2026Q4", "public_name": PARITY,
            "public_day": localdate(self.later), "on": localdate(self.at), "by": self.bureau("legal-1"), "at": self.at,
        }  # fmt: skip
        return do.freeze_draw(**told | changes)

    def commit(self, draw: Draw) -> Draw:
        """Both divisions."""
        do.commit_draw(draw=draw, digest=commitment(self.secrets[0]), by=self.bureau("legal-1"), at=self.at)
        return do.commit_draw(
            draw=draw, digest=commitment(self.secrets[1]), by=self.bureau("enforcement-1"), at=self.at
        )

    def reveal(self, draw: Draw) -> Draw:
        """Both divisions."""
        do.reveal_draw(draw=draw, secret=self.secrets[0].hex(), by=self.bureau("legal-1"), at=self.later)
        return do.reveal_draw(
            draw=draw, secret=self.secrets[1].hex(), by=self.bureau("enforcement-1"), at=self.later
        )

    def carry_out(self, stratum: Stratum = Stratum.REGISTERED, **changes: Any) -> Draw:
        """From the list to the result."""
        return self.confirm(self.tell(self.reveal(self.commit(self.freeze(stratum, **changes)))))

    def tell(self, draw: Draw, value: str = VALUE) -> Draw:
        """The public value by 法制科."""
        return do.tell_value(draw=draw, public_value=value, by=self.bureau("legal-1"), at=self.later)

    def confirm(self, draw: Draw, value: str = VALUE) -> Draw:
        """The same by 执法大队: from it the result follows."""
        by = self.bureau("enforcement-1")
        return do.carry_out_draw(draw=draw, public_value=value, by=by, at=self.later)

    def publish(self, draw: Draw) -> Draw:
        """By 法制科."""
        return do.publish_draw(draw=draw, by=self.bureau("legal-1"), at=self.later)

    def planned(self, unit: Facility, week: date) -> PlannedVisit:
        """A visit of the plan in that week."""
        return PlannedVisit.objects.create(
            state=PlannedState.PLANNED, plan=self.plan, facility=unit, zone=unit.street, week=week, earliest=week, latest=week
        )  # fmt: skip


def draw_desk(bureau: Bureau, at: datetime, units: int = 20, klass: str = "登记管理") -> DrawDesk:
    """A plan in draft and so many units of one class."""
    rows = [unit_row(n, 管理类别=klass) for n in range(101, 101 + units)]
    plan = YearPlan.objects.create(state=PlanState.DRAFT, year=2026)
    return DrawDesk(bureau, plan, bureau.units(*rows, at=at), at)


def certify(bureau: Bureau) -> None:
    """Everybody of 执法大队 holds a certificate."""
    held = Officer.objects.filter(holdings__post__division="ENFORCEMENT")
    for number, officer in enumerate(held.distinct(), 1):
        Officer.objects.filter(pk=officer.pk).update(certificate=f"演示09{number:04d}")
