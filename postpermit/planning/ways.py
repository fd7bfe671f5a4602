"""Every way the few duties of one unit can share visits: which of them can be kept, and which leave nothing to merge."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from postpermit.planning.planning_model import Task, TaskKind

# A unit has two to six duties. Where there are so many ways that not all were tried, nothing is said to be proven.
MOST = 2000

Part = tuple[Task, ...]
Split = tuple[Part, ...]
Spans = Mapping[str, tuple[int, ...]]


def key(task: Task) -> str:
    """Tasks of one unit with the same key need different visits; a task without a group stands for itself."""
    return f"{task.kind}:{task.group}" if task.group else f"{task.kind}#{task.id}"


def together(tasks: Sequence[Task]) -> bool:
    """Whether there is a day on which all are due; weeks alone would not tell."""
    return max(task.earliest for task in tasks) <= min(task.latest for task in tasks)


def shared(tasks: Sequence[Task], spans: Spans) -> tuple[int, ...]:
    """The weeks in which one visit can answer all of these; none where two of them need visits of their own."""
    if len({key(task) for task in tasks}) < len(tasks) or not together(tasks):
        return ()
    weeks = set(spans[tasks[0].id]).intersection(*(spans[task.id] for task in tasks[1:]))
    return tuple(sorted(weeks))


def distance(one: Part, two: Part) -> int:
    """Weeks between two visits of a unit: what rivals among their tasks ask for, and never both in one week."""
    asked = [max(a.spacing, b.spacing) for a in one for b in two if key(a) == key(b)]
    return max([1, *asked])


def team_visits(split: Split) -> int:
    """Visits of the team; sampling alone is not one."""
    return sum(any(task.kind is TaskKind.INSPECT for task in part) for part in split)


class Search:
    """The ways of one unit. ``position``: the calendar position of each week, as weeks may be missing."""

    def __init__(self, tasks: Sequence[Task], spans: Spans, position: Sequence[int]) -> None:
        self.tasks, self.spans, self.position = tuple(tasks), spans, position
        self.rank = {task.id: number for number, task in enumerate(tasks)}
        self.known: dict[frozenset[frozenset[str]], bool] = {}

    def all(self) -> tuple[list[Split], bool]:
        """The ways that can be kept; and whether these are all."""
        found: list[Split] = []
        for number, split in enumerate(self.splits(())):
            if number >= MOST:
                return found, False
            if self.kept(split):
                found.append(split)
        return found, True

    def splits(self, begun: Split) -> Iterator[Split]:
        """Every way to share visits by windows alone, the fewest visits first as far as that is easily told."""
        done = sum(map(len, begun))
        if done == len(self.tasks):
            yield begun
            return
        task = self.tasks[done]
        for at, part in enumerate(begun):
            if shared([*part, task], self.spans):
                yield from self.splits((*begun[:at], (*part, task), *begun[at + 1 :]))
        yield from self.splits((*begun, (task,)))

    def kept(self, split: Split) -> bool:
        """Whether there are weeks for all its visits at their distances."""
        name = frozenset(frozenset(task.id for task in part) for part in split)
        if name not in self.known:
            self.known[name] = self._weeks(split)
        return self.known[name]

    def _weeks(self, split: Split) -> bool:
        order = sorted(split, key=lambda part: len(shared(part, self.spans)))
        weeks = [shared(part, self.spans) for part in order]
        gaps = [[distance(a, b) for b in order] for a in order]
        where = self.position

        def fits(put: list[int]) -> bool:
            at = len(put)
            if at == len(order):
                return True
            return any(
                all(abs(where[week] - where[w]) >= gaps[at][i] for i, w in enumerate(put))
                and fits([*put, week])
                for week in weeks[at]
            )

        return fits([])

    def full(self, split: Split) -> bool:
        """No two of its visits could be one."""
        return not any(self.merges(split, one, two) for one, two in combinations(split, 2))

    def merges(self, split: Split, one: Part, two: Part) -> bool:
        """Whether the way in which these two visits are one can be kept."""
        both = tuple(sorted((*one, *two), key=lambda task: self.rank[task.id]))
        rest = tuple(part for part in split if part not in (one, two))
        return bool(shared(both, self.spans)) and self.kept((*rest, both))
