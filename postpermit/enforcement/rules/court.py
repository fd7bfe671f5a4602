"""Review, suit and execution by the court: when each ends, and from which day the court may be asked."""

from collections.abc import Iterator
from datetime import date, timedelta

from postpermit import law
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.counting import dated, written


def attacked_spans(facts: CaseFacts, until: date) -> Iterator[tuple[date, date]]:
    """The days under review and in court, to the end of each or to ``until``, for the surcharge to leave out."""
    over = facts.overturned_on
    pairs = ((facts.review_applied_on, facts.review_ended_on), (facts.suit_filed_on, facts.suit_ended_on))
    for since, end in pairs:
        last = end or over or until
        if since is not None and since <= last:
            yield since, last


@law.rule("EN-135", "coercion-law:53", "litigation-law:45", "litigation-law:46")
def court_from(facts: CaseFacts, suit_due: date | None) -> date | None:
    """起诉期满（经过复议的自复议终结起十五日、经过诉讼的自诉讼终结）又不履行的，此后才可以申请法院强制执行。

    The day after which it may be asked; None while a review or suit goes on, or nothing was served.
    """
    if facts.suit_filed_on is not None:
        return facts.suit_ended_on
    if facts.review_applied_on is None:
        return suit_due
    ended = facts.review_ended_on
    return ended + timedelta(days=dated("penalty.suit.after_review.days", ended).value) if ended else None


def court_fault(facts: CaseFacts, suit_due: date | None, on: date) -> str:
    """Why the court cannot be asked on that day, as a sentence; "" where it can."""
    since = court_from(facts, suit_due)
    if since is None:
        return "复议或者诉讼还没有终结，不能申请强制执行；请先登记终结日期。"
    if on <= since:
        return f"复议、起诉期限至{written(since)}，期满仍不履行的，次日起才能申请强制执行。"
    return ""
