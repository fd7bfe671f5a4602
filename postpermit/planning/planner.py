"""The year's plan: which week and what shares a visit, with its bound printed; or the reasons why there is none.

The door to the engine: ``plan_visits`` for a year, ``replan``, ``insert`` and ``move`` for what changes while it runs.
``feasible.problems`` proves the answers and shares nothing with them but the data they are made of.
"""

from postpermit.planning.answers import finish, placed
from postpermit.planning.bound import bound
from postpermit.planning.certificate import leftover, staff_shortages, unit_shortages
from postpermit.planning.greedy import first_plan
from postpermit.planning.grouping import board
from postpermit.planning.planning_model import Certificate, Plan, Stage, YearInput
from postpermit.planning.polish import polish, staff
from postpermit.planning.replan import insert, move, replan

__all__ = ["insert", "move", "plan_visits", "replan"]


def plan_visits(year: YearInput, *, polished: bool = True) -> Plan | Certificate:
    """The cheapest feasible year found, or the certificate of an impossible one. Same input, same bytes."""
    stage = board(year)
    lacks, proven = unit_shortages(stage)
    if not lacks:
        lacks, proven = staff_shortages(stage), True
    if lacks:
        return Certificate(lacks, proven)
    limit = bound(stage)
    chosen, loads = first_plan(stage, (limit.peak, limit.crew_peak))
    if loads.short():
        proven = staff(stage, chosen, loads, limit)
        if loads.short():
            return Certificate(leftover(stage, placed(stage, chosen), loads), proven)
    best = polish(stage, chosen, loads, limit) if polished else limit.objective
    return finish(stage, chosen, loads, best, Stage.POLISHED if polished else Stage.GREEDY)
