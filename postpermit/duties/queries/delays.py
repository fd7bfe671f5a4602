"""Why things are late, for the rows that show it."""

from collections.abc import Iterable

from postpermit.duties.models import Delay, Duty
from postpermit.duties.states import DelayReason


def reason_words(delay: Delay) -> str:
    """领导同意暂缓：春节前不进厂."""
    label = dict(DelayReason.choices()).get(delay.code, delay.code)
    return f"{label}：{delay.text}" if delay.text else label


def reasons_of(duties: Iterable[Duty]) -> dict[int, str]:
    """Duty → the words of its newest reason, for a page of duties in one query."""
    keys = [d.pk for d in duties]
    out: dict[int, str] = {}
    for start in range(0, len(keys), 500):  # SQLite takes a bounded number of parameters
        for delay in Delay.objects.filter(duty__in=keys[start : start + 500]).order_by("pk"):
            out[delay.duty_id] = reason_words(delay)
    return out


def with_reasons(duties: list[Duty]) -> list[Duty]:
    """The same duties, each with ``reason``: the words, or ""."""
    known = reasons_of(duties)
    for duty in duties:
        duty.reason = known.get(duty.pk, "")  # type: ignore[attr-defined]
    return duties
