"""Forms by which a case changes its course: corrected, taken up again, its decision revoked or amended by somebody else."""

from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.queries.cases import conduct_choices
from postpermit.enforcement.states import CaseState
from postpermit.web.desk.acts import Act, Ask
from postpermit.web.desk.enforcement.case_asks import FINE_HELP, money

C = CaseState
WHY = Ask("why", "理由", required=True, longest=300)


def seen_of(case: PenaltyCase) -> str:
    """What the page showed, as the view has put it on the case."""
    return str(getattr(case, "seen", ""))


def _again(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.reinvestigate(case=case, **typed, **who)
    return "案件回到调查阶段，改好后重新送审、告知。"


def _revoke(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.revoke_decision(case=case, **typed, **who)
    return "已登记决定被撤销，一企一档随之注明。"


def _amend(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.amend_decision(case=case, **typed | {"fine": money(typed["fine"], "fine")}, **who)
    return "已登记决定被变更，一企一档随之注明。"


def _correct(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    given: dict[str, Any] = {
        "title": typed["title"] or case.title,
        "conduct": typed["conduct"] or case.conduct,
        "act_from": typed["act_from"] or case.act_from,
        "act_to": None if typed["ongoing"] else typed["act_to"] or case.act_to,
    }
    do.correct_act(case=case, why=typed["why"], seen=seen_of(case), **given, **who)
    return "已更正。" if case.basis else "已更正，请重新选择适用依据和拟处罚。"


RULING = (
    Ask("number", "文书文号", "line", required=True, longest=64, help="复议决定书、判决书或者本机关自行纠正的决定书。"),
    Ask("body", "作出机关", "line", required=True, longest=64),
    Ask("on", "作出日期", "day", required=True),
)  # fmt: skip
REINVESTIGATE = Act(
    _again, (WHY,), says="依据、事实或处罚须加重、须更换的，回到调查阶段；已有的审核、告知和听证作废，原日期留痕，重新送审、告知。"
)  # fmt: skip
REVOKE = Act(
    _revoke,
    (*RULING, WHY),
    says="复议、诉讼撤销或本机关自行撤销。不再督促履行，已公开的三个工作日内撤回，案件可以结案。",
)
AMEND = Act(
    _amend,
    (
        *RULING,
        Ask("fine", "变更后罚款（元）", "line", required=True, help=f"{FINE_HELP}不得高于原决定。"),
        Ask("measures", "变更后其他处罚或措施", "line", longest=200),
        WHY,
    ),
    says="此后按变更后的处罚履行，原决定的内容保留可查；已公开的三个工作日内撤回。",
)
CORRECT = Act(
    _correct,
    (
        Ask("title", "案由", "line", longest=160, help="不改的不填，下同。"),
        Ask("conduct", "违法行为", "select", options=lambda _: conduct_choices()),
        Ask("act_from", "行为开始日期", "day"),
        Ask("act_to", "行为结束日期", "day", help="原为仍在持续的，终了以后在这里填写。"),
        Ask("ongoing", "行为状态", "checks", options=lambda _: [("1", "仍在持续（没有结束日期）")]),
        Ask("why", "更正理由", required=True, longest=300),
    ),
    says="已选的适用依据和拟处罚随之作废，须重新选择；只改案由的不作废。",
)


def amendable(case: PenaltyCase) -> bool:
    """A decision that is out and stands."""
    return case.state in (C.SERVED, C.EXECUTED, C.CLOSED, C.ARCHIVED) and _stands(case)


def revocable_later(case: PenaltyCase) -> bool:
    """The case is over, and its decision stands; before that there is a step."""
    return case.state in (C.CLOSED, C.ARCHIVED) and _stands(case)


def _stands(case: PenaltyCase) -> bool:
    return case.decided_on is not None and "revoked_on" not in case.other_dates
