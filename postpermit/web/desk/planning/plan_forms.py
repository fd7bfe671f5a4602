"""What each step of a plan and of a planned visit asks and does."""

from datetime import datetime
from typing import Any

from postpermit.planning import operations as do
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.operations.computing import RUNNING, STILL
from postpermit.web.desk.acts import WHY, Act, Ask


def _submit(p: YearPlan, t: dict[str, Any], **who: Any) -> str:
    do.submit_plan(plan=p, **who)
    return "已报法制科。"


def _send_back(p: YearPlan, t: dict[str, Any], **who: Any) -> str:
    do.send_back_plan(plan=p, why=t["why"], **who)
    return "已退回执法大队修改。"


def _include(p: YearPlan, t: dict[str, Any], **who: Any) -> str:
    do.include_plan(plan=p, **who)
    return "已连同采纳的工作需求纳入年度执法计划，等待批准。"


def _approve(p: YearPlan, t: dict[str, Any], **who: Any) -> str:
    do.approve_plan(plan=p, **who)
    return "已批准。"


def _publish(p: YearPlan, t: dict[str, Any], **who: Any) -> str:
    do.publish_plan(plan=p, number=t["number"], **who)
    return "已公布，可以按计划派出检查。"


PLAN_ACTS = {
    "submit": Act(_submit, (), "报送后不能改动；法制科可以退回。"),
    "send-back": Act(_send_back, (WHY,)),
    "include": Act(_include, (), "各科室的工作需求须先逐项决定是否采纳。"),
    "approve": Act(_approve, (), "报送、纳入和批准不能为同一人。"),
    "publish": Act(
        _publish,
        (Ask("number", "计划文号", "line", required=True, longest=64),),
        "公布稿只有各月、各类单位的次数，没有单位和日期。",
    ),
}


def _move(v: PlannedVisit, t: dict[str, Any], **who: Any) -> str:
    do.move_visit(visit=v, week=t["week"], why=t["why"], **who)
    return f"已改到 {t['week']} 的一周。"


def _drop(v: PlannedVisit, t: dict[str, Any], **who: Any) -> str:
    do.drop_visit(visit=v, why=t["why"], **who)
    return "已移出计划。应办事项仍然存在，重新编排时可以选择重新列入。"


VISIT_ACTS = {
    "move": Act(_move, (Ask("week", "改到的一周", "day", required=True), WHY)),
    "drop": Act(_drop, (WHY,), "移出后应办事项仍未完成，须另行安排。"),
}


def running(plan: YearPlan, now: datetime) -> bool:
    """Whether the reckoning is under way and gives signs of life."""
    return plan.job == RUNNING and plan.job_at is not None and now - plan.job_at <= STILL
