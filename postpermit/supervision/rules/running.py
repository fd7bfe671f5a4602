"""How long the site ran in the period, and whether something was done too seldom for that time."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from postpermit.supervision.report import Row, days_of, first_and_last
from postpermit.supervision.report.periods import kind_of
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Case
from postpermit.supervision.rules.frequencies import Frequency
from postpermit.supervision.rules.wording import bare, chapters_of
from postpermit.supervision.states import FindingKind

PERIOD_UNREAD = "报告时段没有读出，或者与报告类型不符"
HOURS_OF_A_DAY = 24
IN_DAYS = ("天", "日", "d")
STANDING = re.compile(r"停[产工业]|歇业|停炉|停窑")
NOT_STANDING = re.compile(r"(?:无|未|没有|不存在|不涉及)[^,。;]{0,6}?(?:停[产工业]|歇业|停炉|停窑)")
# A remark that gives the reason why an outlet has nothing to show; 停产2天 is none, it did run.
OUT_OF_USE = re.compile(
    r"停[产用运](?!时?间?\d)|未(?:运行|投产|投运|启用|投入使用|使用|生产|排放)|[无不]排放|拆除"
)


@dataclass(frozen=True)
class Running:
    """Months and days of the period under the permit, and how many of them the report states as stop.

    ``explained``: the report says when or why it stood still, so that the stated hours are more than nights and weekends.
    """

    months: Fraction
    days: Fraction
    stop_months: Fraction
    stop_days: Fraction
    explained: bool

    def too_few(
        self, done: Decimal, owed: Frequency, *, daily: bool = False
    ) -> tuple[int, FindingKind] | None:
        """What was owed and how sure that is, when less was done. ``daily``: one a day is all that can be counted.

        Certain is what stays owed after every stated hour of stop. Plants of one shift state their nights as stop: with
        no word about a stop, what the calendar asks for is at least a question.
        """
        whole = owed.due(self.months, self.days)
        most = min(whole, int(self.days)) if daily else whole
        # Enough for the calendar is enough after any stop.
        if done >= most:
            return None
        left = max(whole - owed.excused(self.stop_months, self.stop_days), 0)
        if daily:
            left = min(left, int(self.days - self.stop_days))
        if done < left:
            return left, SUBSTANTIVE
        return None if self.explained else (most, QUESTION)


def span_of(case: Case) -> tuple[date, date] | None:
    """First and last day of the period; None when it is unread, or is not one of the report's kind and so misread."""
    kind, period = case.read.kind, case.read.period
    return first_and_last(period) if not kind or kind_of(period) == kind else None


def stood_still(case: Case) -> bool:
    """Whether the report, or a stop note instead of it, says that the whole period was a stop."""
    obligation = case.facts.obligation
    return case.read.stopped or bool(obligation and obligation.stop_note)


def out_of_use(row: Row) -> bool:
    """Whether the row's remark says that its outlet was not used."""
    return OUT_OF_USE.search(row["remark"].bare) is not None


def running(case: Case) -> Running | None:
    """The time under the permit and the stop in it; None when the period or the permit is unknown. Worked out once for a case."""
    if "running" not in case.memo:
        case.memo["running"] = _running(case)
    return case.memo["running"]


def _running(case: Case) -> Running | None:
    span = span_of(case)
    if span is None or case.permit is None:
        return None
    begin = max(span[0], case.permit.first_issued_on)
    end = min(span[1], case.permit.ended_on or span[1])
    if begin > end:
        return Running(Fraction(), Fraction(), Fraction(), Fraction(), True)
    days = Fraction((end - begin).days + 1)
    stop = min(Fraction(_stated_stop(case)) / HOURS_OF_A_DAY, days)
    month = Fraction(days_of(case.read.period), _whole_months(*span))
    return Running(Fraction(_whole_months(begin, end)), days, stop / month, stop, _explained(case))


def _whole_months(begin: date, end: date) -> int:
    months = 12 * (end.year - begin.year) + end.month - begin.month + 1
    months -= begin.day > 1
    months -= end.day < monthrange(end.year, end.month)[1]
    return max(months, 0)


def _stated_stop(case: Case) -> Decimal:
    """Hours of stop; of several units the longest, since which of them feeds an outlet is not known."""
    hours = [Decimal()]
    for row in case.read.rows("production"):
        amount = row["amount"].number
        if amount is not None and "停产时间" in row["name"].bare + row["record"].bare:
            measure = (row["measure"].bare or row["amount"].unit).lower()
            hours.append(amount * HOURS_OF_A_DAY if measure in IN_DAYS else amount)
    return max(hours)


def _explained(case: Case) -> bool:
    told = [text for _, text in chapters_of(case)]
    told += [bare(row["remark"].text) for row in case.read.rows("production")]
    return any(STANDING.search(NOT_STANDING.sub("", text)) for text in told)
