"""What the answers of a checklist leave open once a visit is written up (plan 6.1). No Django."""

from dataclasses import dataclass

from postpermit import law


@dataclass(frozen=True)
class Failed:
    """A question that failed without a finding, or waits for a choice, with what was noted at it."""

    code: str
    ask: str
    note: str


@dataclass(frozen=True)
class Unsettled:
    """``answered``: whether any question was answered at all; ``undecided``: two versions wait for somebody to choose."""

    failed: tuple[Failed, ...] = ()
    unchecked: int = 0
    answered: bool = True
    undecided: tuple[Failed, ...] = ()


@law.rule("EN-13", "plan:6.1")
def found_nothing(findings: int, open_ones: Unsettled) -> bool:
    """只有没有登记问题、检查单填过结果、没有尚未登记的不符合项、没有待选定的版本时，才写“未发现问题”。"""
    return not findings and not open_ones.failed and not open_ones.undecided and open_ones.answered


def left_words(open_ones: Unsettled) -> str:
    """What is still open, in one sentence for whoever ends the visit; "" where nothing is."""
    parts = [f"{open_ones.unchecked} 项未查"] if open_ones.unchecked else []
    parts += [f"{len(open_ones.failed)} 项不符合尚未登记问题"] if open_ones.failed else []
    parts += [f"{len(open_ones.undecided)} 项有两个版本待选定"] if open_ones.undecided else []
    return f"检查单还有 {'，'.join(parts)}。" if parts else ""
