"""``@rule``: a decision with its number, its clauses and the Chinese sentence that an officer sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from postpermit.law.district import clause

F = TypeVar("F", bound=Callable[..., Any])
NUMBER = re.compile(r"[A-Z]{2}-\d+[a-z]?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Rule:
    """One rule. ``judgement``: it only prepares what a person then decides."""

    number: str
    clauses: tuple[str, ...]
    sentence: str
    judgement: bool
    function: str


_rules: dict[str, Rule] = {}


def rule(number: str, *clauses: str, judgement: bool = False) -> Callable[[F], F]:
    """Register a function as the rule of that number. A wrong number, sentence or citation fails at import."""

    def wrap(function: F) -> F:
        sentence = (function.__doc__ or "").strip().partition("\n")[0]
        name = f"{function.__module__}.{function.__qualname__}"
        if not NUMBER.fullmatch(number) or not clauses:
            raise ValueError(f"{name}: a rule has a number such as DU-1 and at least one clause")
        if not CHINESE.search(sentence):
            raise ValueError(f"{name}: the first line of a rule's docstring is its Chinese sentence")
        for ref in clauses:
            clause(ref)
        known = _rules.get(number)
        if known is not None and known.function != name:
            raise ValueError(f"{number} is {known.function} already")
        made = Rule(number, clauses, sentence, judgement, name)
        _rules[number] = made
        function.rule = made  # type: ignore[attr-defined]
        return function

    return wrap


def rules() -> list[Rule]:
    """Every rule imported so far, by number."""
    return sorted(_rules.values(), key=lambda r: (r.number[:2], int(re.sub(r"\D", "", r.number))))
