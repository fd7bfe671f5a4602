"""States and legal moves of leads, linkage tasks and their assignments.

Annex 4 of the plan is a picture whose text is missing: these tables are 据文字重建 from plan 3, 5.3, 7.1, 8.1 and the
notes of annex 5, and are to be checked against the chart when it turns up.
"""

from postpermit.trail.steps import Labelled, Step

# Rows that only follow from another act carry this pattern: no post fits it, so no button ever shows.
CONSEQUENCE = ("SYSTEM",)
# 负责人 of the division; the group's leader signs where handler and head are one person (系统审签).
SIGNERS = ("*:HEAD", "GROUP:LEADER")


class SlipState(Labelled):
    """Where a linkage task as a whole stands."""

    PENDING = "PENDING", "待审批"
    REVISING = "REVISING", "退回修改"
    CIRCULATING = "CIRCULATING", "办理中"
    CONFIRMED = "CONFIRMED", "待归档"
    WITHDRAWAL_ASKED = "WITHDRAWAL_ASKED", "申请撤回"
    ARCHIVED = "ARCHIVED", "已归档"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class AssignmentState(Labelled):
    """Where one receiver's part of a linkage task stands."""

    WAITING = "WAITING", "待接收"
    SIGNING_RECEIPT = "SIGNING_RECEIPT", "待负责人签收"
    ACTING = "ACTING", "办理中"
    SIGNING_FEEDBACK = "SIGNING_FEEDBACK", "待负责人签发反馈"
    FED_BACK = "FED_BACK", "待确认"
    CONFIRMED = "CONFIRMED", "已确认"
    RETURNED = "RETURNED", "已退回"
    HANDED_ON = "HANDED_ON", "已改派"
    STOPPED = "STOPPED", "已终止"


class LeadState(Labelled):
    """Whether somebody has answered for a suspicion."""

    SUSPECTED = "SUSPECTED", "疑似线索"
    CONFIRMED = "CONFIRMED", "违法线索"
    SET_ASIDE = "SET_ASIDE", "不作为线索"
    CLOSED = "CLOSED", "已有处理结果"


class Subject(Labelled):
    """Which of the three 监 a matter belongs to; the lead division follows from it (plan 3)."""

    SUPERVISION = "SUPERVISION", "监管"
    MONITORING = "MONITORING", "监测"
    ENFORCEMENT = "ENFORCEMENT", "执法"


class Ground(Labelled):
    """Why a linkage task is raised."""

    LEAD = "LEAD", "违法线索移交"
    SUPPORT = "SUPPORT", "监测等技术支持"
    OTHER = "OTHER", "其他联动事项"


class Outcome(Labelled):
    """How a lead was dealt with (查处情况)."""

    NOTHING_FOUND = "NOTHING_FOUND", "查无问题"
    ORDERED = "ORDERED", "责令改正"
    MENDED = "MENDED", "当场改正"
    FILED = "FILED", "立案"
    NOT_FILED = "NOT_FILED", "不予立案"
    TRANSFERRED = "TRANSFERRED", "移送"


class Channel(Labelled):
    """Where a linkage task is carried on (plan 8.1)."""

    HERE = "HERE", "本系统"
    CITY = "CITY", "市级系统线上"
    PAPER = "PAPER", "线下转办单"


class PaperState(Labelled):
    """A paper form that came back: read, then taken over or laid aside by a person."""

    READ = "READ", "待核对"
    TAKEN = "TAKEN", "已采用"
    SET_ASIDE = "SET_ASIDE", "不采用"


class RowKind(Labelled):
    """The three signed blocks of annex 5."""

    RAISE = "RAISE", "任务发起"
    RECEIVE = "RECEIVE", "任务接收与执行"
    FEEDBACK = "FEEDBACK", "任务反馈"


_S = SlipState
SLIP_STEPS: tuple[Step, ...] = (
    Step("approve", "审签发出", (_S.PENDING,), _S.CIRCULATING, SIGNERS, "raiser-signs", "slip.accept.days",
         second_person=True, tone="primary"),
    Step("send-back", "退回修改", (_S.PENDING,), _S.REVISING, SIGNERS, "raiser-signs", "slip.revise.days",
         needs_why=True),
    Step("resubmit", "重新提交", (_S.REVISING,), _S.PENDING, ("ANY",), "raiser", "slip.approve.days", tone="primary"),
    Step("call-off", "不予发起", (_S.PENDING, _S.REVISING), _S.WITHDRAWN, SIGNERS, "raiser-signs",
         needs_why=True, second_person=True, tone="danger"),
    Step("add-receiver", "增加接收科室", (_S.CIRCULATING,), _S.CIRCULATING, ("ANY",), "raiser", "slip.accept.days"),
    Step("remind", "催办", (_S.CIRCULATING,), _S.CIRCULATING, ("ANY",), "raiser"),
    Step("ask-withdrawal", "申请撤回", (_S.CIRCULATING,), _S.WITHDRAWAL_ASKED, ("ANY",), "raiser",
         "slip.approve.days", needs_why=True, tone="danger"),
    Step("agree-withdrawal", "同意撤回", (_S.WITHDRAWAL_ASKED,), _S.WITHDRAWN, SIGNERS, "raiser-signs",
         second_person=True, tone="danger"),
    Step("refuse-withdrawal", "不同意撤回", (_S.WITHDRAWAL_ASKED,), _S.CIRCULATING, SIGNERS, "raiser-signs",
         needs_why=True),
    Step("complete", "全部确认", (_S.CIRCULATING,), _S.CONFIRMED, CONSEQUENCE),
    Step("archive", "调度会归档", (_S.CONFIRMED,), _S.ARCHIVED, ("APPROVAL",), tone="primary"),
)  # fmt: skip

_A = AssignmentState
ASSIGNMENT_STEPS: tuple[Step, ...] = (
    Step("accept", "接收", (_A.WAITING,), _A.SIGNING_RECEIPT, ("ANY",), "receiver", "slip.accept.days", tone="primary"),
    Step("return", "退回", (_A.WAITING, _A.SIGNING_RECEIPT), _A.RETURNED, ("ANY",), "receiver", "slip.reassign.days",
         needs_why=True, tone="danger"),
    Step("sign-receipt", "签收", (_A.SIGNING_RECEIPT,), _A.ACTING, SIGNERS, "receiver-signs", "slip.feedback.days",
         second_person=True, tone="primary"),
    Step("refuse-receipt", "退经办人重拟接收意见", (_A.SIGNING_RECEIPT,), _A.WAITING, SIGNERS, "receiver-signs",
         "slip.accept.days", needs_why=True),
    Step("give-feedback", "反馈结果", (_A.ACTING,), _A.SIGNING_FEEDBACK, ("ANY",), "receiver", "slip.feedback.days",
         tone="primary"),
    Step("sign-feedback", "签发反馈", (_A.SIGNING_FEEDBACK,), _A.FED_BACK, SIGNERS, "receiver-signs",
         "slip.confirm.days", second_person=True, tone="primary"),
    Step("refuse-feedback", "退经办人重拟反馈", (_A.SIGNING_FEEDBACK,), _A.ACTING, SIGNERS, "receiver-signs",
         "slip.feedback.days", needs_why=True),
    Step("confirm", "确认反馈", (_A.FED_BACK,), _A.CONFIRMED, ("ANY",), "raiser", second_person=True, tone="primary"),
    Step("ask-again", "要求补充", (_A.FED_BACK,), _A.ACTING, ("ANY",), "raiser", "slip.feedback.days", needs_why=True),
    Step("hand-on", "转派", (_A.WAITING, _A.ACTING), _A.HANDED_ON, ("ANY",), "receiver", "slip.accept.days",
         needs_why=True),
    Step("reassign", "改派", (_A.RETURNED,), _A.HANDED_ON, ("ANY",), "raiser", "slip.accept.days", needs_why=True,
         tone="primary"),
    Step("drop", "同意退回", (_A.RETURNED,), _A.STOPPED, ("ANY",), "raiser", needs_why=True),
    Step("stop", "随任务撤回而终止", (_A.WAITING, _A.SIGNING_RECEIPT, _A.ACTING, _A.SIGNING_FEEDBACK, _A.FED_BACK,
         _A.CONFIRMED, _A.RETURNED), _A.STOPPED, CONSEQUENCE),
)  # fmt: skip

_L = LeadState
LEAD_STEPS: tuple[Step, ...] = (
    Step("confirm", "确认为违法线索并移交", (_L.SUSPECTED,), _L.CONFIRMED, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "finder",
         "slip.approve.days", tone="primary"),
    Step("set-aside", "不作为线索", (_L.SUSPECTED,), _L.SET_ASIDE, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "finder",
         needs_why=True),
    Step("reopen", "联动任务撤回，重新判定", (_L.CONFIRMED,), _L.SUSPECTED, CONSEQUENCE, limit="lead.handover.days"),
    Step("close", "登记处理结果", (_L.CONFIRMED,), _L.CLOSED, CONSEQUENCE),
)  # fmt: skip

_P = PaperState
PAPER_STEPS: tuple[Step, ...] = (
    Step("take", "采用所选内容", (_P.READ,), _P.TAKEN, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "enters", tone="primary"),
    Step("set-aside", "不采用", (_P.READ,), _P.SET_ASIDE, ("*:HEAD", "*:DEPUTY", "*:STAFF"), "enters", needs_why=True),
)  # fmt: skip

# Assignments that no longer count as a receiver of the task.
GONE = (_A.RETURNED, _A.HANDED_ON, _A.STOPPED)
# Assignments of which the task as a whole still expects something, a returned one included: it waits for the raiser.
OPEN = (_A.WAITING, _A.SIGNING_RECEIPT, _A.ACTING, _A.SIGNING_FEEDBACK, _A.FED_BACK, _A.RETURNED)
ENDED = (_S.ARCHIVED, _S.WITHDRAWN)
