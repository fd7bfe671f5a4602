"""Who may see and do what in supervision; moving a state is granted by the STEPS rows (plan 3.1-3.3, 5, 9, 12-15)."""

from django.db.models import Model, Q

from postpermit.office.access import Power
from postpermit.office.standing import Standing
from postpermit.supervision.models import (
    AbnormalEvent,
    Campaign,
    Correction,
    DisclosureCheck,
    DivisionReview,
    EmergencyPlan,
    EventRouting,
    FeedbackNotice,
    Finding,
    Hint,
    LedgerCheck,
    PlatformList,
    ReadingOrder,
    ReportCheck,
)

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
SEEING = (*OFFICE, "GROUP")
CHECKING = ("APPROVAL", "ECOLOGY", "POLLUTION")
READER = "TECHNICAL:READER"

POWERS = (
    Power("supervision.campaign", "view", SEEING, clause="plan:5.1", label="查看执行报告检查任务"),
    Power(
        "supervision.campaign", "start", ("APPROVAL",), clause="plan:5.1", label="安排检查任务、导入市级清单"
    ),
    Power("supervision.campaign", "fill-form", ("APPROVAL",), clause="plan:5.1", label="填报市级上报表"),
    Power("supervision.check", "view", SEEING, clause="plan:5.2", label="查看执行报告检查"),
    Power("supervision.check", "view", (READER,), "assigned", "plan:15.1", "阅核委派的执行报告"),
    Power("supervision.check", "receive", CHECKING, clause="plan:5.1", label="录入执行报告"),
    Power("supervision.check", "audit", CHECKING, clause="plan:5.2", label="重新自动审核"),
    Power("supervision.check", "add-finding", CHECKING, clause="plan:5.2", label="提出问题"),
    Power("supervision.check", "assign-reader", CHECKING, clause="plan:15.1", label="委派技术机构阅核"),
    Power("supervision.check", "propose", (READER,), "assigned", "plan:15.1", "提出问题建议、签署结论"),
    Power("supervision.check", "draft-notice", ("APPROVAL",), clause="plan:5.3", label="拟定问题反馈意见单"),
    Power("supervision.check", "minute", CHECKING, clause="plan:5.1", label="一分钟对账"),
    Power("supervision.platform-list", "view", CHECKING, clause="plan:5.1", label="查看平台清单"),
    Power("supervision.review", "view", SEEING, clause="plan:5.2", label="查看科室检查"),
    Power("supervision.review", "view", (READER,), "assigned", "plan:15.1", "阅核委派的执行报告"),
    Power("supervision.review", "sign-sections", OFFICE, "ours", "plan:5.2", "签署本科室章节"),
    Power("supervision.hint", "view", SEEING, clause="plan:5.2", label="查看系统提示"),
    Power("supervision.hint", "view", (READER,), "assigned", "plan:15.1", "查看系统提示"),
    Power("supervision.finding", "view", SEEING, clause="plan:5.3", label="查看问题"),
    Power("supervision.finding", "attach", OFFICE, "ours", "plan:5.3", "上传证据"),
    Power("supervision.finding", "view", (READER,), "proposed", "plan:15.1", "查看本机构提出的建议"),
    Power("supervision.notice", "view", SEEING, clause="plan:5.3", label="查看问题反馈意见单"),
    Power("supervision.notice", "edit", ("APPROVAL",), clause="plan:5.3", label="修改问题反馈意见单"),
    Power("supervision.notice", "attach", ("APPROVAL",), clause="plan:5.3", label="上传盖章件、送达回证"),
    Power(
        "supervision.notice", "receive-correction", CHECKING, clause="plan:5.3", label="录入整改和补充说明"
    ),
    Power("supervision.correction", "view", SEEING, clause="plan:5.3", label="查看整改和补充说明"),
    Power("supervision.statistics", "view", SEEING, clause="plan:5.2", label="查看规则统计"),
    Power("supervision.disclosure", "view", SEEING, clause="plan:14.1", label="查看信息公开检查"),
    Power(
        "supervision.disclosure",
        "enter",
        ("APPROVAL", "ECOLOGY"),
        clause="plan:14.1",
        label="登记信息公开检查",
    ),
    Power("supervision.disclosure", "attach", OFFICE, "ours", "plan:14.1", "上传信息公开截图"),
    Power("supervision.ledger", "view", SEEING, clause="plan:12.1", label="查看台账检查"),
    Power(
        "supervision.ledger", "enter", ("POLLUTION", "ENFORCEMENT"), clause="plan:12.1", label="登记台账检查"
    ),
    Power("supervision.ledger", "attach", OFFICE, "ours", "plan:12.1", "上传台账检查材料"),
    Power("supervision.plan", "view", SEEING, clause="plan:3.3", label="查看应急预案备案"),
    Power("supervision.plan", "enter", ("POLLUTION",), clause="plan:3.3", label="登记应急预案备案"),
    Power("supervision.plan", "attach", ("POLLUTION",), clause="plan:3.3", label="上传应急预案备案材料"),
    Power("supervision.event", "view", SEEING, clause="plan:9.2", label="查看异常情况报告"),
    Power("supervision.event", "enter", OFFICE, clause="plan:9.2", label="登记异常情况报告"),
    Power("supervision.event", "attach", OFFICE, clause="plan:9.2", label="上传异常情况材料"),
    Power("supervision.routing", "view", SEEING, clause="plan:9.2", label="查看异常情况转办"),
)

THINGS: dict[str, type[Model] | str] = {
    "supervision.campaign": Campaign,
    "supervision.check": ReportCheck,
    "supervision.platform-list": PlatformList,
    "supervision.review": DivisionReview,
    "supervision.hint": Hint,
    "supervision.finding": Finding,
    "supervision.notice": FeedbackNotice,
    "supervision.correction": Correction,
    "supervision.disclosure": DisclosureCheck,
    "supervision.ledger": LedgerCheck,
    "supervision.plan": EmergencyPlan,
    "supervision.event": AbnormalEvent,
    "supervision.routing": EventRouting,
    "supervision.statistics": "审核规则统计",
}


def _given(standing: Standing) -> Q:
    """Checks given to one of this reader's posts."""
    orders = ReadingOrder.objects.filter(post__in=standing.post_codes)
    return Q(pk__in=orders.values("check_matter"))


def _of_given(standing: Standing) -> Q:
    orders = ReadingOrder.objects.filter(post__in=standing.post_codes)
    return Q(check_matter__in=orders.values("check_matter"))


def _proposed(standing: Standing) -> Q:
    """What this reader proposed on a report that was given to it."""
    name = standing.officer.name  # whole, alone or with whom it stood in for: another name may begin with it
    return _of_given(standing) & (Q(proposed_name=name) | Q(proposed_name__startswith=f"{name}（代"))


def _ours(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


def _late(standing: Standing) -> Q:
    """Found by the division after the notice had gone out."""
    return _ours(standing) & Q(late=True)


SCOPES = {
    ("supervision.check", "assigned"): _given,
    ("supervision.review", "assigned"): _of_given,
    ("supervision.hint", "assigned"): _of_given,
    ("supervision.finding", "proposed"): _proposed,
    ("supervision.review", "ours"): _ours,
    ("supervision.hint", "ours"): _ours,
    ("supervision.finding", "ours"): _ours,
    ("supervision.finding", "late"): _late,
    ("supervision.disclosure", "ours"): _ours,
    ("supervision.ledger", "ours"): _ours,
    ("supervision.routing", "ours"): _ours,
}
