"""Diagrams of the STEPS tables for the workflow pages: the picture comes from the rows that also make the buttons."""

import re
from collections.abc import Iterable, Mapping

from postpermit import law
from postpermit.trail.steps import Labelled, Step

Table = tuple[Iterable[Step], type[Labelled]]
_BLOCK = re.compile(r"(<!-- diagram:(?P<name>[\w.-]+) -->\n).*?(<!-- /diagram -->)", re.DOTALL)
_RANKS = {"HEAD": "负责人", "DEPUTY": "副职", "STAFF": "经办", "LEADER": "组长"}


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
    """The button's text, and in brackets who presses it when that is not just anybody."""
    who = who_words(step.who)
    return f"{step.label}（{who}）" if who else step.label


def who_words(patterns: Iterable[str]) -> str:
    """``("GROUP:LEADER", "ENFORCEMENT:HEAD")`` → 工作组组长、执法大队负责人; "" for anybody. KeyError for a name unknown to the law."""
    names = {str(row["code"]): str(row["short_name"]) for row in law.district().divisions}
    names |= {"*": "各科室", "SYSTEM": "随前一步"}
    ranks: dict[str, list[str]] = {}
    for pattern in patterns:
        division, _, rank = pattern.partition(":")
        if division != "ANY":
            ranks.setdefault(division, []).extend([_RANKS[rank]] if rank else [])
    # Whoever of a division may be the head, the deputy or a clerk is just anybody of it.
    whole = {"负责人", "副职", "经办"}
    return "、".join(names[d] + ("" if whole <= set(held) else "、".join(held)) for d, held in ranks.items())
