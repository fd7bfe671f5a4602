"""States and legal moves of visits, their findings and papers, penalty cases and the registers of enforcement (plan 3.4,
3.5, 6, annex 3). No Django."""

from postpermit.trail.steps import Labelled, Step

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
INSPECTORS = ("ENFORCEMENT",)
CHIEFS = ("ENFORCEMENT:HEAD", "ENFORCEMENT:DEPUTY")
LAWYERS = ("LEGAL",)
LEADERS = ("GROUP:LEADER", "ENFORCEMENT:HEAD")
# Rows that only follow from another act carry this pattern: no post fits it, so no button ever shows.
CONSEQUENCE = ("SYSTEM",)


class CheckResult(Labelled):
    """The answer to one question of a checklist; nothing is presumed."""

    NOT_CHECKED = "NOT_CHECKED", "未查"
    MEETS = "MEETS", "符合"
    FAILS = "FAILS", "不符合"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用"


class VisitState(Labelled):
    """Where a visit stands."""

    PREPARED = "PREPARED", "待派员"
    ASSIGNED = "ASSIGNED", "待检查"
    UNDERWAY = "UNDERWAY", "检查中"
    ENDED = "ENDED", "待办结"
    CLOSED = "CLOSED", "已办结"
    CANCELLED = "CANCELLED", "已取消"


class VisitOutcome(Labelled):
    """How a visit ended. Only 已完成 discharges a minimum."""

    DONE = "DONE", "已完成"
    STOPPED = "STOPPED", "停产"
    SHUT = "SHUT", "关闭"
    MOVED = "MOVED", "搬迁"
    NOBODY = "NOBODY", "无人"
    REFUSED = "REFUSED", "拒绝检查"


class TeamRole(Labelled):
    """An inspector's part in a visit."""

    LEAD = "LEAD", "主办"
    MEMBER = "MEMBER", "协办"


class LeftAs(Labelled):
    """How an inspector left the team before the visit was over. Nothing of it: he is on the team."""

    RECUSED = "RECUSED", "已回避"
    UNABLE = "UNABLE", "不能前往"
    REPLACED = "REPLACED", "已改派他人"


# Who left like this is not sent on the same visit again by the draw.
KEPT_OUT = (LeftAs.RECUSED, LeftAs.UNABLE)


class ParticipantKind(Labelled):
    """People who come along and are never inspectors."""

    STATION = "STATION", "监测站人员"
    CONTRACTOR = "CONTRACTOR", "技术服务机构人员"
    UNIT = "UNIT", "被检查单位人员"
    OTHER = "OTHER", "其他参加人"


class PictureKind(Labelled):
    """What a stored picture shows."""

    EVIDENCE = "EVIDENCE", "现场照片"
    SIGNATURE = "SIGNATURE", "手写签名"
    SIGNED_PAGE = "SIGNED_PAGE", "签字笔录"


class Disposition(Labelled):
    """Where a finding goes."""

    UNDECIDED = "UNDECIDED", "待定"
    ON_THE_SPOT = "ON_THE_SPOT", "立行立改"
    SUPERVISION = "SUPERVISION", "转监管科室"
    MONITORING = "MONITORING", "转监测"
    CASE = "CASE", "立案查处"


class FindingState(Labelled):
    """Where a finding of a visit stands."""

    OPEN = "OPEN", "待定处理方式"
    CORRECTING = "CORRECTING", "整改中，待复查"
    SLIPPED = "SLIPPED", "已转办"
    IN_CASE = "IN_CASE", "案件办理中"
    RESOLVED = "RESOLVED", "已办结"
    DROPPED = "DROPPED", "已撤销"


class PaperKind(Labelled):
    """Papers of a visit."""

    RECORD = "RECORD", "现场检查（勘察）笔录"
    CHECKLIST = "CHECKLIST", "现场检查单"
    PHOTOS = "PHOTOS", "照片证据"
    ORDER = "ORDER", "责令改正违法行为决定书"


class CaseState(Labelled):
    """Stages of a penalty case, in the order of the procedure."""

    FOUND = "FOUND", "待立案"
    FILED = "FILED", "调查中"
    INVESTIGATED = "INVESTIGATED", "调查终结"
    REVIEWED = "REVIEWED", "法制审核通过"
    NOTIFIED = "NOTIFIED", "已告知"
    DECIDED = "DECIDED", "已决定"
    SERVED = "SERVED", "已送达"
    EXECUTED = "EXECUTED", "已履行"
    CLOSED = "CLOSED", "已结案"
    ARCHIVED = "ARCHIVED", "已归档"
    NOT_FILED = "NOT_FILED", "不予立案"
    NOT_PUNISHED = "NOT_PUNISHED", "不予处罚"
    WITHDRAWN = "WITHDRAWN", "已撤销"
    REVOKED = "REVOKED", "决定被撤销"


class Ruling(Labelled):
    """What became of a decision after review, suit, or the authority's own correction."""

    REVOKED = "REVOKED", "撤销"
    AMENDED = "AMENDED", "变更"


class ReviewState(Labelled):
    """A legal review by 法制科."""

    ASKED = "ASKED", "待审核"
    PASSED = "PASSED", "审核通过"
    RETURNED = "RETURNED", "退回补充"


class CaseRole(Labelled):
    """A person's part in a case."""

    INVESTIGATOR = "INVESTIGATOR", "调查人员"
    REVIEWER = "REVIEWER", "法制审核人员"


class Party(Labelled):
    """Who is punished: amounts for hearings and on the spot differ."""

    UNIT = "UNIT", "单位"
    BUSINESS = "BUSINESS", "个体工商户"
    PERSON = "PERSON", "个人"


class ComplaintSource(Labelled):
    """Where a complaint came in."""

    HOTLINE = "HOTLINE", "12345热线"
    LETTER = "LETTER", "来信来访"
    PLATFORM = "PLATFORM", "生态环境举报平台"
    TRANSFER = "TRANSFER", "上级或其他部门转来"
    OTHER = "OTHER", "其他"


class ComplaintState(Labelled):
    """A complaint is over once it was answered for."""

    RECEIVED = "RECEIVED", "待分派"
    ROUTED = "ROUTED", "办理中"
    HANDLED = "HANDLED", "已办理，待答复"
    CLOSED = "CLOSED", "已办结"
    WITHDRAWN = "WITHDRAWN", "登记有误，已撤销"


class ComplaintResult(Labelled):
    """What looking into a complaint showed (annex 2 ground 3 counts only what was refused)."""

    FOUNDED = "FOUNDED", "属实，已整改"
    REFUSED = "REFUSED", "属实，拒不整改"
    PARTLY = "PARTLY", "部分属实"
    UNFOUNDED = "UNFOUNDED", "不属实"
    ELSEWHERE = "ELSEWHERE", "不属本部门职责，已转出"


class CampaignLevel(Labelled):
    """Who ran the inspection campaign."""

    CENTRAL = "CENTRAL", "中央督察"
    CITY = "CITY", "市级督察"
    ASSIST = "ASSIST", "监督帮扶"
    SPECIAL = "SPECIAL", "专项行动"


class CampaignFindingState(Labelled):
    """A finding of an inspection campaign, until it is struck off."""

    OPEN = "OPEN", "整改中"
    RECTIFIED = "RECTIFIED", "已整改，待销号"
    STRUCK = "STRUCK", "已销号"
    WITHDRAWN = "WITHDRAWN", "登记有误，已撤销"


_V = VisitState
VISIT_STEPS: tuple[Step, ...] = (
    Step("assign", "派员", (_V.PREPARED, _V.ASSIGNED), _V.ASSIGNED, CHIEFS, tone="primary"),
    Step("recuse", "回避换人", (_V.ASSIGNED,), _V.ASSIGNED, CHIEFS, needs_why=True),
    Step("recuse-on-site", "回避换人", (_V.UNDERWAY,), _V.UNDERWAY, CHIEFS, needs_why=True),
    Step("excuse", "不能前往，换人", (_V.ASSIGNED,), _V.ASSIGNED, CHIEFS, needs_why=True),
    Step("reschedule", "改期", (_V.PREPARED,), _V.PREPARED, INSPECTORS, needs_why=True),
    Step("postpone", "改期", (_V.ASSIGNED,), _V.ASSIGNED, INSPECTORS, needs_why=True),
    Step("start", "开始检查", (_V.ASSIGNED,), _V.UNDERWAY, INSPECTORS, "team", tone="primary"),
    Step("finish", "结束检查", (_V.ASSIGNED, _V.UNDERWAY), _V.ENDED, INSPECTORS, "team-or-left", "visit.close.days",
         tone="primary"),
    Step("amend-start", "更正开始时间", (_V.UNDERWAY,), _V.UNDERWAY, INSPECTORS, "team", needs_why=True),
    Step("resume", "继续检查", (_V.ENDED,), _V.UNDERWAY, INSPECTORS, "team-or-left", needs_why=True),
    Step("close", "办结", (_V.ENDED,), _V.CLOSED, INSPECTORS, "team-or-left", tone="primary"),
    Step("reopen", "撤销办结", (_V.CLOSED,), _V.ENDED, CHIEFS, needs_why=True, tone="danger"),
    Step("cancel", "取消", (_V.PREPARED, _V.ASSIGNED), _V.CANCELLED, CHIEFS, needs_why=True, tone="danger"),
)  # fmt: skip

_F = FindingState
FINDING_STEPS: tuple[Step, ...] = (
    Step("correct", "立行立改", (_F.OPEN,), _F.CORRECTING, INSPECTORS, limit="finding.recheck.days"),
    Step("slip", "转办", (_F.OPEN,), _F.SLIPPED, INSPECTORS),
    Step("case", "立案查处", (_F.OPEN, _F.CORRECTING), _F.IN_CASE, INSPECTORS),
    Step("extend", "延长整改期限", (_F.CORRECTING,), _F.CORRECTING, CHIEFS, needs_why=True),
    Step("confirm-corrected", "复查已整改", (_F.CORRECTING,), _F.RESOLVED, INSPECTORS, tone="primary"),
    Step("accept-corrected", "负责人认定已整改", (_F.CORRECTING,), _F.RESOLVED, CHIEFS, needs_why=True),
    Step("feed-back", "转办已反馈", (_F.SLIPPED,), _F.RESOLVED, CONSEQUENCE),
    Step("conclude", "案件已结", (_F.IN_CASE,), _F.RESOLVED, CONSEQUENCE),
    Step("return", "退回重新处理", (_F.IN_CASE, _F.SLIPPED), _F.OPEN, CONSEQUENCE, needs_why=True),
    Step("drop", "撤销", (_F.OPEN,), _F.DROPPED, CHIEFS, needs_why=True, tone="danger"),
)  # fmt: skip
RESOLVED = (_F.RESOLVED, _F.DROPPED)

_C = CaseState
CASE_STEPS: tuple[Step, ...] = (
    Step("file", "立案", (_C.FOUND,), _C.FILED, CHIEFS, tone="primary"),
    Step("not-file", "不予立案", (_C.FOUND,), _C.NOT_FILED, CHIEFS, needs_why=True),
    Step("spot", "当场作出决定", (_C.FOUND,), _C.SERVED, INSPECTORS),
    Step("conclude", "调查终结", (_C.FILED,), _C.INVESTIGATED, INSPECTORS, "investigators", tone="primary"),
    Step("pass-review", "法制审核通过", (_C.INVESTIGATED,), _C.REVIEWED, CONSEQUENCE),
    Step("return-review", "退回补充调查", (_C.INVESTIGATED, _C.NOTIFIED), _C.FILED, CONSEQUENCE, needs_why=True),
    Step("reinvestigate", "重新调查", (_C.REVIEWED, _C.NOTIFIED), _C.FILED, INSPECTORS, "investigators", needs_why=True),
    Step("notify", "送达告知书", (_C.REVIEWED,), _C.NOTIFIED, INSPECTORS, "investigators", tone="primary"),
    Step("decide", "作出决定", (_C.NOTIFIED,), _C.DECIDED, LEADERS, second_person=True, tone="primary"),
    Step("not-punish", "不予处罚", (_C.INVESTIGATED, _C.REVIEWED, _C.NOTIFIED), _C.NOT_PUNISHED, LEADERS, needs_why=True),
    Step("serve", "登记送达", (_C.DECIDED,), _C.SERVED, INSPECTORS, "investigators", tone="primary"),
    Step("execute", "登记履行完毕", (_C.SERVED,), _C.EXECUTED, INSPECTORS, "investigators", tone="primary"),
    # After the end of the case a ruling moves no state: it is written beside it (``operations.rulings``).
    Step("revoke", "登记决定被撤销", (_C.SERVED, _C.EXECUTED), _C.REVOKED, CHIEFS, needs_why=True, tone="danger"),
    Step("close", "结案", (_C.EXECUTED, _C.NOT_PUNISHED, _C.REVOKED), _C.CLOSED, CHIEFS, tone="primary"),
    Step("archive", "归档", (_C.CLOSED, _C.NOT_FILED, _C.WITHDRAWN), _C.ARCHIVED, INSPECTORS),
    Step("withdraw", "撤销案件", (_C.FILED, _C.INVESTIGATED, _C.REVIEWED, _C.NOTIFIED), _C.WITHDRAWN, LEADERS,
         needs_why=True, tone="danger"),
)  # fmt: skip
# Under investigation: what else is found belongs to it. Later it would never have been told to the party.
TAKES_FINDINGS = (_C.FOUND, _C.FILED, _C.INVESTIGATED)
OVER = (_C.CLOSED, _C.ARCHIVED, _C.NOT_FILED, _C.WITHDRAWN)

_R = ReviewState
REVIEW_STEPS: tuple[Step, ...] = (
    Step("pass", "审核通过", (_R.ASKED,), _R.PASSED, LAWYERS, tone="primary", second_person=True),
    Step("return", "退回补充", (_R.ASKED,), _R.RETURNED, LAWYERS, needs_why=True, second_person=True),
)  # fmt: skip

_K = ComplaintState
COMPLAINT_STEPS: tuple[Step, ...] = (
    Step("route", "分派", (_K.RECEIVED, _K.ROUTED), _K.ROUTED, INSPECTORS, limit="complaint.handle.days", tone="primary"),
    Step("handle", "登记办理结果", (_K.ROUTED,), _K.HANDLED, OFFICE, "ours", tone="primary"),
    Step("reply", "登记答复并办结", (_K.HANDLED,), _K.CLOSED, INSPECTORS, tone="primary"),
    # Once handled it stands in the unit's file: nothing there is taken back.
    Step("withdraw", "撤销登记", (_K.RECEIVED, _K.ROUTED), _K.WITHDRAWN, CHIEFS, needs_why=True,
         second_person=True, tone="danger"),
)  # fmt: skip

_G = CampaignFindingState
CAMPAIGN_FINDING_STEPS: tuple[Step, ...] = (
    Step("rectify", "登记整改完成", (_G.OPEN,), _G.RECTIFIED, OFFICE, "ours", tone="primary"),
    Step("strike", "销号", (_G.RECTIFIED,), _G.STRUCK, ("APPROVAL:HEAD", "GROUP:LEADER"), tone="primary"),
    Step("send-back", "整改不到位，退回", (_G.RECTIFIED,), _G.OPEN, ("APPROVAL:HEAD", "GROUP:LEADER"), needs_why=True),
    Step("withdraw", "撤销登记", (_G.OPEN, _G.RECTIFIED), _G.WITHDRAWN, ("APPROVAL:HEAD", "GROUP:LEADER"), needs_why=True,
         second_person=True, tone="danger"),
)  # fmt: skip
