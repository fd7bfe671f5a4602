"""What each waiting state of a draw asks of which division, and by when."""

from dataclasses import dataclass

from postpermit.planning.states import DrawState, PlanState

# The first division's bytes are r1, the second's r2; both keep one half of the draw, so neither can steer it.
PARTIES = ("LEGAL", "ENFORCEMENT")


@dataclass(frozen=True)
class Wait:
    """``limit``: value of days; "" means the working day after the public value is known."""

    kind: str
    divisions: tuple[str, ...]
    limit: str = ""


WAITS: dict[str, Wait] = {
    DrawState.FROZEN: Wait("commit-draw", PARTIES, "draw.commit.days"),
    DrawState.COMMITTED: Wait("carry-out-draw", PARTIES),
    DrawState.DRAWN: Wait("publish-draw", ("LEGAL",), "draw.publish.days"),
}


def waiting_divisions(state: str, done: frozenset[str], told: str = "") -> dict[str, Wait]:
    """Division → what it is waited for. ``done``: divisions that have done their own part of this state.

    After both have told their bytes the first party enters the public value; ``told``: who did, then the other's turn.
    """
    wait = WAITS.get(state)
    if wait is None:
        return {}
    turn = next(d for d in PARTIES if d != told) if state == DrawState.COMMITTED else ""
    return {d: wait for d in wait.divisions if d not in done or d == turn}


# A plan of the year waits for one person at a time: (kind, division, rank, value of days).
PLAN_WAITS: dict[str, tuple[str, str, str, str]] = {
    PlanState.SUBMITTED: ("include-plan", "LEGAL", "STAFF", "plan.include.days"),
    PlanState.INCLUDED: ("approve-plan", "LEGAL", "HEAD", "plan.approve.days"),
}
