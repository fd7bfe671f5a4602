"""How full the weeks are: slots by zone and week, team-days and crew-days by week, and what one more stop costs."""

from dataclasses import dataclass, field

from postpermit.planning.grouping import Board
from postpermit.planning.planning_model import YearInput

# One point of the objective outweighs everything that only steers; a day without staff outweighs everything.
POINT, NO_STAFF, OVER = 10_000, 10_000_000_000, 40


@dataclass
class Side:
    """The teams' or the crews' side of the load."""

    per_day: int
    room: list[int]
    target: int
    slots: list[list[int]]
    days: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.days = self.days or [0] * len(self.room)

    def more(self, zone: int, week: int, slots: int) -> int:
        """Days that ``slots`` more (or fewer) in that zone and week bring."""
        now = self.slots[zone][week]
        return -(-(now + slots) // self.per_day) + (-now // self.per_day)

    def add(self, zone: int, week: int, slots: int) -> None:
        """Put them there."""
        self.days[week] += self.more(zone, week, slots)
        self.slots[zone][week] += slots

    def peak(self) -> int:
        """The busiest week."""
        return max(self.days, default=0)

    def overfull(self) -> dict[int, int]:
        """Weeks with more days than staff, and by how many."""
        both = enumerate(zip(self.days, self.room))
        return {week: days - room for week, (days, room) in both if days > room}

    def cost(self, zone: int, week: int, slots: int, weights: tuple[int, int], peak: int) -> int:
        """What ``slots`` more cost there: days, a higher peak, more than the target, days without staff."""
        if not slots or not (more := self.more(zone, week, slots)):
            return 0
        day, top = weights
        after = self.days[week] + more
        price = POINT * (day * more + top * max(0, after - max(peak, self.target)))
        price += OVER * max(0, min(more, after - self.target))
        return price + NO_STAFF * max(0, min(more, after - self.room[week]))


@dataclass
class Loads:
    """Both sides together."""

    team: Side
    crew: Side
    weights: tuple[int, int]

    def add(self, zone: int, week: int, team: int, crew: int) -> None:
        """Put a stop there; negative slots take it away."""
        self.team.add(zone, week, team)
        self.crew.add(zone, week, crew)

    def objective(self) -> int:
        """Field days and busiest weeks, weighed."""
        day, top = self.weights
        return day * (sum(self.team.days) + sum(self.crew.days)) + top * (self.team.peak() + self.crew.peak())

    def days_in(self, zone: int) -> int:
        """Days of teams and crews in that zone."""
        sides = (self.team, self.crew)
        return sum(-(-slots // side.per_day) for side in sides for slots in side.slots[zone])

    def short(self) -> int:
        """Days without staff."""
        return sum(sum(side.overfull().values()) for side in (self.team, self.crew))


def empty(board: Board, targets: tuple[int, int] = (0, 0)) -> Loads:
    """Nothing planned yet; ``targets`` are peaks that no plan can go below."""
    year: YearInput = board.year
    room = [[w.capacity for w in year.weeks], [w.crew_capacity for w in year.weeks]]
    sides = [
        Side(year.slots_per_day, room[i], targets[i], [[0] * len(year.weeks) for _ in board.zones])
        for i in (0, 1)
    ]
    return Loads(sides[0], sides[1], (year.weights.day, year.weights.peak))
