"""What the year's planner is given and what it answers: plain frozen data, the same bytes for the same plan.

Law and draw decide whom, the planner decides the week and what shares a visit; persons and days never appear here.
A visit takes slots, whole parts of a day: a team-day is one zone and ``slots_per_day`` slots, and so is a crew-day.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

SLOTS_PER_DAY = 4
FRIDAY = timedelta(days=4)
SUNDAY = timedelta(days=6)


class TaskKind(StrEnum):
    """Who goes: a team of the enforcement brigade, or a sampling crew that rides along with one."""

    INSPECT = "inspect"
    MONITOR = "monitor"


class Stage(StrEnum):
    """How far the plan was improved; OPTIMAL means that its objective equals the printed bound."""

    GREEDY = "greedy"
    POLISHED = "polished"
    OPTIMAL = "optimal"


class Lack(StrEnum):
    """What is missing when a year is impossible."""

    WINDOW = "window"
    CAP = "cap"
    SPACING = "spacing"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Week:
    """One calendar week: days that may be used, team-days and crew-days at hand. No day left: nobody goes out."""

    monday: date
    days: int
    capacity: int
    crew_capacity: int


@dataclass(frozen=True)
class Task:
    """One duty that somebody has to go out for.

    ``earliest`` and ``latest`` are days, both included: the visit lies in a week that is wholly inside, and only when
    there is none in a week that is partly inside. Tasks of one unit in the same ``group`` need visits of their own,
    ``spacing`` weeks apart or more; tasks of different groups share a visit wherever both are due. ``frozen_week`` is
    the Monday of a week that is not to change; ``not_in_weeks`` are Mondays blocked for this unit.
    """

    id: str
    unit: str
    zone: str
    kind: TaskKind
    duty: str
    earliest: date
    latest: date
    slots: int = 1
    group: str = ""
    spacing: int = 0
    frozen_week: date | None = None
    not_in_weeks: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Capacities:
    """Teams and crews on duty, from which the weeks' team-days follow."""

    teams: int
    crews: int
    meeting_factor: Decimal = Decimal("0.75")

    def week(self, monday: date, days: int, *, meeting: bool = False) -> Week:
        """The week with its team-days, rounded down; a meeting week has fewer."""
        factor = self.meeting_factor if meeting else Decimal(1)
        return Week(monday, days, int(self.teams * days * factor), int(self.crews * days * factor))


@dataclass(frozen=True)
class Weights:
    """What a field day and the busiest week cost in the objective."""

    day: int = 10
    peak: int = 20


@dataclass(frozen=True)
class YearInput:
    """Everything the planner knows. ``caps``: visits left under the yearly ceiling, for units that have one."""

    weeks: tuple[Week, ...]
    tasks: tuple[Task, ...]
    caps: Mapping[str, int] = field(default_factory=dict)
    slots_per_day: int = SLOTS_PER_DAY
    weights: Weights = Weights()


@dataclass(frozen=True)
class PlannedVisit:
    """One entry into a firm. ``first`` and ``last``: the days of the week on which every task in it is in time."""

    id: str
    unit: str
    zone: str
    week: date
    tasks: tuple[str, ...]
    slots: int
    crew_slots: int
    first: date
    last: date


@dataclass(frozen=True)
class Plan:
    """A feasible year with its price and the price that no plan can beat."""

    visits: tuple[PlannedVisit, ...]
    objective: int
    lower_bound: int
    stage: Stage
    field_days: int
    crew_days: int
    peak: int
    crew_peak: int

    @property
    def gap(self) -> Decimal:
        """How far above the bound, as a share with four decimals."""
        if not self.lower_bound:
            return Decimal("0.0000")
        share = Decimal(self.objective - self.lower_bound) / self.lower_bound
        return share.quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def week_of(self, task: str) -> date | None:
        """The Monday of the week this task is planned in."""
        return next((visit.week for visit in self.visits if task in visit.tasks), None)

    def to_json(self) -> bytes:
        """Canonical bytes: UTF-8, sorted keys, no spaces."""
        return canonical(asdict(self) | {"gap": str(self.gap)})

    @classmethod
    def from_json(cls, text: bytes | str) -> "Plan":
        """The plan behind such bytes."""
        data = json.loads(text)
        data.pop("gap", None)
        data["stage"] = Stage(data["stage"])
        data["visits"] = tuple(PlannedVisit(**_visit(row)) for row in data["visits"])
        return cls(**data)


@dataclass(frozen=True)
class Shortage:
    """One reason why the year is impossible: the duties, the weeks, what is missing. Zero days: not a matter of staff."""

    lack: Lack
    duties: tuple[str, ...]
    units: tuple[str, ...]
    weeks: tuple[date, ...]
    team_days: int
    crew_days: int
    sentence: str


@dataclass(frozen=True)
class Certificate:
    """Why there is no plan. ``proven`` is False when the search merely ended without finding one."""

    shortages: tuple[Shortage, ...]
    proven: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What an officer reads."""
        return tuple(shortage.sentence for shortage in self.shortages)

    def to_json(self) -> bytes:
        """Canonical bytes, as of a plan."""
        return canonical(asdict(self))


@dataclass(frozen=True)
class Replanned:
    """A plan made anew while the year runs. ``moved`` were free to stay, ``by_cause`` were not, ``added`` are new."""

    plan: Plan
    year: YearInput
    moved: tuple[str, ...]
    by_cause: tuple[str, ...]
    added: tuple[str, ...]
    budget: int


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; days as ISO text."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode("utf-8")


def _visit(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in ("week", "first", "last")}
    return row | days | {"tasks": tuple(row["tasks"])}
