"""States and legal moves of duties and of records of what was done. No Django."""

from postpermit.trail.steps import Labelled, Step

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
DECIDERS = ("APPROVAL:HEAD", "APPROVAL:DEPUTY", "GROUP:LEADER")
SYSTEM = ("SYSTEM",)


class DutyState(Labelled):
    """Where a duty stands. A waiver that is only asked for leaves it due."""

    OPEN = "OPEN", "待办"
    WAIVING = "WAIVING", "申请免办"
    DISCHARGED = "DISCHARGED", "已完成"
    WAIVED = "WAIVED", "免办"
    VOID = "VOID", "不再适用"


class RecordState(Labelled):
    """A record stands until it is withdrawn by two persons."""

    STANDING = "STANDING", "有效"
    WITHDRAWAL_ASKED = "WITHDRAWAL_ASKED", "申请撤回"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class InstructionState(Labelled):
    """A part of an instruction is open until the division has reported."""

    OPEN = "OPEN", "办理中"
    REPORTED = "REPORTED", "已回报"


class DelayReason(Labelled):
    """Why something is late. The words are an office's own; which ones exist is counted, so they are codes."""

    GUARANTEE = "GUARANTEE", "重大活动保障任务"
    STOPPED = "STOPPED", "单位停产"
    SECONDED = "SECONDED", "人员借调"
    AGREED = "AGREED", "领导同意暂缓"
    UNIT = "UNIT", "单位原因"
    WAITING = "WAITING", "等待上级或其他部门"
    SYSTEM = "SYSTEM", "系统或设备故障"
    WEATHER = "WEATHER", "天气或不可抗力"
    OTHER = "OTHER", "其他"


class ReminderStep(Labelled):
    """The steps that run by themselves, in the order of time."""

    BEFORE = "BEFORE", "到期提醒"
    URGE = "URGE", "催办"
    OVERDUE = "OVERDUE", "超期预警"


_D = DutyState
DUTY_STEPS: tuple[Step, ...] = (
    Step("discharge", "完成", (_D.OPEN, _D.WAIVING, _D.VOID), _D.DISCHARGED, SYSTEM),
    Step("reopen", "恢复待办", (_D.DISCHARGED,), _D.OPEN, SYSTEM, needs_why=True),
    Step("void", "不再适用", (_D.OPEN, _D.WAIVING), _D.VOID, SYSTEM, needs_why=True),
    Step("reissue", "重新开出", (_D.VOID,), _D.OPEN, SYSTEM),
    Step("ask-waiver", "申请免办", (_D.OPEN,), _D.WAIVING, OFFICE, "ours", needs_why=True),
    Step("agree-waiver", "同意免办", (_D.WAIVING,), _D.WAIVED, DECIDERS, second_person=True, tone="primary"),
    Step("refuse-waiver", "不同意免办", (_D.WAIVING,), _D.OPEN, DECIDERS, needs_why=True),
)

_R = RecordState
RECORD_STEPS: tuple[Step, ...] = (
    Step("ask-withdrawal", "申请撤回", (_R.STANDING,), _R.WITHDRAWAL_ASKED, OFFICE, "ours", needs_why=True, tone="danger"),
    Step("agree-withdrawal", "同意撤回", (_R.WITHDRAWAL_ASKED,), _R.WITHDRAWN, (*OFFICE, "GROUP:LEADER"), "decides",
         second_person=True, tone="danger"),
    Step("refuse-withdrawal", "不同意撤回", (_R.WITHDRAWAL_ASKED,), _R.STANDING, (*OFFICE, "GROUP:LEADER"), "decides",
         needs_why=True),
)  # fmt: skip

_I = InstructionState
PART_STEPS: tuple[Step, ...] = (
    Step("report", "回报办理情况", (_I.OPEN,), _I.REPORTED, OFFICE, "ours", tone="primary"),
    Step("ask-more", "要求继续办理", (_I.REPORTED,), _I.OPEN, (*DECIDERS, "*:HEAD"), "given", needs_why=True),
)  # fmt: skip
