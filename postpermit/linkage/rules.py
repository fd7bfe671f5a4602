"""Who leads, what an outcome must show, and what each waiting state asks of whose desk."""

from collections.abc import Collection
from dataclasses import dataclass

from postpermit import law
from postpermit.linkage.states import AssignmentState, Channel, Ground, LeadState, Outcome, SlipState, Subject

_LEADS = {
    Subject.SUPERVISION: "APPROVAL",
    Subject.MONITORING: "ECOLOGY",
    Subject.ENFORCEMENT: "ENFORCEMENT",
}


@law.rule("LK-1", "plan:3.1", "plan:3.2", "plan:3.5")
def lead_division(subject: str) -> str:
    """监管事项由审批科牵头，监测事项由生态科牵头，执法事项由执法大队牵头。"""
    return _LEADS[Subject(subject)]


def led_by(divisions: Collection[str]) -> list[str]:
    """The subjects that these divisions lead."""
    return [str(subject) for subject, division in _LEADS.items() if division in divisions]


@law.rule("LK-2", "plan:3.5", "plan:5.3", "plan:7.1")
def receivers_fault(ground: str, subject: str, raiser: str, receivers: Collection[str]) -> str:
    """联动任务至少有一个接收科室；违法线索须移交牵头科室，由其反馈查处结果。

    Returns the sentence of what is wrong, or "".
    """
    leader = lead_division(subject)
    if not receivers:
        return "请至少选择一个接收科室。"
    if len(set(receivers)) != len(list(receivers)):
        return "同一科室不能重复接收。"
    if ground == Ground.LEAD and leader not in receivers:
        return "违法线索须移交本事项的牵头科室，请将其列为接收科室。"
    if raiser in receivers and not (ground == Ground.LEAD and raiser == leader):
        return "发起科室不能作为本任务的接收科室（自行发现并查处的违法线索除外）。"
    return ""


_ACTS = {Outcome.ORDERED, Outcome.FILED, Outcome.NOT_FILED, Outcome.TRANSFERRED}


@law.rule("LK-3", "plan:3.5")
def outcome_fault(outcome: str, number: str, dated: bool) -> str:
    """违法线索的反馈须写明处理结果；出具文书的，须写明文号和日期。

    Returns the sentence of what is wrong, or "".
    """
    if not outcome:
        return "违法线索的反馈须选择处理结果。"
    if Outcome(outcome) in _ACTS and not (number.strip() and dated):
        return f"处理结果为“{Outcome(outcome).label}”的，须填写文书文号和日期。"
    return ""


@law.rule("LK-4", "plan:8.1")
def channel_fault(channel: str, why: str) -> str:
    """联动任务应在线办理；不具备在线条件的用线下转办单，并写明不能在线办理的原因。

    Returns the sentence of what is wrong, or "".
    """
    if channel == Channel.PAPER and not why.strip():
        return "线下办理的，请写明不能在线办理的原因（方案第八条）。"
    return ""


@dataclass(frozen=True)
class Wait:
    """What a state waits for: the duty kind, under which clause, whose desk, and the law value that gives the days.

    ``whose``: raiser · receiver · finder · approval; ``signs`` puts it on the desk of the one who signs there.
    ``limit`` "" means that the due date has a rule of its own.
    """

    kind: str
    clause: str
    whose: str
    signs: bool = False
    limit: str = ""


WAITS: dict[str, Wait] = {
    f"linkage.slip/{SlipState.PENDING}": Wait("slip-approve", "plan:a5", "raiser", True, "slip.approve.days"),
    f"linkage.slip/{SlipState.REVISING}": Wait("slip-revise", "plan:a5", "raiser", limit="slip.revise.days"),
    f"linkage.slip/{SlipState.WITHDRAWAL_ASKED}": Wait(
        "slip-withdraw", "plan:8.1", "raiser", True, "slip.approve.days"
    ),
    f"linkage.slip/{SlipState.CONFIRMED}": Wait("slip-archive", "plan:a5", "approval"),
    f"linkage.slipassignment/{AssignmentState.WAITING}": Wait(
        "slip-accept", "plan:8.1", "receiver", limit="slip.accept.days"
    ),
    f"linkage.slipassignment/{AssignmentState.SIGNING_RECEIPT}": Wait(
        "slip-accept", "plan:8.1", "receiver", True, "slip.accept.days"
    ),
    f"linkage.slipassignment/{AssignmentState.ACTING}": Wait("slip-feedback", "plan:8.1", "receiver"),
    f"linkage.slipassignment/{AssignmentState.SIGNING_FEEDBACK}": Wait(
        "slip-feedback", "plan:8.1", "receiver", True
    ),
    f"linkage.slipassignment/{AssignmentState.FED_BACK}": Wait(
        "slip-confirm", "plan:8.1", "raiser", limit="slip.confirm.days"
    ),
    f"linkage.slipassignment/{AssignmentState.RETURNED}": Wait(
        "slip-reassign", "plan:8.1", "raiser", limit="slip.reassign.days"
    ),
    f"linkage.violationlead/{LeadState.SUSPECTED}": Wait(
        "confirm-lead", "plan:5.3", "finder", limit="lead.handover.days"
    ),
}
