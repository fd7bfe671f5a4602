"""Who may see and do what in enforcement; moving a state is granted by the STEPS rows (plan 3.4, 3.5, 6)."""

from django.db.models import Exists, Model, OuterRef, Q

from postpermit.enforcement.models import (
    CampaignFinding,
    CaseMember,
    LawPublicity,
    LegalReview,
    LoadedChecklist,
    PenaltyCase,
    SignedPaper,
    Visit,
    VisitComplaint,
    VisitFinding,
    VisitOfficer,
)
from postpermit.enforcement.states import CaseRole, CaseState
from postpermit.office.access import Power
from postpermit.office.models import Holding
from postpermit.office.standing import Standing, covers
from postpermit.office.states import Rank

OFFICE = ("*:HEAD", "*:DEPUTY", "*:STAFF")
SEEING = (*OFFICE, "GROUP")
INSPECTORS = ("ENFORCEMENT",)
CHIEFS = ("ENFORCEMENT:HEAD", "ENFORCEMENT:DEPUTY")
# A case under investigation is no business of the other divisions: what came of their lead they learn by its feedback.
CASE_SEEING = ("ENFORCEMENT", "LEGAL", "APPROVAL", "GROUP:LEADER")

POWERS = (
    Power("enforcement.visit", "view", SEEING, clause="plan:6.1", label="查看执法检查"),
    Power("enforcement.visit", "prepare", INSPECTORS, clause="plan:6.1", label="安排检查"),
    Power("enforcement.visit", "note-code", INSPECTORS, clause="plan:6.1", label="登记检查码、申请撤回办理记录"),
    Power("enforcement.visit", "edit", INSPECTORS, "team-or-left", "plan:6.1", "填写笔录要素、参加人，重开笔录"),
    Power("enforcement.visit", "fill", INSPECTORS, "team", "plan:6.1", "现场填写、拍照、签名"),
    Power("enforcement.visit", "attach", INSPECTORS, clause="plan:6.1", label="上传检查材料"),
    Power("enforcement.visit", "sign-paper", INSPECTORS, "team-or-left", "plan:6.1", "登记已签署文书"),
    Power("enforcement.visit", "disclose", INSPECTORS, clause="plan:6.1", label="公开检查结果"),
    Power("enforcement.visit", "field", INSPECTORS, clause="plan:6.1", label="使用现场端"),
    Power("enforcement.paper", "view", SEEING, clause="plan:6.1", label="查看已签署文书"),
    Power("enforcement.finding", "view", SEEING, clause="plan:6.1", label="查看检查发现的问题"),
    Power("enforcement.finding", "add", INSPECTORS, clause="plan:6.1", label="登记检查发现的问题"),
    Power("enforcement.checklist", "view", SEEING, clause="plan:6.1", label="查看检查要点"),
    Power("enforcement.checklist", "load", CHIEFS, clause="plan:6.1", label="载入行业检查单"),
    Power("enforcement.classification", "view", SEEING, clause="plan:6.1", label="判断管理类别"),
    Power("enforcement.case", "view", CASE_SEEING, clause="plan:3.5", label="查看行政处罚案件"),
    Power("enforcement.case", "open", INSPECTORS, clause="plan:3.5", label="登记待立案案件"),
    Power("enforcement.case", "add-member", CHIEFS, clause="plan:3.5", label="增加办案人员"),
    Power("enforcement.case", "end-member", CHIEFS, clause="plan:3.5", label="更换办案人员"),
    Power("enforcement.case", "note-date", INSPECTORS, "investigators", "plan:3.5", "登记办案日期"),
    Power("enforcement.case", "pause", INSPECTORS, "investigators", "plan:3.5", "登记不计入期限的期间"),
    Power("enforcement.case", "go-on", INSPECTORS, "investigators", "plan:3.5", "恢复计算期限"),
    Power("enforcement.case", "extend-filing", CHIEFS, clause="plan:3.5", label="批准延长立案期限"),
    Power("enforcement.case", "extend", CHIEFS, clause="plan:3.5", label="批准延长办案期限"),
    Power("enforcement.case", "choose-basis", INSPECTORS, "investigators", "plan:3.5", "选择适用依据和拟处罚"),
    Power("enforcement.case", "excuse", INSPECTORS, "investigators", "plan:3.5", "说明本案没有的文书"),
    Power("enforcement.case", "correct-act", INSPECTORS, "investigators-or-unfiled", "plan:3.5", "更正违法行为和日期"),
    Power("enforcement.case", "amend", CHIEFS, clause="plan:3.5", label="登记决定被变更"),
    Power("enforcement.case", "note-revoked", CHIEFS, clause="plan:3.5", label="结案后登记决定被撤销"),
    Power("enforcement.case", "look-into", INSPECTORS, "investigators-or-unfiled", "plan:3.5", "登记查明情况"),
    Power("enforcement.case", "name-host", CHIEFS, clause="plan:3.5", label="登记听证主持人"),
    Power("enforcement.case", "settle-surcharge", INSPECTORS, "investigators", "plan:3.5", "登记加处罚款"),
    Power("enforcement.case", "daily-fine", CHIEFS, clause="plan:3.5", label="登记按日连续处罚"),
    Power("enforcement.case", "discuss", CHIEFS, clause="plan:3.5", label="登记集体讨论"),
    Power("enforcement.case", "disclose", INSPECTORS, "investigators", "plan:3.5", "登记公开处罚决定"),
    Power("enforcement.case", "file", INSPECTORS, clause="plan:3.5", label="登记卷内文书"),
    Power("enforcement.case", "ask-review", INSPECTORS, "investigators", "plan:3.4", "送法制审核"),
    Power("enforcement.case", "answer-lead", INSPECTORS, clause="plan:8.1", label="反馈线索查处情况"),
    Power("enforcement.review", "view", CASE_SEEING, clause="plan:3.4", label="查看法制审核"),
    Power("enforcement.complaint", "view", SEEING, clause="plan:8.2", label="查看信访投诉"),
    Power("enforcement.complaint", "enter", INSPECTORS, clause="plan:8.2", label="登记信访投诉"),
    Power("enforcement.campaign", "view", SEEING, clause="plan:8.2", label="查看督察和监督帮扶问题"),
    Power("enforcement.campaign", "enter", ("ENFORCEMENT", "APPROVAL"), clause="plan:8.2", label="登记督察和监督帮扶问题"),
    Power("enforcement.publicity", "view", SEEING, clause="plan:3.4", label="查看普法宣传"),
    Power("enforcement.publicity", "enter", ("LEGAL",), clause="plan:3.4", label="登记普法宣传"),
)  # fmt: skip

THINGS: dict[str, type[Model] | str] = {
    "enforcement.visit": Visit,
    "enforcement.paper": SignedPaper,
    "enforcement.finding": VisitFinding,
    "enforcement.checklist": LoadedChecklist,
    "enforcement.classification": "管理类别判断",
    "enforcement.case": PenaltyCase,
    "enforcement.review": LegalReview,
    "enforcement.complaint": VisitComplaint,
    "enforcement.campaign": CampaignFinding,
    "enforcement.publicity": LawPublicity,
}


def _team(standing: Standing) -> Q:
    """Visits on which this officer is sent."""
    sent = VisitOfficer.objects.filter(visit=OuterRef("pk"), officer=standing.officer, left_as="")
    return Q(Exists(sent))


def _team_or_left(standing: Standing) -> Q:
    """Visits on which this officer is sent; for the head also those whose whole team has left since."""
    if not any(post.rank in (Rank.HEAD, Rank.DEPUTY) for post in standing.posts):
        return _team(standing)
    held = Holding.objects.filter(
        covers(standing.on), post__division="ENFORCEMENT", officer__disabled_at__isnull=True
    )
    there = VisitOfficer.objects.filter(visit=OuterRef("pk"), left_as="", officer__in=held.values("officer"))
    return _team(standing) | Q(~Exists(there))


def _investigators(standing: Standing) -> Q:
    """Cases that this officer investigates today."""
    held = CaseMember.objects.filter(
        case=OuterRef("pk"), officer=standing.officer, role=CaseRole.INVESTIGATOR, to_on__isnull=True
    )
    return Q(Exists(held))


def _investigators_or_unfiled(standing: Standing) -> Q:
    """Cases that this officer investigates, and those that nobody investigates yet."""
    return _investigators(standing) | Q(state=CaseState.FOUND)


def _ours(standing: Standing) -> Q:
    return Q(division__in=standing.divisions)


SCOPES = {
    ("enforcement.visit", "team"): _team,
    ("enforcement.visit", "team-or-left"): _team_or_left,
    ("enforcement.case", "investigators"): _investigators,
    ("enforcement.case", "investigators-or-unfiled"): _investigators_or_unfiled,
    ("enforcement.complaint", "ours"): _ours,
    ("enforcement.campaign", "ours"): _ours,
}
