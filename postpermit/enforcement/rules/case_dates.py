"""Dates that are written on a case one by one: what each is called, where it is kept, and when it can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.counting import written
from postpermit.enforcement.states import CaseState

C = CaseState
UNDER = (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)
TOLD = (C.NOTIFIED,)
OUT = (C.SERVED, C.EXECUTED, C.CLOSED)
# What others may still do to a decision when its file is on the shelf.
LATER = (*OUT, C.REVOKED, C.ARCHIVED)
ANY = (*UNDER, C.DECIDED, C.SERVED, C.EXECUTED, C.NOT_PUNISHED, C.REVOKED)
# What was taken from the party goes back to it, also when there is no case any more.
HELD = (*ANY, C.WITHDRAWN, C.CLOSED)
# Days that other acts write, and what they are called.
OTHERS = {
    "found_on": "发现违法行为",
    "notified_on": "送达告知书",
    "served_on": "送达决定书",
    "overturned_on": "决定被变更、撤销",
}


@dataclass(frozen=True)
class Notable:
    """A date by its name among the facts. ``column`` "": kept with the rarer dates; ``after``: not before that fact.

    ``ahead``: a day that somebody fixed, which may lie ahead.
    """

    name: str
    label: str
    stages: tuple[CaseState, ...]
    column: str = ""
    after: str = "found_on"
    ahead: bool = False


NOTABLE: Mapping[str, Notable] = {
    row.name: row
    for row in (
        Notable("preserved_on", "先行登记保存", UNDER),
        Notable("preservation_approved_on", "先行登记保存批准", HELD),
        Notable("preservation_settled_on", "先行登记保存处理", HELD, after="preserved_on"),
        Notable("seized_on", "查封扣押", UNDER),
        Notable("seizure_extended_on", "批准延长查封扣押", UNDER, after="seized_on"),
        Notable("released_on", "解除查封扣押", HELD, after="seized_on"),
        Notable("monitoring_report_on", "取得监测报告", UNDER),
        Notable("correction_served_on", "送达责令改正决定书", ANY, "order_on"),
        Notable("correct_by", "责令改正写明的期限", ANY, after="correction_served_on", ahead=True),
        Notable("corrected_on", "改正完成", ANY, after="correction_served_on"),
        Notable("rechecked_on", "复查", ANY, "rechecked_on", after="correction_served_on"),
        Notable("statement_on", "收到陈述申辩", TOLD, "statement_on", after="notified_on"),
        Notable("statement_waived_on", "书面放弃陈述申辩和听证", TOLD, after="notified_on"),
        Notable("hearing_requested_on", "要求听证", TOLD, "hearing_asked_on", after="notified_on"),
        Notable("hearing_set_for", "定于何日听证", TOLD, after="hearing_requested_on", ahead=True),
        Notable("hearing_noticed_on", "听证通知", TOLD, after="hearing_requested_on"),
        Notable("heard_on", "听证", TOLD, "hearing_on", after="hearing_requested_on"),
        Notable("hearing_waived_on", "放弃听证（视为放弃）", TOLD, after="hearing_requested_on"),
        Notable("pay_by", "批准延期（分期）缴纳至", OUT, after="served_on", ahead=True),
        Notable("paid_on", "缴清罚款", OUT, "paid_on", after="served_on"),
        Notable("review_applied_on", "申请复议", LATER, after="served_on"),
        Notable("review_ended_on", "复议终结（收到复议决定）", LATER, after="review_applied_on"),
        Notable("suit_filed_on", "提起诉讼", LATER, after="served_on"),
        Notable("suit_ended_on", "诉讼终结（裁判生效）", LATER, after="suit_filed_on"),
        Notable("court_applied_on", "申请强制执行", OUT, after="served_on"),
        Notable("refunded_on", "退还已缴罚款", LATER, after="overturned_on"),
        Notable("disclosure_withdrawn_on", "撤回公开信息", LATER, after="overturned_on"),
        Notable("simple_reported_on", "当场处罚备案", OUT, after="served_on"),
    )
}


def notable_in(state: str) -> tuple[Notable, ...]:
    """The dates that can be written down while the case stands there."""
    return tuple(row for row in NOTABLE.values() if state in row.stages)


@law.rule("EN-83", "penalty-law:47")
def date_fault(facts: CaseFacts, row: Notable, on: date, today: date) -> str:
    """办案日期按先后登记：后一步不早于前一步，前一步没有登记的先登记前一步，除另行指定的期限外不晚于今天。

    Returns the sentence of what is wrong, or "".
    """
    first = getattr(facts, row.after)
    if first is None:
        before = NOTABLE[row.after].label if row.after in NOTABLE else OTHERS[row.after]
        return f"请先登记“{before}”的日期。"
    if on < first:
        return f"“{row.label}”不能早于{written(first)}。"
    if not row.ahead and on > today:
        return f"“{row.label}”不能晚于今天。"
    return ""
