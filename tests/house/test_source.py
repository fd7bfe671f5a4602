"""The rules of the house, held against the real tree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.house_rules import SOURCE_RULES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("rule", SOURCE_RULES, ids=lambda r: r.__name__)
def test_the_tree_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []
