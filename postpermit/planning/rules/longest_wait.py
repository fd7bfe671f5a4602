"""Nobody waits longer than the longest wait: who is certain in a quarter's draw, and how many that makes it draw."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.rules.quarters import QUARTERS, QuarterShare
from postpermit.planning.rules.strata import after_next, quarter_code


def due_by(since: date, law_: Law) -> date:
    """The day on which the longest wait ends; ``since``: the last visit, else the first permit or registration."""
    return workdays.add_months(since, 12 * int(law_.value("draw.longest_wait")))


@law.rule("PL-69", "random-inspection:2")
def certain_now(due: Mapping[str, date], quarter: str, n: int, law_: Law) -> list[str]:
    """不在本季度抽中、检查就会晚于最长等待年限的单位必抽；以后某一季度到期的单位多于当时能抽的，提前从最早到期的抽起。

    Who is drawn in the next quarter may be visited on its last day: that is the first bound. ``n``: units per draw.
    Looking ahead never fills more than this draw; where even that is not enough, too many are late and chance decides.
    """
    order = sorted(due, key=lambda id_: (due[id_], id_))
    days = [due[id_] for id_ in order]
    counts = [
        bisect_right(days, end) for end in _ends(quarter, QUARTERS * int(law_.value("draw.longest_wait")))
    ]
    ahead = max(count - later * n for later, count in enumerate(counts))
    return order[: max(counts[0], ahead if ahead <= n else 0)]


def _ends(quarter: str, count: int) -> list[date]:
    out: list[date] = []
    while len(out) < count:
        out.append(after_next(quarter))
        quarter = quarter_code(out[-1])
    return out


@law.rule("PL-71", "random-inspection:2", "plan:6.2")
def with_the_certain(share: QuarterShare, certain: int, soon: int, least: int, eligible: int) -> QuarterShare:
    """将满最长等待年限的单位本季度都抽，均分数不够的，从以后季度的抽取数里提前，全年抽取数不变。

    ``soon``: those who become certain in the later quarters of the year; what is taken from these leaves room for them.
    ``least``: the certain ones and the floor of all others. More certain ones than the year's rest: evenly, as ever.
    """
    left = share.n + share.carried
    if not certain or certain > left:
        return share
    n = min(max(share.n, certain, min(least, left - soon)), eligible)
    if n <= share.n:
        return share
    said = f"其中 {certain} 家将满最长等待年限必抽，本季度改抽 {n} 家，结转 {left - n} 家"
    return replace(share, n=n, carried=left - n, short=0, reasons=(*share.reasons, said))
