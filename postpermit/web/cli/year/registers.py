"""Complaints, findings of campaigns and publicity of the play: entered on their day, handled, answered, struck off."""

from collections.abc import Callable
from datetime import date, timedelta

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CampaignFinding, Visit, VisitComplaint
from postpermit.register.models import Facility
from postpermit.web.cli.year.stage import NobodyThere, Stage


class Registers:
    """Takes every entry of a register one step further."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        year = stage.year
        self.complaints = sorted(stage.day_in(date(year, 2, 1), date(year, 11, 20)) for _ in range(9))
        self.campaigns = sorted(stage.day_in(date(year, 4, 1), date(year, 10, 20)) for _ in range(3))
        self.publicity = sorted(stage.day_in(date(year, 3, 1), date(year, 12, 4)) for _ in range(3))

    def begin(self) -> None:
        """Whatever comes in today."""
        self._new(self.complaints, self._complain)
        self._new(self.campaigns, self._campaign)
        self._new(self.publicity, self._publish)

    def day(self) -> None:
        """Each one step."""
        try:
            self._registers()
        except NobodyThere:
            return

    def _new(self, days: list[date], happens: Callable[[], None]) -> None:
        while days and days[0] <= self.stage.today:
            happens()
            days.pop(0)

    def _complain(self) -> None:
        stage = self.stage
        number = len(self.complaints)
        do.register_complaint(
            source=("HOTLINE", "PLATFORM", "LETTER")[number % 3], outside_number=f"演示{stage.today:%Y%m%d}{number}",
            received_on=stage.today, facility=self._unit(), what="夜间有异味。", by=stage.clerk("ENFORCEMENT"), at=stage.at(),
        )  # fmt: skip

    def _campaign(self) -> None:
        stage = self.stage
        do.enter_campaign_finding(
            level=("CITY", "ASSIST", "SPECIAL")[len(self.campaigns) % 3], campaign=f"{stage.year}年演示督察",
            found_on=stage.today, facility=self._unit(), what="危废贮存场所标识不规范。",
            division=("POLLUTION", "ENFORCEMENT")[len(self.campaigns) % 2], due_on=stage.later(stage.today, 25),
            by=stage.clerk("ENFORCEMENT"), at=stage.at(),
        )  # fmt: skip

    def _publish(self) -> None:
        stage = self.stage
        do.enter_publicity(
            on=stage.today, topic=f"排污许可管理条例解读（{stage.today:%m}月）", form="现场讲解", audience="持证单位", people=40,
            by=stage.clerk("LEGAL"), at=stage.at(),
        )  # fmt: skip

    def _unit(self) -> Facility:
        rows = Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True)
        return self.stage.chance.choice(list(rows.order_by("pk")))

    def _registers(self) -> None:
        """Routed the next day; handled where the visit has shown what is behind it, or by the division itself; answered."""
        stage = self.stage
        for row in list(VisitComplaint.objects.exclude(state__in=("CLOSED", "WITHDRAWN")).order_by("pk")):
            if row.state == "RECEIVED":
                division = "POLLUTION" if row.pk % 4 == 0 else "ENFORCEMENT"
                do.route_complaint(
                    complaint=row, division=division, by=stage.clerk("ENFORCEMENT"), at=stage.at()
                )
            elif row.state == "ROUTED" and row.division_id is not None:
                self._handle(row, row.division_id)
            elif row.state == "HANDLED":
                do.reply_complaint(
                    complaint=row, replied_on=stage.today, by=stage.clerk("ENFORCEMENT"), at=stage.at()
                )
        for found in list(CampaignFinding.objects.exclude(state__in=("STRUCK", "WITHDRAWN")).order_by("pk")):
            self._rectify(found)

    def _handle(self, row: VisitComplaint, division: str) -> None:
        stage = self.stage
        visits = Visit.objects.filter(complaint=row).exclude(state="CANCELLED")
        seen = visits.filter(state__in=("ENDED", "CLOSED")).exists()
        there = row.facility is not None and row.facility.ended_on is None
        if division == "ENFORCEMENT" and not seen and (visits.exists() or there):
            return  # somebody is on the way, or will be
        result = ("UNFOUNDED", "FOUNDED", "PARTLY")[row.pk % 3]
        do.handle_complaint(
            complaint=row, result=result, outcome="已现场核实并督促改正。", handled_on=stage.today, by=stage.clerk(division), at=stage.at()
        )  # fmt: skip

    def _rectify(self, found: CampaignFinding) -> None:
        """Put right in three weeks; struck off, or once sent back."""
        stage = self.stage
        if found.state == "OPEN" and stage.today >= found.found_on + timedelta(days=18):
            by = stage.clerk(found.division_id)
            do.rectify_campaign_finding(
                finding=found,
                outcome="标识已更新，台账已补齐。",
                rectified_on=stage.today,
                by=by,
                at=stage.at(),
            )
        elif found.state == "RECTIFIED":
            head = stage.head("APPROVAL")
            if found.pk % 3 == 1 and found.revision < 2:
                due = stage.later(stage.today, 8)
                do.send_back_campaign_finding(
                    finding=found, why="照片不清，请补充", due_on=due, by=head, at=stage.at()
                )
            else:
                do.strike_campaign_finding(finding=found, struck_on=stage.today, by=head, at=stage.at())
