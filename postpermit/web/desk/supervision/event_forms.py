"""What each step on an abnormal event asks for on screen, and the operation it calls."""

from datetime import datetime
from typing import Any

from postpermit.supervision import operations as do
from postpermit.supervision.models import AbnormalEvent, EventRouting
from postpermit.trail.actors import Actor
from postpermit.web.desk.acts import WHY, Act, Ask
from postpermit.web.desk.supervision.entering import moment_typed

MOMENT_HELP = "今天的只写时刻，如 0910；也可写 昨天 2130、11-23 09:10。"


def _restore(event: AbnormalEvent, typed: dict[str, Any], *, by: Actor, at: datetime) -> str:
    restored_at = moment_typed(typed["restored_at"], at)
    if restored_at is None:
        said = f"恢复时间“{typed['restored_at'][:20]}”没有认出，请写成 0910（今天）或 2026-11-23 09:10。"
        raise do.UnableToFollowEvent(said, place="restored_at")
    do.restore_event(event=event, restored_at=restored_at, how=typed["how"], by=by, at=at)
    return "已登记恢复正常。"


def _withdraw(event: AbnormalEvent, typed: dict[str, Any], **who: Any) -> str:
    do.withdraw_event(event=event, why=typed["why"], **who)
    return "登记已撤销，两科室的办理随之终止。"


EVENT_ACTS: dict[str, Act] = {
    "restore": Act(
        _restore,
        (
            Ask("restored_at", "恢复时间", "line", required=True, help=MOMENT_HELP, longest=40),
            Ask("how", "怎样恢复的", required=True, help="单位采取了什么措施，现在是否正常。"),
        ),
        says="单位恢复正常后登记。已确认收到的科室随之了结；还没有确认的，仍须确认收到。",
    ),
    "withdraw": Act(_withdraw, (WHY,), says="误录或重复登记的，由录入人以外的负责人撤销，记录全部保留。"),
}


def _acknowledge(routing: EventRouting, typed: dict[str, Any], **who: Any) -> str:
    do.acknowledge_event(routing=routing, **who)
    return "已确认收到。"


def _handle(routing: EventRouting, typed: dict[str, Any], **who: Any) -> str:
    do.handle_event(routing=routing, text=typed["text"], **who)
    return "处置情况已登记。"


ROUTING_ACTS: dict[str, Act] = {
    "acknowledge": Act(_acknowledge, says="以您的姓名和时间确认本科室已收到。"),
    "handle": Act(
        _handle,
        (Ask("text", "处置情况", required=True, help="到没到现场、要求单位做什么、要不要加测。"),),
        says="可以分几次登记，后写的接在前面之后。",
    ),
}
