"""及时性：应报、迟报、持证时间过短、退回后未重报、只有季报月报没有年报."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from postpermit.register.states import ReportKind
from postpermit.supervision.report import Cell, first_and_last, words_of
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import Obligation
from postpermit.supervision.rules.wording import shown
from postpermit.workdays import add_months

ONE = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
# A due date of these sources binds; the default date is only our guess of it.
BINDING = ("permit", "notice")
PLACE: dict[str, Any] = {"owner": "APPROVAL", "section": "basic", "dimension": "及时性"}
NO_OBLIGATION = Gap("没有这一期报告的应报信息")


@audit_rule(1, "regulation:22", "plan:13.1", kind=SUBSTANTIVE, without_report=True, **PLACE)
def not_submitted(case: Case) -> Answer:
    """应报的执行报告到期没有提交。"""
    owed = case.facts.obligation
    if owed is None:
        if case.report is None:
            yield NO_OBLIGATION
        return
    if _came(case, owed) or _settled(case, owed):
        return
    due = _binding_due(owed)
    if due is None:
        yield _only_default(owed)
    elif case.on > due:
        yield Found(Cell("", _called(owed)), f"不晚于{shown(due)}提交", (_called(owed),), found="未提交")


@audit_rule(2, "regulation:22", "plan:13.1", kind=SUBSTANTIVE, **PLACE)
def submitted_late(case: Case) -> Answer:
    """执行报告提交晚于规定期限。"""
    owed = case.facts.obligation
    if owed is None:
        yield NO_OBLIGATION
        return
    if _settled(case, owed):
        return
    due = _binding_due(owed)
    if owed.submitted_at is None:
        yield Gap("没有这一期报告的提交时间")
    elif due is None:
        yield _only_default(owed)
    elif (came := day_here(owed.submitted_at)) > due:
        yield Found(Cell(shown(came), "提交时间"), f"不晚于{shown(due)}提交", (_called(owed),))


@audit_rule(3, "hj944:5", kind=QUESTION, without_report=True, **PLACE)
def held_too_short(case: Case) -> Answer:
    """持证时间不足规定长度，这一期报告不必提交。"""
    owed = case.facts.obligation
    if owed is None:
        yield NO_OBLIGATION
    elif case.permit is None:
        yield Gap("登记信息中没有首次发证日期")
    elif not (owed.waived or owed.stop_note) and (enough_from := not_owed_before(case, owed)):
        first = case.permit.first_issued_on
        yield Found(
            Cell(f"{shown(first)}首次发证", "登记信息“首次发证日期”"),
            f"{shown(enough_from)}才满规定的持证时间，本期情况并入下一期报告",
            (_called(owed),),
        )


@audit_rule(4, "plan:5.3", kind=SUBSTANTIVE, without_report=True, **PLACE)
def not_resubmitted(case: Case) -> Answer:
    """退回的执行报告没有在约定时间内重新提交。"""
    returned = case.facts.returned
    if returned is None:
        # Where the obligation is known, the office knows its own returns too: none is none.
        if case.facts.obligation is None:
            yield Gap("没有这一期报告的退回记录")
        return
    again = returned.resubmitted_on
    if (again or case.on) > returned.agreed_on:
        yield Found(
            Cell("", f"{shown(returned.on)}退回的报告"),
            f"不晚于{shown(returned.agreed_on)}重新提交",
            (f"{shown(returned.on)}退回",),
            found=f"{shown(again)}重新提交" if again else "未重新提交",
        )


@audit_rule(5, "regulation:22", "measures:37", kind=SUBSTANTIVE, without_report=True, **PLACE)
def annual_missing_beside_others(case: Case) -> Answer:
    """当年季报或月报已交，年报到期没有提交。"""
    owed = case.facts.obligation
    if owed is None:
        if case.report is None:
            yield NO_OBLIGATION
        return
    if owed.kind != "ANNUAL" or _came(case, owed) or _settled(case, owed):
        return
    if case.facts.filed is None:
        yield Gap("没有当年季报、月报的提交记录")
        return
    others = [f for f in case.facts.filed if f.kind != "ANNUAL" and f.period[:4] == owed.period]
    due = _binding_due(owed)
    if others and due is None:
        yield _only_default(owed)
    elif others and due is not None and case.on > due:
        told = "、".join(words_of(f.period) for f in others)
        yield Found(
            Cell("", _called(owed)), f"不晚于{shown(due)}提交", (_called(owed),), found=f"只交了{told}的报告"
        )


def not_owed_before(case: Case, owed: Obligation) -> date | None:
    """The day on which the permit was held long enough, when that lies after the period (DU-8); None: it is owed."""
    days = first_and_last(owed.period)
    first = case.permit.first_issued_on if case.permit else None
    if days is None or first is None or first <= days[0]:
        return None
    if owed.kind == "MONTHLY":
        reached = first + timedelta(days=int(case.value("report.monthly.held_days")))
    elif owed.kind == "QUARTERLY":
        reached = add_months(first, int(case.value("report.quarterly.held_months")))
    else:
        reached = add_months(first, int(case.value("report.annual.held_months")))
    return reached if reached > days[1] + ONE else None


def day_here(moment: datetime) -> date:
    """The day of a moment in Shanghai; a moment without a zone is taken as written there."""
    return moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()


def _binding_due(owed: Obligation) -> date | None:
    return owed.due_on if owed.due_source in BINDING else None


def _only_default(owed: Obligation) -> Gap:
    told = f"，默认为{shown(owed.due_on)}" if owed.due_on else ""
    return Gap(f"许可证和通知都没有写明提交期限{told}，不能据此认定逾期")


def _called(owed: Obligation) -> str:
    """2026年年报, 2026年第3季度季报."""
    return words_of(owed.period) + (ReportKind(owed.kind).label if owed.kind in set(ReportKind) else "报告")


def _settled(case: Case, owed: Obligation) -> bool:
    """Nothing is awaited: waived, a stop note instead, or held too short (then SV-3 speaks)."""
    return owed.waived or owed.stop_note or not_owed_before(case, owed) is not None


def _came(case: Case, owed: Obligation) -> bool:
    """Submitted; or the annual report came, which may stand for the last quarter and month of its year."""
    if case.report is not None or owed.submitted_at is not None:
        return True
    standing = {(owed.kind, owed.period)}
    if owed.period.endswith(("Q4", "-12")):
        standing.add(("ANNUAL", owed.period[:4]))
    return any((f.kind, f.period) in standing for f in case.facts.filed or ())
