"""Whoever has a linkage task, lead, instruction or supervision on the desk takes the next step, mostly in time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from postpermit import workdays
from postpermit.duties.models import Duty, InstructionPart, Supervision
from postpermit.duties.operations import ask_more, reply_supervision, report_instruction
from postpermit.duties.states import DutyState
from postpermit.enforcement.models import Visit
from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment, ViolationLead
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.states import AssignmentState, Channel, LeadState, Outcome, SlipState
from postpermit.trail.actors import Actor
from postpermit.web.cli.year.paper import paper_comes_back
from postpermit.web.cli.year.stage import NobodyThere, Stage

MODELS: dict[str, type[Any]] = {
    "linkage.slip": Slip,
    "linkage.slipassignment": SlipAssignment,
    "linkage.violationlead": ViolationLead,
    "duties.instructionpart": InstructionPart,
    "duties.supervision": Supervision,
}


class Loops:
    """Takes every open step whose day has come."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.wake: dict[int, date] = {}
        self.sent_back: set[int] = set()
        self.hurry = False

    def day(self) -> int:
        """Everything that comes up today; returns how many steps were taken."""
        steps = 0
        open_steps = Duty.objects.filter(state=DutyState.OPEN).exclude(subject_ref="")
        # What waits in supervision is worked on by ``Reports``, in planning and enforcement by ``Brigade``.
        for room in ("supervision.", "enforcement.", "planning."):
            open_steps = open_steps.exclude(subject_ref__startswith=room)
        open_steps = open_steps.order_by("pk")
        for duty in list(open_steps):
            if self._when(duty) > self.stage.today:
                continue
            try:
                steps += self._step(duty)
            except NobodyThere:
                continue
        return steps

    def _when(self, duty: Duty) -> date:
        """When the person gets to it: mostly in time, one in eight late."""
        if self.hurry:
            return self.stage.today
        if duty.pk not in self.wake:
            left = max(workdays.between(self.stage.calendar, duty.opens_on, duty.due_on), 0)
            late = self.stage.chance.random() < 0.12
            days = (
                left + self.stage.chance.randint(1, 5)
                if late
                else self.stage.chance.randint(0, min(left, 12))
            )
            self.wake[duty.pk] = self.stage.later(duty.opens_on, days) if days else duty.opens_on
        return self.wake[duty.pk]

    def _step(self, duty: Duty) -> int:
        label, _, key = duty.subject_ref.partition(":")
        thing = MODELS[label].objects.get(pk=key)
        taken = {
            "linkage.slip": self._slip,
            "linkage.slipassignment": self._part,
            "linkage.violationlead": self._lead,
            "duties.instructionpart": self._instruction,
            "duties.supervision": self._supervision,
        }[label](thing)
        return int(taken)

    def _luck(self, share: float) -> bool:
        return not self.hurry and self.stage.chance.random() < share

    def _who(self) -> dict[str, Any]:
        return {"at": self.stage.at()}

    def _slip(self, slip: Slip) -> bool:
        stage = self.stage
        if slip.state == SlipState.CONFIRMED:
            return False  # archived at the meeting
        if slip.state == SlipState.REVISING:
            by = stage.clerk(slip.raised_by_id)
            do.resubmit_slip(
                slip=slip,
                title=slip.title,
                description=slip.description + "（已补充时段和点位）",
                receivers=slip.receivers,
                deadline=slip.deadline if slip.deadline and slip.deadline >= stage.today else None,
                by=by,
                at=stage.at(),
            )
            return True
        if slip.state == SlipState.WITHDRAWAL_ASKED:
            head = stage.head(slip.raised_by_id, (slip.withdrawal_asked_ref,))
            do.agree_withdrawal(slip=slip, by=head, at=stage.at())
            return True
        newest = slip.rows.filter(kind="RAISE").order_by("-pk").first()
        avoid = (slip.handler_ref, newest.entered_ref if newest else "")
        head = stage.head(slip.raised_by_id, avoid)
        if slip.pk not in self.sent_back and self._luck(0.08):
            self.sent_back.add(slip.pk)
            do.send_back_slip(slip=slip, why="请补充异常的时段和点位", by=head, at=stage.at())
        else:
            do.approve_slip(slip=slip, by=head, at=stage.at())
        return True

    def _part(self, part: SlipAssignment) -> bool:
        steps: dict[str, Callable[[SlipAssignment], None]] = {
            AssignmentState.WAITING: self._accept,
            AssignmentState.SIGNING_RECEIPT: self._sign_receipt,
            AssignmentState.ACTING: self._feed_back,
            AssignmentState.SIGNING_FEEDBACK: self._sign_feedback,
            AssignmentState.FED_BACK: self._confirm,
            AssignmentState.RETURNED: self._reassign,
        }
        if part.slip.state != SlipState.CIRCULATING or self._visited(part):
            return False
        steps[AssignmentState(part.state)](part)
        return True

    def _visited(self, part: SlipAssignment) -> bool:
        """Whether somebody goes there: closing that visit is the feedback."""
        visits = Visit.objects.filter(assignment=part).exclude(state__in=("CLOSED", "CANCELLED"))
        return part.state == AssignmentState.ACTING and visits.exists()

    def _accept(self, part: SlipAssignment) -> None:
        stage, slip = self.stage, part.slip
        if slip.channel == Channel.PAPER:
            paper_comes_back(stage, part)
            return
        by = stage.clerk(part.division_id)
        if (
            slip.pk not in self.sent_back
            and not answers_for_lead(slip, part.division_id)
            and self._luck(0.07)
        ):
            self.sent_back.add(slip.pk)
            do.return_assignment(assignment=part, why="不属本科室职责，建议改派", by=by, at=stage.at())
            return
        do.accept_assignment(assignment=part, text="已接收，安排专人办理。", by=by, at=stage.at())

    def _signer(self, part: SlipAssignment) -> Actor:
        newest = part.rows.order_by("-pk").first()
        avoid = (newest.handler_ref, newest.entered_ref) if newest else ()
        return self.stage.head(part.division_id, avoid)

    def _sign_receipt(self, part: SlipAssignment) -> None:
        do.sign_receipt(assignment=part, by=self._signer(part), at=self.stage.at())

    def _feed_back(self, part: SlipAssignment) -> None:
        stage = self.stage
        by = stage.clerk(part.division_id)
        said: dict[str, Any] = {"text": "已核实并办理完毕，情况见附件。"}
        if answers_for_lead(part.slip, part.division_id):
            outcome = stage.chance.choice(
                (Outcome.NOTHING_FOUND, Outcome.ORDERED, Outcome.MENDED, Outcome.FILED)
            )
            said["outcome"] = outcome
            if outcome in (Outcome.ORDERED, Outcome.FILED):
                said["outcome_number"] = f"普演责〔{stage.year}〕{part.pk}号"
                said["outcome_on"] = stage.today
        do.give_feedback(assignment=part, **said, by=by, at=stage.at())

    def _sign_feedback(self, part: SlipAssignment) -> None:
        head = self._signer(part)
        if part.pk not in self.sent_back and self._luck(0.05):
            self.sent_back.add(part.pk)
            do.refuse_feedback(assignment=part, why="请写明整改完成日期", by=head, at=self.stage.at())
            return
        do.sign_feedback(assignment=part, by=head, at=self.stage.at())

    def _confirm(self, part: SlipAssignment) -> None:
        stage = self.stage
        newest = part.rows.filter(kind="FEEDBACK").order_by("-pk").first()
        avoid = (newest.entered_ref, newest.handler_ref) if newest else ()
        try:
            by = stage.clerk(part.slip.raised_by_id, avoid)
        except NobodyThere:
            by = stage.head(part.slip.raised_by_id, avoid)
        if -part.pk not in self.sent_back and self._luck(0.08):
            self.sent_back.add(-part.pk)
            do.ask_again(assignment=part, why="请补充监测数据", by=by, at=stage.at())
            return
        do.confirm_feedback(assignment=part, by=by, at=stage.at())

    def _reassign(self, part: SlipAssignment) -> None:
        stage, slip = self.stage, part.slip
        by = stage.clerk(slip.raised_by_id)
        held = set(slip.assignments.exclude(pk=part.pk).values_list("division", flat=True))
        free = [
            d
            for d in ("ENFORCEMENT", "STATION", "POLLUTION", "ECOLOGY")
            if d != slip.raised_by_id and d not in held
        ]
        target = next((d for d in free if d != part.division_id), part.division_id)
        do.reassign(assignment=part, division=target, why="改由相关科室办理", by=by, at=stage.at())

    def _lead(self, lead: ViolationLead) -> bool:
        if lead.state != LeadState.SUSPECTED:
            return False
        stage = self.stage
        by = stage.clerk(lead.found_by_id)
        if self._luck(0.2):
            do.set_aside_lead(lead=lead, why="复核后确认为记录笔误", by=by, at=stage.at())
        else:
            do.confirm_lead(lead=lead, by=by, at=stage.at())
        return True

    def _instruction(self, part: InstructionPart) -> bool:
        stage = self.stage
        report_instruction(
            part=part, report="已按批示办理，结果书面报告。", by=stage.clerk(part.division_id), at=stage.at()
        )
        if part.pk not in self.sent_back and self._luck(0.1):
            self.sent_back.add(part.pk)
            until = stage.today + timedelta(days=14)
            ask_more(part=part, why="请补充长效措施", due_on=until, by=stage.clerk("APPROVAL"), at=stage.at())
        return True

    def _supervision(self, made: Supervision) -> bool:
        stage = self.stage
        division = "APPROVAL" if made.duty.obligor_id in ("HOLDER", "GROUP") else made.duty.obligor_id
        reply_supervision(
            duty=made.duty, reply="已列入本周安排，按期完成。", by=stage.head(division), at=stage.at()
        )
        return True
