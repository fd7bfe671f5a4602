"""What follows by itself from how a visit ended: a unit that is gone is a task for 审批科, a refusal is a finding."""

from datetime import datetime

from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.findings import add_finding
from postpermit.enforcement.queries.register_task import register_task
from postpermit.enforcement.states import FindingState, VisitOutcome
from postpermit.linkage.models import Slip
from postpermit.linkage.operations import ask_withdrawal, raise_slip
from postpermit.linkage.states import Ground, SlipState, Subject
from postpermit.register.states import ManagementClass
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

REFUSAL = "refusal"


class UnableToTakeBack(Refused):
    """What the ending set going has to be stopped by the head first."""


def ask_to_verify_register(visit: Visit, *, by: Actor, at: datetime) -> Slip:
    """关闭、搬迁: a linkage task to 审批科, once per visit. The head signs it as any other; the duty stays open meanwhile."""
    if made := register_task(visit):
        return made
    word = VisitOutcome(visit.outcome).label
    unlisted = visit.facility.management_class == ManagementClass.UNLISTED
    asked = "请核实并更新登记信息" if unlisted else "请核实后办理注销或变更，并反馈结果"
    seen = (
        f"{localdate(visit.ended_at or at)} 执法检查（{visit.number}）发现该单位已{word}。{visit.conclusion}"
    )
    slip = raise_slip(
        division="ENFORCEMENT",
        title=f"{visit.facility.name}{word}，核实登记信息"[:100],
        subject=Subject.SUPERVISION,
        ground=Ground.OTHER,
        description=f"{seen}\n{asked}。",
        receivers=["APPROVAL"],
        facility=visit.facility,
        remark=f"由检查结局自动发起，检查编号 {visit.number}",
        by=by,
        at=at,
    )
    record(
        "ask-to-verify",
        label="检查结局自动发起联动任务",
        subjects=[visit, slip],
        by=by,
        at=at,
        clause="plan:8.1",
        facts={"visit": visit.number, "slip": slip.number, "outcome": visit.outcome},
    )
    return slip


def take_back_asking(visit: Visit, *, by: Actor, at: datetime) -> None:
    """The visit goes on, so the unit was not gone: a task that circulates is asked back, one not yet sent is the head's."""
    slip = register_task(visit)
    if slip is None:
        return
    if slip.state in (SlipState.PENDING, SlipState.REVISING):
        raise UnableToTakeBack(
            f"该结局已发起联动任务 {slip.number}，尚未发出，请负责人先“不予发起”，再继续检查。",
            place="outcome",
        )
    if slip.state == SlipState.CIRCULATING:
        ask_withdrawal(slip=slip, why=f"检查 {visit.number} 继续进行，原结局撤销", by=by, at=at)


def note_refusal(visit: Visit, *, by: Actor, at: datetime) -> None:
    """拒绝检查 is a finding of its own, once per visit."""
    if visit.findings.filter(conduct=REFUSAL).exclude(state=FindingState.DROPPED).exists():
        return
    text = f"拒绝检查：{visit.conclusion}"[:2000]
    add_finding(visit=visit, text=text, conduct=REFUSAL, by=by, at=at)
