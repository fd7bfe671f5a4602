"""What the rules ask, done by those who owe it: mostly in time, some late, some waived, a few never."""

from datetime import date, timedelta
from typing import Any

from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import (
    agree_waiver,
    agree_withdrawal,
    ask_waiver,
    ask_withdrawal,
    record_act,
)
from postpermit.duties.rules.records import QUOTA_CLASS, RECORD_KINDS, WINDOWED, record_kind_for
from postpermit.duties.states import DutyState
from postpermit.linkage.operations import suspect_lead
from postpermit.planning.models import DrawnUnit
from postpermit.planning.queries.draws import SELECTED
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.rules.tasks import INSPECTS
from postpermit.register.models import Facility
from postpermit.register.operations import enter_event
from postpermit.web.cli.year.reports import Reports
from postpermit.web.cli.year.stage import NobodyThere, Stage

NEVER = date(9999, 1, 1)
# What the brigade and 法制科 do through the plan and its visits (``Brigade``), not by entering a record.
PLANNED = frozenset({*INSPECTS, "inspect-registered", "submit-needs", "plan-enforcement"})
RESULTS = ("未发现异常", "结果达标", "与许可证记载一致")


class Work:
    """One plan per duty: on which day somebody gets to it, or never."""

    def __init__(self, stage: Stage, reports: Reports) -> None:
        self.stage, self.reports = stage, reports
        self.plan: dict[int, date] = {}
        self.waive: set[int] = set()
        self.slips_away: list[tuple[date, Record]] = []
        self.events: list[tuple[date, int, str]] = []

    def look_ahead(self) -> None:
        """Give every new open duty its day."""
        rows = Duty.objects.filter(subject_ref="", state=DutyState.OPEN, due_on__year=self.stage.year)
        rows = rows.exclude(kind__in=PLANNED)
        for duty in rows.order_by("pk"):
            if duty.pk not in self.plan:
                self.plan[duty.pk] = NEVER if duty.target is not None else self._choose(duty)

    def _choose(self, duty: Duty) -> date:
        chance, stage = self.stage.chance, self.stage
        first, last = max(duty.opens_on, stage.today), duty.due_on
        luck = chance.random()
        meeting = duty.kind.startswith("meeting") or duty.kind in ("rate-holders",)
        if meeting or first > last:
            return last if first <= last else stage.later(stage.today, chance.randint(1, 6))
        if luck < 0.86:
            return stage.day_in(first, last)
        if duty.obligor_id != "HOLDER" and luck < 0.9:
            self.waive.add(duty.pk)
            return stage.day_in(first, last)
        if duty.kind in WINDOWED and luck < 0.95:
            return NEVER
        return stage.later(last, chance.randint(1, 18))

    def day(self) -> None:
        """Everything planned for today, in the order of the ledger."""
        due = sorted(pk for pk, on in self.plan.items() if on <= self.stage.today)
        for duty in (
            Duty.objects.filter(pk__in=due, state=DutyState.OPEN).select_related("facility").order_by("pk")
        ):
            try:
                self._do(duty)
            except NobodyThere:
                continue
        self._quotas()
        self._take_back()
        self._events()

    def _do(self, duty: Duty) -> None:
        stage = self.stage
        duty.refresh_from_db()
        if duty.state != DutyState.OPEN:
            return
        if duty.kind in WINDOWED and stage.today > duty.due_on:
            self.plan[duty.pk] = NEVER  # its window has passed: no act can meet it any more
            return
        if duty.pk in self.waive:
            self.waive.discard(duty.pk)
            asker = stage.clerk("APPROVAL" if duty.obligor_id == "GROUP" else duty.obligor_id)
            ask_waiver(duty=duty, why="单位整体搬迁停业，已现场核实", by=asker, at=stage.at())
            agree_waiver(duty=duty, by=stage.head("APPROVAL", (asker.ref,)), at=stage.at())
            return
        if duty.kind.startswith("renew"):
            self._renew(duty)
            return
        if not self.reports.submit(duty):
            self.act(record_kind_for(duty.kind), duty.facility)

    def act(self, kind: str, facility: Facility | None) -> Record:
        """Enter what was done today; a visit may find something, a slip of the pen is taken back."""
        stage = self.stage
        row = RECORD_KINDS[kind]
        by = stage.clerk(row.divisions[0])
        made = record_act(
            kind=kind,
            facility=facility if row.with_facility else None,
            on=stage.today,
            who=by.name,
            result=stage.chance.choice(RESULTS),
            by=by,
            at=stage.at(),
        )
        if kind == "monitoring" and stage.chance.random() < 0.2:
            suspect_lead(
                division=by.division,
                what="现场发现污染防治设施运行记录与实际不符",
                clause="plan:a3.4.1",
                found_on=stage.today,
                origin_text=row.label,
                origin=made.reference(),
                facility=facility,
                by=by,
                at=stage.at(),
            )
        elif row.with_facility and stage.chance.random() < 0.02:
            self.slips_away.append((stage.later(stage.today, 2), made))
        return made

    def _renew(self, duty: Duty) -> None:
        """Most ask in time and get their new term before the old one ends; a few let it run out."""
        stage, unit = self.stage, duty.facility
        assert unit is not None and unit.valid_to is not None
        kind = "renewal-permit" if duty.kind == "renew-permit" else "renewal-registration"
        self.act(kind, unit)
        lets_go = duty.kind == "renew-permit" and stage.chance.random() < 0.12
        on = unit.valid_to - timedelta(days=stage.chance.randint(3, 15))
        when = unit.valid_to + timedelta(days=25) if lets_go else max(on, stage.today)
        self.events.append((when, unit.pk, "RENEW"))

    def _events(self) -> None:
        for row in [e for e in self.events if e[0] <= self.stage.today]:
            self.events.remove(row)
            unit = Facility.objects.get(pk=row[1])
            self._enter(unit, row[2])

    def _enter(self, unit: Facility, event: str) -> None:
        stage = self.stage
        if unit.ended_on is not None or unit.valid_to is None:
            return
        given: dict[str, Any] = {}
        if event == "RENEW":
            start = unit.valid_to + timedelta(days=1)
            given = {"valid_from": start, "valid_to": start.replace(year=start.year + 5) - timedelta(days=1)}
        enter_event(
            facility=unit, event=event, on=stage.today, **given, by=stage.clerk("APPROVAL"), at=stage.at()
        )

    def cancel(self, unit: Facility) -> None:
        """The unit has moved away; its permit or registration is cancelled."""
        self.events.append((self.stage.today, unit.pk, "CANCEL"))

    def _quotas(self) -> None:
        """A little every day, so that the share is reached before the year ends; the last one sometimes is not."""
        stage = self.stage
        days_left = max((date(stage.year, 12, 20) - stage.today).days, 1)
        for duty in (
            Duty.objects.filter(
                subject_ref="", target__isnull=False, state=DutyState.OPEN, due_on__year=stage.year
            )
            .exclude(kind__in=PLANNED)
            .order_by("pk")
        ):
            missing = (duty.target or 0) - duty.done
            if missing <= 0 or stage.today > duty.due_on or stage.chance.random() > missing * 2.2 / days_left:
                continue
            try:
                self._towards(duty, max(1, missing // days_left))
            except NobodyThere:
                continue

    def _towards(self, duty: Duty, count: int) -> None:
        if duty.kind not in QUOTA_CLASS:
            self.act(record_kind_for(duty.kind), None)
            return
        done = Record.objects.filter(kind=record_kind_for(duty.kind), on__gte=duty.opens_on).exclude(
            state="WITHDRAWN"
        )
        drawn = DrawnUnit.objects.filter(SELECTED, draw__stratum=Stratum.SIMPLIFIED, draw__state="PUBLISHED")
        units = Facility.objects.filter(pk__in=drawn.values("facility"), ended_on__isnull=True)
        free = list(units.exclude(pk__in=done.values("facility")).order_by("pk")[:40])
        for unit in self.stage.chance.sample(free, min(count, len(free))):
            self.act(record_kind_for(duty.kind), unit)

    def _take_back(self) -> None:
        for row in [r for r in self.slips_away if r[0] <= self.stage.today]:
            self.slips_away.remove(row)
            made = row[1]
            made.refresh_from_db()
            if made.state != "STANDING":
                continue
            asker = self.stage.clerk(made.division_id)
            ask_withdrawal(record=made, why="登记时选错单位", by=asker, at=self.stage.at())
            agree_withdrawal(
                record=made, by=self.stage.head(made.division_id, (asker.ref,)), at=self.stage.at()
            )
            again = Duty.objects.filter(state=DutyState.OPEN, facility=made.facility, subject_ref="")
            for duty in again.exclude(kind__in=PLANNED):
                self.plan[duty.pk] = self.stage.later(self.stage.today, 3)
