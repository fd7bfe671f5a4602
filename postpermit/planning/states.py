"""States and legal moves of the year's plan, its visits, its draws and the needs put forward (plan 3, 6, 7). No Django."""

from postpermit.trail.steps import Labelled, Step

# Rows that only follow from another act carry this pattern: no post fits it, so no button ever shows.
CONSEQUENCE = ("SYSTEM",)
PLANNERS = ("ENFORCEMENT",)
LAWYERS = ("LEGAL",)
# The bureau's leader signs the plan; where the office has named nobody, the group's leader does.
SIGNERS = ("LEGAL:HEAD", "GROUP:LEADER")


class VisitKind(Labelled):
    """What sort of visit it is, in the words of 涉企行政检查."""

    PLANNED = "PLANNED", "有计划检查"
    TRIGGERED = "TRIGGERED", "触发式检查"
    RECHECK = "RECHECK", "复查"
    CASE = "CASE", "案件调查"


class VisitManner(Labelled):
    """Whether somebody enters the unit."""

    ON_SITE = "ON_SITE", "现场"
    OFF_SITE = "OFF_SITE", "非现场"


class TriggerReason(Labelled):
    """What set a visit off; a planned one has none."""

    NONE = "NONE", "年度计划"
    COMPLAINT = "COMPLAINT", "信访投诉"
    DATA_LEAD = "DATA_LEAD", "数据线索"
    TRANSFER = "TRANSFER", "转办移送"
    FOLLOW_UP = "FOLLOW_UP", "执法跟踪检查"
    CAMPAIGN = "CAMPAIGN", "督察和监督帮扶"
    INSTRUCTION = "INSTRUCTION", "领导批示"
    RECHECK = "RECHECK", "整改复查"
    CASE = "CASE", "案件办理"
    UNLICENSED = "UNLICENSED", "发现无证单位"
    OTHER = "OTHER", "其他"


class PlanState(Labelled):
    """Where the year's plan stands on its way into the yearly enforcement plan (plan 3.4)."""

    DRAFT = "DRAFT", "编制中"
    SUBMITTED = "SUBMITTED", "已报法制科"
    INCLUDED = "INCLUDED", "已纳入，待批准"
    APPROVED = "APPROVED", "已批准"
    PUBLISHED = "PUBLISHED", "已公布"


class PlannedState(Labelled):
    """A visit of the plan, until it has been taken up as a visit, or fell away with a reason."""

    PLANNED = "PLANNED", "已列入"
    TAKEN_UP = "TAKEN_UP", "已派出"
    DONE = "DONE", "已完成"
    DROPPED = "DROPPED", "已移出"


class NeedState(Labelled):
    """A need of a supervising division for the yearly plan (plan 3.4)."""

    SUBMITTED = "SUBMITTED", "已提出"
    TAKEN = "TAKEN", "已采纳"
    DECLINED = "DECLINED", "未采纳"


class DrawPurpose(Labelled):
    """What is drawn."""

    INSPECTION = "INSPECTION", "检查对象"
    MONITORING = "MONITORING", "执法监测对象"
    OFFICERS = "OFFICERS", "检查人员"


class DrawState(Labelled):
    """A draw cannot be repeated: it is carried out, or it is aborted with its list and seed on record."""

    FROZEN = "FROZEN", "名单已封存"
    COMMITTED = "COMMITTED", "双方已封存随机数"
    DRAWN = "DRAWN", "已抽取"
    PUBLISHED = "PUBLISHED", "已公布"
    ABORTED = "ABORTED", "已中止"


class DrawnRole(Labelled):
    """What became of a unit in the ranking."""

    SELECTED = "SELECTED", "抽中"
    REPLACEMENT = "REPLACEMENT", "递补"
    REPLACED = "REPLACED", "被递补"
    RESERVE = "RESERVE", "未抽中"


_P = PlanState
PLAN_STEPS: tuple[Step, ...] = (
    Step("compute", "编排", (_P.DRAFT,), _P.DRAFT, PLANNERS),
    Step("submit", "报法制科", (_P.DRAFT,), _P.SUBMITTED, PLANNERS, limit="plan.include.days", tone="primary"),
    Step("send-back", "退回修改", (_P.SUBMITTED, _P.INCLUDED), _P.DRAFT, (*LAWYERS, "GROUP:LEADER"), needs_why=True),
    Step("include", "纳入年度执法计划", (_P.SUBMITTED,), _P.INCLUDED, LAWYERS, limit="plan.approve.days", tone="primary"),
    Step("approve", "批准", (_P.INCLUDED,), _P.APPROVED, SIGNERS, second_person=True, tone="primary"),
    Step("publish", "公布", (_P.APPROVED,), _P.PUBLISHED, LAWYERS, tone="primary"),
    Step("replan", "重新编排未来各周", (_P.PUBLISHED,), _P.PUBLISHED, PLANNERS, needs_why=True),
)  # fmt: skip

_V = PlannedState
PLANNED_STEPS: tuple[Step, ...] = (
    Step("move", "调整周次", (_V.PLANNED,), _V.PLANNED, PLANNERS, needs_why=True),
    Step("take-up", "派出检查", (_V.PLANNED,), _V.TAKEN_UP, CONSEQUENCE),
    Step("release", "检查取消，回到计划", (_V.TAKEN_UP,), _V.PLANNED, CONSEQUENCE),
    Step("fulfil", "已检查", (_V.PLANNED, _V.TAKEN_UP), _V.DONE, CONSEQUENCE),
    Step("take-back", "撤销已检查", (_V.DONE,), _V.TAKEN_UP, CONSEQUENCE, needs_why=True),
    Step("meet", "事项已办结", (_V.PLANNED,), _V.DONE, CONSEQUENCE),
    Step("unmeet", "办理记录撤回，回到计划", (_V.DONE,), _V.PLANNED, CONSEQUENCE, needs_why=True),
    Step("narrow", "按未办事项调整", (_V.PLANNED,), _V.PLANNED, CONSEQUENCE),
    Step("drop", "移出计划", (_V.PLANNED,), _V.DROPPED, PLANNERS, needs_why=True, tone="danger"),
    Step("readmit", "重新列入", (_V.DROPPED,), _V.PLANNED, CONSEQUENCE, needs_why=True),
    Step("void", "不再需要", (_V.PLANNED, _V.TAKEN_UP), _V.DROPPED, CONSEQUENCE, needs_why=True),
)  # fmt: skip

_N = NeedState
NEED_STEPS: tuple[Step, ...] = (
    Step("take", "采纳", (_N.SUBMITTED,), _N.TAKEN, LAWYERS, tone="primary"),
    Step("decline", "不采纳", (_N.SUBMITTED,), _N.DECLINED, LAWYERS, needs_why=True),
)  # fmt: skip

_D = DrawState
DRAW_STEPS: tuple[Step, ...] = (
    Step("commit", "封存本部门随机数", (_D.FROZEN,), _D.FROZEN, (*LAWYERS, *PLANNERS), "uncommitted", tone="primary"),
    Step("seal", "双方均已封存", (_D.FROZEN,), _D.COMMITTED, CONSEQUENCE),
    Step("reveal", "出示本部门随机数", (_D.COMMITTED,), _D.COMMITTED, (*LAWYERS, *PLANNERS), "unrevealed", tone="primary"),
    Step("tell-value", "填写公开随机数", (_D.COMMITTED,), _D.COMMITTED, (*LAWYERS, *PLANNERS), "value-to-tell"),
    Step("draw", "核对公开随机数并抽取", (_D.COMMITTED,), _D.DRAWN, (*LAWYERS, *PLANNERS), "value-of-another", tone="primary"),
    Step("publish", "公布抽取结果", (_D.DRAWN,), _D.PUBLISHED, LAWYERS, tone="primary"),
    Step("abort", "中止抽取", (_D.FROZEN, _D.COMMITTED), _D.ABORTED, ("LEGAL:HEAD", "ENFORCEMENT:HEAD"), needs_why=True,
         tone="danger"),
)  # fmt: skip
