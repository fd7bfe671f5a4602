"""Diagrams of the STEPS tables for the workflow pages: the picture comes from the rows that also make the buttons."""

import re
from collections.abc import Iterable, Mapping

from postpermit.trail.steps import Labelled, Step

Table = tuple[Iterable[Step], type[Labelled]]
_BLOCK = re.compile(r"(<!-- diagram:(?P<name>[\w.-]+) -->\n).*?(<!-- /diagram -->)", re.DOTALL)
_WHO = {"ANY": "", "SYSTEM": "随前一步", "HEAD": "负责人", "LEADER": "分管负责人"}


def state_diagram(steps: Iterable[Step], states: type[Labelled]) -> str:
    """A mermaid ``stateDiagram-v2``: the first state begins, states that nothing leaves are ends."""
    rows = list(steps)
    left = {source for step in rows for source in step.source}
    reached = {step.target for step in rows}
    members = list(states)
    out = ["stateDiagram-v2"]
    out += [f'    state "{state.label}" as {state.value}' for state in members]
    out.append(f"    [*] --> {members[0].value}")
    for step in rows:
        out += [f"    {source.value} --> {step.target.value}: {_caption(step)}" for source in step.source]
    out += [f"    {state.value} --> [*]" for state in members if state in reached and state not in left]
    return "\n".join(out)


def refresh(markdown_text: str, tables: Mapping[str, Table]) -> str:
    """The page with every ``<!-- diagram:NAME --> … <!-- /diagram -->`` block drawn anew; KeyError for an unknown name."""

    def drawn(block: re.Match[str]) -> str:
        steps, states = tables[block["name"]]
        return f"{block[1]}```mermaid\n{state_diagram(steps, states)}\n```\n{block[3]}"

    return _BLOCK.sub(drawn, markdown_text)


def _caption(step: Step) -> str:
    """The button's text, and in brackets who presses it when that is not just anybody of the division."""
    names = [_WHO.get(pattern.rpartition(":")[2], pattern) for pattern in step.who]
    who = "、".join(dict.fromkeys(name for name in names if name))
    return f"{step.label}（{who}）" if who else step.label
