"""The two small types that every room's ``states.py`` is written with. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enum whose members carry a Chinese label: ``OPEN = "OPEN", "待办"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Rows for a Django field."""
        return [(member.value, member.label) for member in cls]


@dataclass(frozen=True)
class Step:
    """One legal move of a matter: button, guard, diagram and trail entry come from this row.

    ``who`` holds patterns over posts ("ANY", "APPROVAL", "APPROVAL:HEAD", "*:HEAD", "SYSTEM"); ``scope`` names which
    matters they may move; ``limit`` names the law value (working days) within which the next person has to act.
    """

    verb: str
    label: str
    source: tuple[Labelled, ...]
    target: Labelled
    who: tuple[str, ...]
    scope: str = "district"
    limit: str = ""
    needs_why: bool = False
    second_person: bool = False
    tone: str = ""


def step_named(steps: Iterable[Step], verb: str) -> Step:
    """The row of that verb; a KeyError is a fault of the code, never of a person."""
    for step in steps:
        if step.verb == verb:
            return step
    raise KeyError(verb)


def steps_from(steps: Iterable[Step], state: str) -> list[Step]:
    """The moves open from a state, in the order of the table."""
    return [step for step in steps if state in step.source]
