"""States and legal moves of report checks, hints, findings, notices and corrections (plan 5, 9, 12-14). No Django."""

from postpermit.trail.steps import Labelled, Step

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
# 负责人 of the division; the group's leader signs where handler and head are one person.
SIGNERS = ("APPROVAL:HEAD", "GROUP:LEADER")
# Rows that only follow from another act carry this pattern: no post fits it, so no button ever shows.
CONSEQUENCE = ("SYSTEM",)


class FindingKind(Labelled):
    """What sort of problem it is (plan 5.3)."""

    FORMAL = "FORMAL", "程序性问题"
    SUBSTANTIVE = "SUBSTANTIVE", "未按证排污问题"
    QUESTION = "QUESTION", "待核实"


class Conduct(Labelled):
    """Conduct that plan 5.3 names for handing over at once."""

    NONE = "NONE", "一般"
    NO_MONITORING = "NO_MONITORING", "未落实自行监测"
    NO_DISCLOSURE = "NO_DISCLOSURE", "未按要求信息公开"
    NO_REPORT = "NO_REPORT", "未提交执行报告"


class CampaignState(Labelled):
    """A campaign runs until its checks are closed and the city's form is returned."""

    RUNNING = "RUNNING", "进行中"
    CLOSED = "CLOSED", "已结束"


class CheckState(Labelled):
    """Where the check of one report stands."""

    AWAITED = "AWAITED", "待提交"
    CHECKING = "CHECKING", "检查中"
    SIGNED = "SIGNED", "各科室已签"
    NOTIFIED = "NOTIFIED", "待整改"
    SETTLING = "SETTLING", "整改审查与移交"
    CLOSED = "CLOSED", "已办结"
    NOT_OWED = "NOT_OWED", "不再要求"


class ReviewState(Labelled):
    """Where one division's part of a check stands."""

    WAITING = "WAITING", "待报告"
    OPEN = "OPEN", "检查中"
    SIGNED = "SIGNED", "已签署"
    STOPPED = "STOPPED", "不再要求"


class HintState(Labelled):
    """What a machine says, until a person has answered for it: 系统提示（未经核实）."""

    OPEN = "OPEN", "未经核实"
    CONFIRMED = "CONFIRMED", "已确认为问题"
    DISMISSED = "DISMISSED", "不成立"
    GONE = "GONE", "不再触发"


class FindingState(Labelled):
    """Where a finding stands; it is resolved only in the states of ``RESOLVED``."""

    PROPOSED = "PROPOSED", "建议，待科室决定"
    CONFIRMED = "CONFIRMED", "已确认"
    NOTIFIED = "NOTIFIED", "已告知"
    REPLIED = "REPLIED", "已答复待审查"
    LEAD = "LEAD", "线索待移交"
    HANDED_OVER = "HANDED_OVER", "已移交"
    CORRECTED = "CORRECTED", "已整改"
    ANSWERED = "ANSWERED", "已有处理结果"
    CARRIED = "CARRIED", "转下次检查"
    DROPPED = "DROPPED", "撤销"


class NoticeState(Labelled):
    """The one notice of a check."""

    DRAFT = "DRAFT", "拟稿"
    PENDING = "PENDING", "待审签"
    ISSUED = "ISSUED", "已发出"
    REPLIED = "REPLIED", "已全部答复"
    LAPSED = "LAPSED", "期满未全部答复"
    STOPPED = "STOPPED", "不再发出"


NOTICE_OUT = (NoticeState.ISSUED, NoticeState.REPLIED, NoticeState.LAPSED)


class CorrectionState(Labelled):
    """What the unit sent for one finding."""

    RECEIVED = "RECEIVED", "待审查"
    ACCEPTED = "ACCEPTED", "符合要求"
    REFUSED = "REFUSED", "不符合要求"


class EventKind(Labelled):
    """What an abnormal event is about (the four kinds of plan 9.2, and whatever else a unit tells)."""

    FACILITY = "FACILITY", "治理设施异常"
    EMISSION = "EMISSION", "排放异常"
    INSTRUMENT = "INSTRUMENT", "在线设备异常"
    MONITORING = "MONITORING", "自行监测未完成"
    OTHER = "OTHER", "其他异常"


class EventState(Labelled):
    """An abnormal event that a unit reported (plan 9.2): it is over when the unit runs normally again."""

    RECEIVED = "RECEIVED", "处置中"
    AWAITING = "AWAITING", "已处置，待恢复"
    RESTORED = "RESTORED", "已恢复正常"
    WITHDRAWN = "WITHDRAWN", "登记有误，已撤销"


class RoutingState(Labelled):
    """Where one division stands with an abnormal event that was routed to it."""

    RECEIVED = "RECEIVED", "待确认收到"
    ACKNOWLEDGED = "ACKNOWLEDGED", "已确认收到"
    HANDLED = "HANDLED", "已处置"
    STOPPED = "STOPPED", "不再需要"


class RiskLevel(Labelled):
    """Grade of environmental risk in an emergency plan."""

    ORDINARY = "ORDINARY", "一般"
    GREATER = "GREATER", "较大"
    MAJOR = "MAJOR", "重大"


class PlanState(Labelled):
    """An emergency plan filed with 污防科."""

    FILED = "FILED", "已备案"
    REPLACED = "REPLACED", "已被新备案取代"
    WITHDRAWN = "WITHDRAWN", "登记有误，已撤销"


class EvidenceState(Labelled):
    """A disclosure seen, or a ledger checked, as a record; withdrawn by a second person."""

    STANDING = "STANDING", "有效"
    WITHDRAWN = "WITHDRAWN", "已撤销"


class ReceivedKind(Labelled):
    """Kinds of answer to a notice (plan 5.3)."""

    REPORT = "REPORT", "修改后的执行报告"
    SUPPLEMENT = "SUPPLEMENT", "补充说明材料"
    ON_THE_SPOT = "ON_THE_SPOT", "立行立改"


_P = CampaignState
CAMPAIGN_STEPS: tuple[Step, ...] = (
    Step("close", "结束本次检查", (_P.RUNNING,), _P.CLOSED, ("APPROVAL",), tone="primary"),
    Step("reopen", "重新开始", (_P.CLOSED,), _P.RUNNING, ("APPROVAL",), needs_why=True),
)  # fmt: skip

_C = CheckState
CHECK_STEPS: tuple[Step, ...] = (
    Step("receive", "收到执行报告", (_C.AWAITED, _C.CHECKING, _C.SETTLING, _C.CLOSED, _C.NOT_OWED), _C.CHECKING, CONSEQUENCE),
    Step("ready", "各科室签署齐全", (_C.CHECKING,), _C.SIGNED, CONSEQUENCE, limit="notice.issue.days"),
    Step("check-again", "报告有新版本", (_C.SIGNED,), _C.CHECKING, CONSEQUENCE),
    Step("notify", "反馈意见单发出", (_C.SIGNED,), _C.NOTIFIED, CONSEQUENCE),
    Step("settle", "整改审查与移交", (_C.AWAITED, _C.SIGNED, _C.NOTIFIED), _C.SETTLING, CONSEQUENCE),
    Step("close", "办结", (_C.SIGNED, _C.NOTIFIED, _C.SETTLING), _C.CLOSED, CONSEQUENCE),
    Step("excuse", "不再要求", (_C.AWAITED,), _C.NOT_OWED, ("APPROVAL",), needs_why=True),
)  # fmt: skip

_R = ReviewState
REVIEW_STEPS: tuple[Step, ...] = (
    Step("open", "报告已到，开始检查", (_R.WAITING, _R.STOPPED), _R.OPEN, CONSEQUENCE, limit="report.check.days"),
    Step("sign", "签署完毕", (_R.OPEN,), _R.SIGNED, CONSEQUENCE),
    Step("reopen", "报告有新版本，重新检查", (_R.SIGNED,), _R.OPEN, CONSEQUENCE, limit="report.check.days"),
    Step("stop", "没有报告可检查", (_R.WAITING, _R.OPEN), _R.STOPPED, CONSEQUENCE),
)  # fmt: skip

_H = HintState
HINT_STEPS: tuple[Step, ...] = (
    Step("confirm", "确认为问题", (_H.OPEN,), _H.CONFIRMED, OFFICE, "ours", tone="primary"),
    Step("dismiss", "不成立", (_H.OPEN,), _H.DISMISSED, OFFICE, "ours", needs_why=True),
    Step("return", "重新核实", (_H.DISMISSED,), _H.OPEN, OFFICE, "ours", needs_why=True),
    Step("vanish", "重新审核后不再触发", (_H.OPEN,), _H.GONE, CONSEQUENCE),
    Step("fire-again", "重新审核后再次触发", (_H.GONE,), _H.OPEN, CONSEQUENCE),
)  # fmt: skip

_F = FindingState
FINDING_STEPS: tuple[Step, ...] = (
    Step("adopt", "采纳建议", (_F.PROPOSED,), _F.CONFIRMED, OFFICE, "ours", tone="primary"),
    Step("decline", "不采纳建议", (_F.PROPOSED,), _F.DROPPED, OFFICE, "ours", needs_why=True),
    Step("drop", "撤销问题", (_F.CONFIRMED,), _F.DROPPED, OFFICE, "ours", needs_why=True),
    Step("notify", "随意见单告知", (_F.CONFIRMED,), _F.NOTIFIED, CONSEQUENCE),
    Step("carry", "转下次检查", (_F.CONFIRMED,), _F.CARRIED, OFFICE, "late", needs_why=True),
    Step("escalate", "迟发现，作为线索移交", (_F.CONFIRMED,), _F.LEAD, OFFICE, "late", "lead.handover.days", needs_why=True),
    Step("reply", "收到整改或说明", (_F.NOTIFIED,), _F.REPLIED, CONSEQUENCE, limit="correction.review.days"),
    Step("accept", "符合要求", (_F.REPLIED,), _F.CORRECTED, OFFICE, "ours", tone="primary"),
    Step("refuse", "不符合要求", (_F.REPLIED,), _F.LEAD, OFFICE, "ours", "lead.handover.days", needs_why=True,
         tone="danger"),
    Step("lapse", "逾期未整改或应立即移交", (_F.CONFIRMED, _F.NOTIFIED), _F.LEAD, CONSEQUENCE, limit="lead.handover.days"),
    Step("hand-over", "移交执法大队", (_F.LEAD,), _F.HANDED_OVER, OFFICE, "ours", tone="primary"),
    Step("not-a-lead", "不作为线索", (_F.LEAD,), _F.DROPPED, ("*:HEAD", "*:DEPUTY"), "ours", needs_why=True),
    Step("answer", "收到查处情况", (_F.HANDED_OVER,), _F.ANSWERED, CONSEQUENCE),
)  # fmt: skip
RESOLVED = (_F.CORRECTED, _F.ANSWERED, _F.CARRIED, _F.DROPPED)

_N = NoticeState
NOTICE_STEPS: tuple[Step, ...] = (
    Step("submit", "提交审签", (_N.DRAFT,), _N.PENDING, ("APPROVAL",), limit="notice.approve.days", tone="primary"),
    Step("send-back", "退回修改", (_N.PENDING,), _N.DRAFT, SIGNERS, needs_why=True),
    Step("issue", "审签发出", (_N.PENDING,), _N.ISSUED, SIGNERS, second_person=True, tone="primary"),
    Step("deliver", "登记送达", (_N.ISSUED,), _N.ISSUED, ("APPROVAL",)),
    Step("return-on-platform", "登记国家平台退回", (_N.ISSUED,), _N.ISSUED, ("APPROVAL",)),
    Step("complete", "全部答复", (_N.ISSUED,), _N.REPLIED, CONSEQUENCE),
    Step("stop", "没有问题可告知，不再发出", (_N.DRAFT, _N.PENDING), _N.STOPPED, CONSEQUENCE),
    Step("resume", "重新拟稿", (_N.STOPPED,), _N.DRAFT, CONSEQUENCE),
    Step("lapse", "期满未全部答复", (_N.ISSUED,), _N.LAPSED, CONSEQUENCE),
)  # fmt: skip

_X = CorrectionState
CORRECTION_STEPS: tuple[Step, ...] = (
    Step("accept", "符合要求", (_X.RECEIVED,), _X.ACCEPTED, CONSEQUENCE),
    Step("refuse", "不符合要求", (_X.RECEIVED,), _X.REFUSED, CONSEQUENCE),
)  # fmt: skip

_E = EventState
EVENT_STEPS: tuple[Step, ...] = (
    Step("await", "各科室已处置，待恢复", (_E.RECEIVED,), _E.AWAITING, CONSEQUENCE, limit="event.restore.days"),
    Step("restore", "恢复正常", (_E.RECEIVED, _E.AWAITING), _E.RESTORED, ("ECOLOGY", "POLLUTION")),
    Step("withdraw", "撤销登记", (_E.RECEIVED, _E.AWAITING, _E.RESTORED), _E.WITHDRAWN,
         ("ECOLOGY:HEAD", "ECOLOGY:DEPUTY", "POLLUTION:HEAD", "POLLUTION:DEPUTY"), needs_why=True, second_person=True,
         tone="danger"),
)  # fmt: skip

_G = RoutingState
ROUTING_STEPS: tuple[Step, ...] = (
    Step("acknowledge", "确认收到", (_G.RECEIVED,), _G.ACKNOWLEDGED, ("ECOLOGY", "POLLUTION"), "ours", "event.follow.days",
         tone="primary"),
    Step("handle", "登记处置情况", (_G.ACKNOWLEDGED, _G.HANDLED), _G.HANDLED, ("ECOLOGY", "POLLUTION"), "ours",
         tone="primary"),
    Step("close", "已恢复正常，随之了结", (_G.ACKNOWLEDGED,), _G.HANDLED, CONSEQUENCE),
    Step("stop", "登记撤销，不再需要", (_G.RECEIVED, _G.ACKNOWLEDGED, _G.HANDLED), _G.STOPPED, CONSEQUENCE),
)  # fmt: skip

PLAN_STEPS: tuple[Step, ...] = (
    Step("replace", "被新备案取代", (PlanState.FILED,), PlanState.REPLACED, CONSEQUENCE),
    Step("reinstate", "新备案撤销，恢复有效", (PlanState.REPLACED,), PlanState.FILED, CONSEQUENCE),
    Step("withdraw", "撤销登记", (PlanState.FILED,), PlanState.WITHDRAWN, ("POLLUTION:HEAD", "POLLUTION:DEPUTY"),
         needs_why=True, second_person=True, tone="danger"),
)  # fmt: skip

EVIDENCE_STEPS: tuple[Step, ...] = (
    Step("withdraw", "撤销登记", (EvidenceState.STANDING,), EvidenceState.WITHDRAWN, ("*:HEAD", "*:DEPUTY"), "ours",
         needs_why=True, second_person=True, tone="danger"),
)  # fmt: skip
