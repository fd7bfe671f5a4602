"""Every inspection of the play is a visit: sent, carried out in its week, closed, disclosed; what was found is brought to its end."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitComplaint
from postpermit.enforcement.operations.answers import settle_conflict, take_answer
from postpermit.enforcement.queries.asked import list_of
from postpermit.enforcement.states import CheckResult, VisitOutcome, VisitState
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.states import AssignmentState
from postpermit.planning.models import CapException, PlannedVisit
from postpermit.planning.operations import approve_exception, drop_visit
from postpermit.planning.states import PlannedState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.web.cli.year.planning import Planning
from postpermit.web.cli.year.sending import Sending
from postpermit.web.cli.year.stage import NobodyThere, Stage

V = VisitState
GONE_BACK = (VisitOutcome.STOPPED, VisitOutcome.NOBODY, VisitOutcome.REFUSED)
SAID = {
    VisitOutcome.DONE: "现场检查完毕，情况见检查单。",
    VisitOutcome.STOPPED: "全厂停产，设备断电。",
    VisitOutcome.SHUT: "已停业，设备拆除。",
    VisitOutcome.MOVED: "已迁往外区，原址为其他单位。",
    VisitOutcome.NOBODY: "",
    VisitOutcome.REFUSED: "门卫不让进入，已告知后果。",
}
# How a visit ends where the plan sends somebody; only registered units are found shut or moved.
ENDINGS = (VisitOutcome.SHUT, VisitOutcome.MOVED, *GONE_BACK)
FAILED = {
    "4.3.1": "台账缺最近两周的记录。",
    "3.1.2": "自行监测频次不足。",
    "2.1.2": "标志牌缺失。",
    "4.1.1": "检查时风机未开启。",
    "5.1.1": "产能与登记表不一致。",
}
NARROW = "其余项目在市系统检查记录中逐项填写。"
IDS = uuid.UUID("2c0d6d86-54f2-4d0e-8f6b-0e4b1a7c5d11")


class Inspections:
    """What inspectors do on a day."""

    def __init__(self, stage: Stage, planning: Planning, sending: Sending) -> None:
        self.stage, self.planning, self.sending = stage, planning, sending
        self.answers = self.first = 0
        self.ended: Counter[str] = Counter()
        self.moved: set[int] = set()
        self.tried: dict[int, int] = {}
        self.over_cap: Visit | None = None

    def day(self, last: bool = False) -> None:
        """``last``: nothing new is prepared; what is under way comes to its end."""
        acts = (
            [self._carry_out] if last else [self._week, self._answers_to_slips, self._extra, self._carry_out]
        )
        for act in acts:
            try:
                act()
            except NobodyThere:
                continue

    # What is prepared.

    def give_up(self) -> None:
        """What the year did not bring any more leaves the plan with the reason; the duty stays, late, with its own."""
        by, at = self.stage.clerk("ENFORCEMENT"), self.stage.at()
        for planned in PlannedVisit.objects.filter(
            plan__year=self.stage.year, state=PlannedState.PLANNED
        ).order_by("pk"):
            why = "年度结束前未能检查成" if planned.inspects else "监测站单独采样，不与执法检查合并"
            drop_visit(visit=planned, why=why, by=by, at=at)

    def _week(self) -> None:
        """The planned visits of this week, each on a day of it; who is gone by then is replaced or dropped."""
        stage = self.stage
        monday = stage.today - timedelta(days=stage.today.weekday())
        rows = PlannedVisit.objects.filter(
            plan__year=stage.year, plan__state="PUBLISHED", state=PlannedState.PLANNED
        )
        for planned in rows.filter(week__lte=monday, inspects=True).select_related("facility").order_by("pk"):
            if planned.facility.ended_on is not None:
                self._gone(planned)
            elif self._put_off(planned):
                continue
            else:
                on = self._day_of(planned, monday)
                self._within_ceiling(planned, on)

    def _within_ceiling(self, planned: PlannedVisit, on: date) -> None:
        """Where a duty of the law meets the ceiling, the head lets the visit through; a drawn unit gives its place on."""
        try:
            self.sending.prepare(planned.facility, on, planned=planned)
        except do.UnableToPrepare:
            if planned.drawn_in_id is not None:
                self.planning.replace(planned)
                return
            let = self._let(planned.facility, "条款规定的检查未完成，频次已满")
            self.sending.prepare(planned.facility, on, planned=planned, exception=let)

    def _let(self, unit: Facility, why: str) -> CapException:
        stage = self.stage
        head = stage.head("ENFORCEMENT")
        return approve_exception(facility=unit, year=stage.year, why=why, by=head, at=stage.at())

    def _put_off(self, planned: PlannedVisit) -> bool:
        """A few are moved by hand once; one that failed twice leaves the plan; else it is tried again a week later."""
        stage, tried = self.stage, self.tried.get(planned.pk, 0)
        if tried >= 2 or (tried and planned.drawn_in_id is not None):
            self.planning.replace(planned)
            return True
        if not tried and planned.pk not in self.moved and stage.chance.random() < 0.05:
            self.moved.add(planned.pk)
            return self.planning.move(planned)
        return False

    def _gone(self, planned: PlannedVisit) -> None:
        if planned.drawn_in_id is not None:
            self.planning.replace(planned)
            return
        why = "单位已注销，不再检查"
        drop_visit(visit=planned, why=why, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _day_of(self, planned: PlannedVisit, monday: date) -> date:
        stage = self.stage
        last = max(min(monday + timedelta(days=4), planned.latest), stage.today)
        return stage.day_in(stage.today, last)

    def _answers_to_slips(self) -> None:
        """A task for 执法大队 is now and then answered by going there."""
        rows = SlipAssignment.objects.filter(
            division="ENFORCEMENT", state=AssignmentState.ACTING, slip__state="CIRCULATING"
        )
        rows = rows.filter(slip__facility__isnull=False).exclude(
            pk__in=Visit.objects.filter(assignment__isnull=False).values("assignment")
        )
        for part in rows.select_related("slip__facility").order_by("pk"):
            unit = part.slip.facility
            if part.pk % 3 == 0 and unit is not None and unit.ended_on is None:
                on = self.stage.later(self.stage.today, 1)
                self.sending.prepare(unit, on, kind="TRIGGERED", reason="TRANSFER", assignment=part)

    def _extra(self) -> None:
        """Complaints are looked into on site; once a head lets a visit through that the ceiling would not."""
        stage = self.stage
        rows = VisitComplaint.objects.filter(
            state="ROUTED", division="ENFORCEMENT", facility__isnull=False, visits__isnull=True
        )
        for row in rows.select_related("facility").order_by("pk"):
            if row.facility is not None and row.facility.ended_on is None:
                on = stage.later(stage.today, 2)
                self.sending.prepare(row.facility, on, kind="TRIGGERED", reason="COMPLAINT", complaint=row)
        done = Visit.objects.filter(
            facility__management_class="REGISTERED", state=V.CLOSED, outcome=VisitOutcome.DONE
        )
        waits = PlannedVisit.objects.filter(state=PlannedState.PLANNED, inspects=True).values("facility")
        seen = done.exclude(facility__in=waits).filter(facility__ended_on__isnull=True)
        seen = seen.select_related("facility").order_by("pk").first()
        if self.over_cap is None and seen is not None and stage.today.month >= 5:
            let = self._let(seen.facility, "市局专项行动点名，须再查一次")
            self.over_cap = self.sending.prepare(seen.facility, stage.later(stage.today, 1), exception=let)

    # On site.

    def _carry_out(self) -> None:
        rows = Visit.objects.filter(state=V.ASSIGNED, scheduled_on__lte=self.stage.today)
        for visit in rows.select_related("facility", "planned").order_by("pk"):
            outcome = self._ending(visit)
            if outcome == VisitOutcome.NOBODY:
                self._finish(visit, outcome)
                continue
            by, began = self.sending.lead(visit), self.sending.moment(visit, 9)
            do.start_visit(visit=visit, started_at=began, by=by, at=self.sending.moment(visit, 14))
            failed = self._seen(visit, by) if outcome == VisitOutcome.DONE else {}
            self._finish(visit, outcome)
            self._found(visit, failed, by)

    def _ending(self, visit: Visit) -> str:
        """Every seventh planned visit cannot be made: in turn every reason, gone for good only where units are registered."""
        if visit.planned_id is None or visit.planned_id in self.tried:
            return VisitOutcome.DONE
        self.first += 1
        if self.first % 7 != self.stage.seed % 7:
            return VisitOutcome.DONE
        registered = visit.facility.management_class == "REGISTERED"
        possible = ENDINGS if registered else GONE_BACK
        outcome = min(possible, key=lambda o: self.ended[o])
        self.ended[outcome] += 1
        return outcome

    def _seen(self, visit: Visit, by: Actor) -> Mapping[str, str]:
        """A few answers, sometimes one that fails, once in a while in two versions of which one is chosen."""
        asked = {q.code for q in list_of(visit).questions}
        failing = [c for c in FAILED if c in asked] if self.stage.chance.random() < 0.3 else []
        failed = {c: FAILED[c] for c in self.stage.chance.sample(failing, min(len(failing), 1))}
        for code in [*sorted(asked)[:2], *failed]:
            self._say(visit, code, failed.get(code, ""), by)
        if visit.pk % 23 == 0:
            first = self._say(visit, "1.1.1", "", by)
            second = self._say(visit, "1.1.1", "正本未悬挂，副本在现场。", by)
            settle_conflict(visit=visit, question="1.1.1", uid=second, by=by, at=self.stage.at())
            assert first != second
        at = self.sending.moment(visit, 14)
        do.edit_record(visit=visit, elements={"unchecked_why": NARROW}, by=by, at=at)
        return failed

    def _say(self, visit: Visit, code: str, words: str, by: Actor) -> uuid.UUID:
        self.answers += 1
        uid = uuid.uuid5(IDS, f"{self.stage.year}{self.answers}")
        result = CheckResult.FAILS if words else CheckResult.MEETS
        at = self.sending.moment(visit, 10)
        take_answer(visit=visit, uid=uid, question=code, result=result, note=words, by=by, at=at)
        return uid

    def _finish(self, visit: Visit, outcome: str) -> None:
        at = self.sending.moment(visit, 15)
        do.finish_visit(
            visit=visit,
            outcome=outcome,
            conclusion=SAID[VisitOutcome(outcome)],
            ended_at=at,
            by=self.sending.lead(visit),
            at=at,
        )
        if outcome in GONE_BACK and visit.planned_id is not None:
            self.tried[visit.planned_id] = self.tried.get(visit.planned_id, 0) + 1
        if (
            outcome in (VisitOutcome.SHUT, VisitOutcome.MOVED)
            and visit.planned is not None
            and visit.planned.drawn_in_id is not None
        ):
            self.planning.replace(visit.planned)

    def _found(self, visit: Visit, failed: Mapping[str, str], by: Actor) -> None:
        conducts = list_of(visit)
        for code, words in failed.items():
            do.add_finding(
                visit=visit,
                text=words,
                question=code,
                conduct=conducts.question(code).conducts[0],
                by=by,
                at=self.sending.moment(visit, 16),
            )
