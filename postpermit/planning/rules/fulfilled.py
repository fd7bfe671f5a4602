"""What a record of an inspection or of monitoring leaves to be done of a planned visit."""

from collections.abc import Iterable
from dataclasses import dataclass

from postpermit import law


@dataclass(frozen=True)
class Asked:
    """One thing a planned visit is there for. ``met_by``: the record that met it; ``gone``: nobody asks for it any more."""

    monitors: bool
    met_by: str = ""
    gone: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody still has to go for it."""
        return not self.met_by and not self.gone


@dataclass(frozen=True)
class Rest:
    """What is left; None where the visit is not there for it by anything named. ``met_by``: what did the whole of it."""

    inspects: bool | None
    monitors: bool | None
    met_by: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to go."""
        return bool(self.inspects or self.monitors)


@law.rule("PL-75", "plan:6.2", "plan:7.2")
def rest_of(asked: Iterable[Asked]) -> Rest:
    """计划检查对应的事项都已由办理记录完成的，该计划检查即为完成；只完成一部分的，计划里只留没有完成的检查或监测。

    Where nothing of it was met, but nobody asks for it any more, it is left to the next reckoning of the plan.
    """
    told = list(asked)
    inspects, monitors = (
        any(a.open for a in told if a.monitors is part) if any(a.monitors is part for a in told) else None
        for part in (False, True)
    )
    met = [a.met_by for a in told if a.met_by]
    return Rest(inspects, monitors, met[-1] if met and not (inspects or monitors) else "")
