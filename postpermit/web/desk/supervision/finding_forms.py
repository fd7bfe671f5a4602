"""What each act on a hint or a finding asks for on screen, and the operation it calls."""

from typing import Any

from postpermit import law
from postpermit.supervision import operations as do
from postpermit.supervision.models import Finding, Hint
from postpermit.supervision.rules import audit_rules
from postpermit.supervision.states import Conduct, FindingKind, FindingState
from postpermit.web.desk.acts import WHY, Act, Ask
from postpermit.web.desk.supervision.acts import read_by_its_view

# What a person may find without any rule having said so.
ALWAYS = ("plan:5.2", "plan:5.3", "plan:9.2", "plan:11.1", "plan:12.1", "plan:13.1", "plan:14.1")


def kinds(_: Any = None) -> list[tuple[str, str]]:
    """What sort of problem it may be."""
    return FindingKind.choices()


def conducts(_: Any = None) -> list[tuple[str, str]]:
    """Conduct that is handed over at once."""
    return [(str(c), f"{c.label}（立即移交）" if c is not Conduct.NONE else c.label) for c in Conduct]


def clauses(section: Any = "") -> list[tuple[str, str]]:
    """Clauses to cite: those of the section's own rules first, then the others that any rule cites."""
    rules = audit_rules()
    own = [r.clause for r in rules if r.section == section]
    refs = dict.fromkeys([*own, *ALWAYS, *(r.clause for r in rules)])
    return [(ref, f"{law.clause(ref).label} {law.clause(ref).wording[:24]}") for ref in refs]


_TEXT = Ask("text", "问题", required=True, help="写明在哪里、写的是什么、问题是什么。")
_KIND = Ask("kind", "性质", "select", required=True, options=kinds)
_CONDUCT = Ask("conduct", "情形", "select", options=conducts, help="点名的三种情形不等整改，立即移交。")
_CLAUSE = Ask("clause", "依据", "select", required=True, options=clauses)
_DEMAND = Ask("demand", "整改要求", "line", longest=300)

FIND = Act(read_by_its_view, (_TEXT, _KIND, _CONDUCT, _CLAUSE, _DEMAND))
PROPOSE = Act(
    read_by_its_view, (_TEXT, _KIND, _CLAUSE), says="建议以您的名义提出，由检查该章节的科室决定是否采纳。"
)
SIGN = Act(read_by_its_view, (Ask("opinion", "检查意见"),), says="系统审签：以您的姓名和时间签署。")


def _confirm(hint: Hint, typed: dict[str, Any], **who: Any) -> str:
    finding = do.confirm_hint(hint=hint, **typed, **who)
    at_once = "属于立即移交的情形，已列入待移交线索。" if finding.state == FindingState.LEAD else ""
    return f"已确认为第 {finding.number} 个问题。{at_once}"


def _dismiss(hint: Hint, typed: dict[str, Any], **who: Any) -> str:
    do.dismiss_hints(hints=[hint], why=typed["why"], **who)
    return "已登记为不成立。"


def _return(hint: Hint, typed: dict[str, Any], **who: Any) -> str:
    do.return_hint(hint=hint, why=typed["why"], **who)
    return "已退回重新核实。"


HINT_ACTS: dict[str, Act] = {
    "confirm": Act(
        _confirm,
        (
            Ask("text", "问题", help="清空则用系统提示的文字。"),
            Ask("kind", "性质", "select", required=True, options=kinds),
            Ask("conduct", "情形", "select", options=conducts, help="点名的三种情形不等整改，立即移交。"),
            _DEMAND,
        ),
    ),
    "dismiss": Act(_dismiss, (Ask("why", "不成立的理由", "line", required=True, longest=300),)),
    "return": Act(_return, (Ask("why", "理由", "line", required=True, longest=300),)),
}


def _said(sentence: str, call: Any) -> Any:
    def done(finding: Finding, typed: dict[str, Any], **who: Any) -> str:
        call(finding=finding, **typed, **who)
        return sentence

    return done


def _hand_over(finding: Finding, typed: dict[str, Any], **who: Any) -> str:
    slip = do.hand_over(findings=[finding], note=typed["note"], **who)
    return f"已生成联动任务 {slip.number}，待本科室负责人审签后送达执法大队。"


FINDING_ACTS: dict[str, Act] = {
    "adopt": Act(_said("已采纳，作为本科室的问题。", do.adopt_finding), says="采纳后即为本科室确认的问题。"),
    "decline": Act(_said("已登记为不采纳。", do.decline_finding), (WHY,)),
    "drop": Act(_said("问题已撤销。", do.drop_finding), (WHY,), says="只能在告知单位之前撤销，记录保留。"),
    "carry": Act(
        _said("已转下次检查。", do.carry_finding),
        (WHY,),
        says="意见单只发一次。转下次检查须写明理由。",
    ),
    "escalate": Act(
        _said("已作为线索，待移交执法大队。", do.escalate_finding),
        (WHY,),
        says="意见单只发一次。作为线索移交须写明理由。",
    ),
    "accept": Act(
        _said("已审查：符合要求。", do.accept_correction), (Ask("why", "审查意见"),), says="问题随之办结。"
    ),
    "refuse": Act(
        _said("已审查：不符合要求，转为线索待移交。", do.refuse_correction),
        (Ask("why", "不符合的理由", required=True),),
    ),
    "hand-over": Act(
        _hand_over,
        (Ask("note", "补充说明"),),
        says="同时生成违法线索和执法跟踪检查的联动任务，证据附件一并移交。",
    ),
    "not-a-lead": Act(_said("已登记为不作为线索。", do.not_a_lead), (WHY,)),
}
