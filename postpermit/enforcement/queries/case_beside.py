"""What runs beside the stages of a case and is not done: 先行登记保存, 查封扣押, 复查, 当场处罚备案."""

from collections.abc import Iterable

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.rules.clock import Clock
from postpermit.enforcement.rules.waits import BESIDE, DROPPED_WITH_THE_CASE


def unsettled(case: PenaltyCase, clocks: Iterable[Clock]) -> dict[str, Clock]:
    """Mark → its clock, of everything that was begun and has no end yet."""
    known, out = {c.code: c for c in clocks}, {}
    no_case = {"withdrawn_on", "not_filed_on"} & set(case.other_dates)
    for mark, (_, code) in BESIDE.items():
        clock = known.get(code)
        if clock is None or clock.started_on is None or clock.met_on is not None:
            continue
        if not (no_case and mark in DROPPED_WITH_THE_CASE):
            out[mark] = clock
    return out
