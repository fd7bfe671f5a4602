"""A unit, certified officers, and short ways through a visit, for every test of enforcement."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from postpermit.duties.operations import generate_duties
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit, VisitAnswer, VisitFinding, VisitPicture
from postpermit.enforcement.queries.asked import list_of
from postpermit.enforcement.states import CheckResult
from postpermit.office.models import Officer
from postpermit.planning.models import Draw, DrawnOfficer, DrawnUnit, PlannedVisit, YearPlan
from postpermit.register.models import Facility
from postpermit.trail.actors import COMMAND_LINE, Actor
from postpermit.trail.attachments import attach
from tests.bureau import Bureau, unit_row

CLASSES = {1: "重点管理", 2: "简化管理", 3: "登记管理"}


@dataclass
class VisitDesk:
    """The bureau with a key (1), a simplified (2) and a registered unit (3), and their visits."""

    bureau: Bureau
    units: dict[int, Facility]
    at: datetime

    @property
    def today(self) -> date:
        """The day on which it plays."""
        return self.at.date()

    def by(self, account: str = "enforcement-1") -> Actor:
        """Somebody as an actor."""
        return self.bureau(account)

    def officer(self, account: str) -> Officer:
        """Somebody as an officer."""
        return self.bureau.officers[account]

    def team(self) -> list[Officer]:
        """Two certified officers."""
        return [self.officer("enforcement-1"), self.officer("enforcement-2")]

    def prepare(self, unit: int = 1, **more: Any) -> Visit:
        """A planned visit on site, without code yet."""
        given: dict[str, Any] = {
            "facility": self.units[unit],
            "kind": "PLANNED",
            "manner": "ON_SITE",
            "reason": "NONE",
            "scheduled_on": self.today,
            "by": self.by(),
            "at": self.at,
        }
        if more.get("kind") == "TRIGGERED" and not more.get("assignment"):
            given["reason_text"] = "热线工单演示1号"
        return do.prepare_visit(**given | more)

    def prepare_for(self, unit: Facility, **more: Any) -> Visit:
        """A visit to a unit that was met on the way."""
        return self.prepare(1, **{"facility": unit, "kind": "TRIGGERED", "reason": "UNLICENSED"} | more)

    def assigned(self, unit: int = 1, **more: Any) -> Visit:
        """A visit with its team."""
        visit = self.prepare(unit, **more)
        return do.assign_team(visit=visit, officers=self.team(), by=self.by("enforcement-head"), at=self.at)

    def underway(self, unit: int = 1, **more: Any) -> Visit:
        """A visit that has begun two hours ago."""
        visit = self.assigned(unit, **{"inspection_code": f"JCM{uuid.uuid4().hex[:8]}"} | more)
        return do.start_visit(visit=visit, started_at=self.at - timedelta(hours=2), by=self.by(), at=self.at)

    def ended(self, unit: int = 1, outcome: str = "DONE", **more: Any) -> Visit:
        """A visit with its outcome."""
        return self.finish(self.underway(unit, **more), outcome)

    def finish(self, visit: Visit, outcome: str = "DONE", conclusion: str = "检查完毕。") -> Visit:
        """End it an hour ago."""
        return do.finish_visit(
            visit=visit,
            outcome=outcome,
            conclusion=conclusion,
            ended_at=self.at - timedelta(hours=1),
            by=self.by(),
            at=self.at,
        )

    def answer_all(self, visit: Visit, **results: str) -> None:
        """Every question 符合, but for those named by ``q1_1_1="FAILS"``."""
        other = {code.removeprefix("q").replace("_", "."): result for code, result in results.items()}
        known = set(visit.answers.values_list("question", flat=True))
        asked = [q.code for q in list_of(visit).questions if q.code not in known]
        by = self.by()
        VisitAnswer.objects.bulk_create(
            self.written(visit, code, other.get(code, CheckResult.MEETS), by=by) for code in asked
        )

    def answer(self, visit: Visit, question: str, result: str = "MEETS", note: str = "见照片") -> VisitAnswer:
        """One current answer, as the device would have left it."""
        made = self.written(visit, question, result, note, by=self.by())
        made.save()
        return made

    def written(
        self, visit: Visit, question: str, result: str, note: str = "见照片", *, by: Actor
    ) -> VisitAnswer:
        """A version of an answer, not kept yet."""
        return VisitAnswer(
            uid=uuid.uuid4(),
            visit=visit,
            question=question,
            result=result,
            note=note,
            received_at=self.at,
            by_ref=by.ref,
            by_name=by.name,
        )

    def photo(self, visit: Visit, question: str = "", caption: str = "排放口") -> VisitPicture:
        """A photo at an item."""
        held = attach(
            subject=visit,
            name=f"{caption}.png",
            data=b"\x89PNG\r\n\x1a\n" + uuid.uuid4().bytes,
            by=self.by(),
            at=self.at,
        )
        return VisitPicture.objects.create(
            uid=uuid.uuid4(),
            visit=visit,
            kind="EVIDENCE",
            question=question,
            attachment=held,
            sha256=held.sha256,
            caption=caption,
            taken_at=self.at,
            received_at=self.at,
            by_ref=self.by().ref,
            by_name=self.by().name,
        )

    def find(self, visit: Visit, text: str = "标志牌缺失", **more: Any) -> VisitFinding:
        """A finding."""
        return do.add_finding(visit=visit, text=text, by=self.by(), at=self.at, **more)

    def close(self, visit: Visit, **more: Any) -> Visit:
        """Answer everything and close."""
        self.answer_all(visit)
        return do.close_visit(visit=visit, by=self.by(), at=self.at, **more)

    def plan(self, unit: int = 1, *, drawn: bool = False, week: date | None = None) -> PlannedVisit:
        """A visit of the published plan; drawn or not."""
        plan, _ = YearPlan.objects.get_or_create(
            year=self.today.year,
            defaults={"state": "PUBLISHED", "approved_ref": "officer:x", "approved_on": self.today},
        )
        monday = week or self.today - timedelta(days=self.today.weekday())
        draw = self.draw(plan) if drawn else None
        return PlannedVisit.objects.create(
            state="PLANNED",
            plan=plan,
            facility=self.units[unit],
            week=monday,
            earliest=monday,
            latest=monday + timedelta(days=4),
            drawn_in=draw,
        )

    def draw(self, plan: YearPlan) -> Draw:
        """A published draw of registered units in which unit 3 came first and unit 2 is the reserve."""
        draw = Draw.objects.create(
            state="PUBLISHED",
            plan=plan,
            purpose="INSPECTION",
            stratum="REGISTERED",
            quarter=f"{self.today.year}Q4",
            n=1,
            total=2,
            register_on=self.today,
            frozen_at=self.at,
            frozen_name="演示",
            imported_from="测试导入",
        )
        for rank, (unit, role) in enumerate(((3, "SELECTED"), (2, "RESERVE")), 1):
            DrawnUnit.objects.create(
                draw=draw, facility=self.units[unit], rank=rank, probability="0.5000", role=role
            )
        return draw

    def draw_officers(self, planned: PlannedVisit, *accounts: str, chosen: tuple[int, ...] = (1, 2)) -> None:
        """The order of officers for a planned visit; the first two are chosen, or those of these ranks."""
        draw = Draw.objects.create(
            state="PUBLISHED",
            plan=planned.plan,
            purpose="OFFICERS",
            stratum="OFFICERS",
            quarter=f"{self.today.year}Q4",
            n=1,
            total=1,
            register_on=self.today,
            frozen_at=self.at,
            frozen_name="演示",
            imported_from="测试导入",
        )
        for rank, account in enumerate(accounts, 1):
            DrawnOfficer.objects.create(
                draw=draw, visit=planned, officer=self.officer(account), rank=rank, chosen=rank in chosen
            )

    def case(self, unit: int = 1, number: str = "普演案〔2026〕1号") -> PenaltyCase:
        """A case that waits to be filed."""
        return PenaltyCase.objects.create(
            state="FOUND",
            number=number,
            title="未按规定设置排放口",
            facility=self.units[unit],
            conduct="outlets",
            act_from=self.today,
            found_on=self.today,
            entered_ref=self.by().ref,
            entered_name=self.by().name,
        )


def open_visits(bureau: Bureau, at: datetime) -> VisitDesk:
    """Three units with this year's duties."""
    rows = [unit_row(n, 管理类别=klass, 法定代表人="演示法人", 街镇="长征镇") for n, klass in CLASSES.items()]
    units = bureau.units(*rows, at=at)
    generate_duties(year=at.year, by=COMMAND_LINE, at=at)
    return VisitDesk(bureau, dict(zip(CLASSES, units, strict=True)), at)
