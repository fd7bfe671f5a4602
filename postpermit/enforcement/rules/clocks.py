"""One clock per stage of a penalty case: when it began, in which unit it runs, what stops it, and when it ends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from postpermit import law, workdays
from postpermit.enforcement.rules.case_facts import CaseFacts, Pause
from postpermit.enforcement.rules.clock import Clock, Day, Whose
from postpermit.enforcement.rules.counting import ONE, Due, Unit, dated, unit_of, written
from postpermit.enforcement.rules.court import court_from
from postpermit.workdays import Calendar


def _once(name: str, extended: bool, on: date) -> tuple[tuple[str, int], ...]:
    return ((name, dated(name, on).value),) if extended else ()


@law.rule("EN-52", "penalty-procedure:18")
def filing_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """发现涉嫌违法行为后十五日内决定是否立案，经批准的再加十五日。"""
    more = _once("penalty.filing.extension.days", facts.filing_extended, facts.found_on or day.on)
    met = facts.filed_on or facts.not_filed_on
    return (day.read("filing", "立案审查", "penalty.filing.days", facts.found_on, met, more=more),)


@law.rule("EN-53", "penalty-law:56", "coercion-law:25")
def evidence_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """先行登记保存二十四小时内补办批准、七个工作日内处理；查封扣押三十日，可再延三十日，检测鉴定不计入，休息日不顺延。"""
    stops = tuple(s for s in facts.spans if s.reason in (Pause.MONITORING, Pause.APPRAISAL))
    more = _once("penalty.seizure.extension.days", facts.seizure_extended, facts.seized_on or day.on)
    kept, settled = facts.preserved_on, facts.preservation_settled_on
    return (
        _approval(facts, day),
        day.read("preservation", "先行登记保存处理", "penalty.preservation.days", kept, settled),
        day.read(
            "seizure",
            "查封扣押",
            "penalty.seizure.days",
            facts.seized_on,
            facts.released_on,
            stops=stops,
            more=more,
            # What binds the party does not grow by a holiday.
            rolls=False,
        ),
    )


def _approval(facts: CaseFacts, day: Day) -> Clock:
    """Counted in hours, of which the file knows only the days: the next day at the latest."""
    since = facts.preserved_on
    value = dated("penalty.preservation.approval.hours", since or day.on)
    blank = Clock(
        "preservation-approval",
        "先行登记保存批准",
        Whose.AUTHORITY,
        Unit.FIXED,
        1,
        value.clause,
        value.confirmed,
    )
    if since is None:
        return blank
    last = since + timedelta(days=-(-value.value // 24))
    line = f"应当先经批准；情况紧急的，{value.shown}内补办，最迟{written(last)}。"
    found = replace(blank, started_on=since, met_on=facts.preservation_approved_on)
    return day.judged(found, Due(last, False, False, (line,)))


@law.rule("EN-54", "daily-fine:8", "daily-fine:10", "penalty-law:28")
def correction_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """责令改正当场送达，靠监测认定的在取得报告后三个工作日内；送达后三十日内暗查复查。"""
    served, report = facts.correction_served_on, facts.monitoring_report_on
    order = day.read("correction", "责令改正", "penalty.correction.days", report, served)
    if report is None:
        order = replace(order, lines=("能当场认定的，当场送达责令改正决定书。",))
    return (
        order,
        _term(facts, day),
        day.read("recheck", "复查", "penalty.recheck.days", served, facts.rechecked_on),
    )


def _term(facts: CaseFacts, day: Day) -> Clock:
    """The time that the order itself gives for correction."""
    since, end = facts.correction_served_on, facts.correct_by
    blank = Clock("correct-by", "限期改正", Whose.DUTY, Unit.FIXED, 0, "penalty-law:28", True, since)
    if since is None or end is None:
        return replace(blank, started_on=None)
    said = Due(end, False, False, (f"责令改正决定书写明{written(end)}前改正。",))
    return day.judged(replace(blank, days=(end - since).days, met_on=facts.corrected_on), said)


@law.rule("EN-55", "penalty-law:44", "penalty-law:64", "penalty-procedure:44")
def hearing_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """收到告知书五个工作日内陈述申辩、要求听证；听证七个工作日前通知。"""
    told = facts.notified_on
    said = facts.statement_on or facts.statement_waived_on
    asked = facts.hearing_requested_on
    may = told if facts.hearing_offered else None
    return (
        day.read("statement", "陈述申辩", "penalty.statement.days", told, said, whose=Whose.RIGHT),
        day.read(
            "hearing-request", "要求听证", "penalty.hearing.request.days", may, asked, whose=Whose.RIGHT
        ),
        _hearing_notice(facts, day),
    )


def _hearing_notice(facts: CaseFacts, day: Day) -> Clock:
    """Counted backwards from the hearing; neither its day nor the day of the notice counts, which no text settles."""
    held, asked = facts.hearing_set_for or facts.heard_on, facts.hearing_requested_on
    value = dated("penalty.hearing.notice.days", held or day.on)
    unit = unit_of(value)
    blank = Clock(
        "hearing-notice", "听证通知", Whose.AUTHORITY, unit, value.value, value.clause, False, asked
    )
    if held is None or facts.hearing_waived_on is not None:
        return blank
    last = held
    while workdays.between(day.calendar, last, held - ONE) < value.value:
        last -= ONE
    line = f"{written(held)}听证，最迟{written(last)}通知：中间须隔{value.plain}，首尾两日不计（待确认）。"
    return day.judged(replace(blank, met_on=facts.hearing_noticed_on), Due(last, False, False, (line,)))


@law.rule("EN-56", "penalty-law:60", "penalty-procedure:57")
def decision_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """立案之日起九十日内作出决定；听证、公告、监测、鉴定、送达、中止不计入，经批准可以延长。"""
    since, name = facts.filed_on or day.on, "penalty.decision.extension.days"
    allowed = dated("penalty.decision.extensions", since).value * dated(name, since).value
    clock = day.read(
        "decision",
        "作出处罚决定",
        "penalty.decision.days",
        facts.filed_on,
        facts.decided_on or facts.not_punished_on or facts.withdrawn_on,
        stops=facts.spans,
        more=((name, min(facts.decision_extension_days, allowed)),),
    )
    if facts.decision_extension_days > allowed:
        clock = replace(clock, lines=(f"最多延长{allowed}日，多出的不算。", *clock.lines))
    return (clock,)


@law.rule("EN-57", "penalty-law:48", "penalty-law:61", "penalty-procedure:63")
def service_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """决定后七个工作日内送达、七个工作日内公开；决定被变更撤销的，三个工作日内撤回公开信息。"""
    made, gone = facts.decided_on, facts.overturned_on if facts.disclosed_on else None
    # What was revoked before it was published is not published any more.
    told = None if facts.revoked_on and not facts.disclosed_on else made
    return (
        day.read("service", "送达决定书", "penalty.service.days", made, facts.served_on),
        day.read("disclosure", "公开决定", "penalty.disclosure.days", told, facts.disclosed_on),
        day.read(
            "withdrawal", "撤回公开信息", "penalty.withdrawal.days", gone, facts.disclosure_withdrawn_on
        ),
    )


@law.rule("EN-58", "penalty-law:67", "review-law:20", "litigation-law:46", "coercion-law:53")
def payment_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """收到决定书十五日内缴款；六十日内可以复议，六个月内可以起诉；期满不履行的，三个月内申请强制执行。"""
    served, right = facts.served_on, Whose.RIGHT
    review = day.read(
        "review", "申请复议", "penalty.review.days", served, facts.review_applied_on, whose=right
    )
    suit = day.read("suit", "提起诉讼", "penalty.suit.months", served, facts.suit_filed_on, whose=right)
    # Only a decision that was not obeyed goes to the court for execution, after review and suit.
    opens, over = court_from(facts, suit.due_on), facts.paid_on or facts.revoked_on
    due = opens is not None and (facts.court_applied_on or (opens < day.on and not over))
    since = opens if due else None
    court = day.read("court", "申请强制执行", "penalty.enforcement.months", since, facts.court_applied_on)
    return (_payment(facts, day), review, suit, court)


def _payment(facts: CaseFacts, day: Day) -> Clock:
    served = facts.served_on if facts.fine_yuan and not facts.revoked_on else None
    clock = day.read("payment", "缴纳罚款", "penalty.payment.days", served, facts.paid_on, whose=Whose.DUTY)
    if served is None or facts.pay_by is None:
        return clock
    said = Due(facts.pay_by, False, False, (f"经批准延期（分期），至{written(facts.pay_by)}。",))
    return day.judged(replace(clock, unit=Unit.FIXED, clause="penalty-law:66", confirmed=True), said)


@law.rule("EN-59", "penalty-law:52", "penalty-procedure:80")
def closing_clocks(facts: CaseFacts, day: Day) -> tuple[Clock, ...]:
    """当场处罚后三个工作日内备案；结案后三十日内立卷归档。"""
    archive = day.read("archive", "立卷归档", "penalty.archive.days", facts.closed_on, facts.archived_on)
    if not facts.simple:
        return (archive,)
    made, told = facts.decided_on, facts.simple_reported_on
    return (day.read("simple-report", "当场处罚备案", "penalty.simple.report.days", made, told), archive)


def clocks_of(facts: CaseFacts, calendar: Calendar, on: date) -> tuple[Clock, ...]:
    """Every clock of a case as it stands on a day, in the order of the procedure. On-the-spot cases have fewer."""
    day = Day(on, calendar)
    before = (filing_clocks, evidence_clocks, correction_clocks, hearing_clocks, decision_clocks)
    after = (service_clocks, payment_clocks, closing_clocks)
    stages = (correction_clocks, *after) if facts.simple else (*before, *after)
    return tuple(clock for stage in stages for clock in stage(facts, day))


def soonest(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that presses most: begun, not met, and no mere right of the party; the earliest last day first."""
    open_ones = (c for c in clocks if c.due_on and c.met_on is None and c.whose is not Whose.RIGHT)
    return min(open_ones, key=lambda c: (c.due_on or date.max, c.code), default=None)
