"""Who goes: two certified officers for every visit, by load and by the seed, never by choice.

Visits are taken in the order of the ranking of their units; those of units outside it follow by
H(seed ‖ 0x00 ‖ utf8(visit)), and so do several visits of one unit among themselves. For a visit the eligible officers
are ordered by the visits they already carry, ties by H(seed ‖ utf8(visit) ‖ utf8(officer)), then by id. Within one
visit these bytes differ for any two officers, since all begin with the same visit.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from postpermit import law
from postpermit.planning.digests import DEFAULT, UnableToDraw, digest

Pair = frozenset[str]
# What decides who goes: its digest stands in the list that is frozen.
SEALED = ("people", "visits", "recusals")


@dataclass(frozen=True)
class Officer:
    """``zones``: the 片区 he is limited to by a recorded rule, none if free. ``load``: visits already carried."""

    id: str
    certified: bool = True
    zones: frozenset[str] = frozenset()
    leave: tuple[tuple[date, date], ...] = ()
    load: int = 0


@dataclass(frozen=True)
class Visit:
    """``first`` to ``last``: the days on which it may fall; whoever is on leave on one of them does not go.

    ``recused``: officers who must stay away from this unit. ``last_pair``: who went there the last time.
    """

    id: str
    unit: str
    zone: str = ""
    first: date | None = None
    last: date | None = None
    recused: frozenset[str] = frozenset()
    last_pair: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assignment:
    """``order``: everyone eligible, in the order of this visit; ``barred``: pairs that may not go there again."""

    visit: str
    officers: tuple[str, str]
    order: tuple[str, ...]
    barred: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Unfilled:
    """A visit that nobody can be drawn for, and why."""

    visit: str
    reason: str


@dataclass(frozen=True)
class OfficersDrawn:
    """In the order in which the visits were taken."""

    assignments: tuple[Assignment, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()


T = TypeVar("T", Officer, Visit)


@dataclass
class _Roster:
    """What changes while visits are taken one after the other."""

    load: Counter[str]
    gone: dict[str, set[Pair]] = field(default_factory=dict)


@law.rule("PL-2", "plan:6.1")
def draw_officers(
    visits: Iterable[Visit],
    officers: Iterable[Officer],
    seed: bytes,
    ranking: Sequence[str] = (),
    algorithm: str = DEFAULT,
) -> OfficersDrawn:
    """每次检查由任务最少的两名持证执法人员承担，回避、请假、片区限制的除外，不与上次去该单位的两人相同；任务相同的按种子排先后。"""
    (drawn,) = draw_in_turns([visits], officers, seed, ranking, algorithm)
    return drawn


@law.rule("PL-67", "plan:6.1")
def draw_in_turns(
    turns: Iterable[Iterable[Visit]],
    officers: Iterable[Officer],
    seed: bytes,
    ranking: Sequence[str] = (),
    algorithm: str = DEFAULT,
) -> list[OfficersDrawn]:
    """抽取以后才列入本季度的检查，用同一种子、按封存时的人员和已派的次数接着排，不另行抽取，也不改已排的。"""
    people = {officer.id: officer for officer in _once(officers, "执法人员")}
    roster = _Roster(Counter({id_: o.load for id_, o in people.items()}))
    return [_turn(visits, people, roster, seed, ranking, algorithm) for visits in turns]


def _turn(
    visits: Iterable[Visit],
    people: Mapping[str, Officer],
    roster: _Roster,
    seed: bytes,
    ranking: Sequence[str],
    algorithm: str,
) -> OfficersDrawn:
    assigned, unfilled = [], []
    for visit in _in_order(_once(visits, "检查"), seed, ranking, algorithm):
        eligible = [o.id for o in people.values() if may_go(o, visit)]
        order = _order(visit, eligible, roster.load, seed, algorithm)
        barred = frozenset(roster.gone.get(visit.unit, set()) | {visit.last_pair})
        pair = next((p for p in combinations(order, 2) if frozenset(p) not in barred), None)
        if pair is None:
            unfilled.append(Unfilled(visit.id, _why_not(order)))
            continue
        roster.load.update(pair)
        roster.gone.setdefault(visit.unit, set()).add(frozenset(pair))
        assigned.append(Assignment(visit.id, pair, order, barred))
    return OfficersDrawn(tuple(assigned), tuple(unfilled))


@law.rule("PL-5", "plan:6.1")
def stand_in(assignment: Assignment, out: str, unable: Collection[str] = ()) -> str | None:
    """抽中的执法人员需要回避或者不能前往的，由该次检查的排序中下一名能去的人接替，另一人不变。"""
    if out not in assignment.officers:
        raise UnableToDraw(f"{out} 不是这次检查的执法人员，不能替换。", place="officers")
    (stays,) = set(assignment.officers) - {out}
    for id_ in assignment.order:
        if id_ in (out, stays) or id_ in unable or frozenset((stays, id_)) in assignment.barred:
            continue
        return id_
    return None


def may_go(officer: Officer, visit: Visit) -> bool:
    """Certified, not recused, in the zone, not on leave."""
    if not officer.certified or officer.id in visit.recused:
        return False
    if officer.zones and visit.zone not in officer.zones:
        return False
    return not any(_meets(away, visit) for away in officer.leave)


@law.rule("PL-68", "plan:6.1")
def seal_of(given: Mapping[str, Any], algorithm: str = DEFAULT) -> str:
    """检查人员由谁可派、谁回避、谁请假决定，这些依据的摘要写进封存名单，名单封存后改动任何一项都能查出。"""
    told = {name: given[name] for name in SEALED if name in given}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(text.encode("utf-8"), algorithm).hex()


def as_published(
    visits: Iterable[Visit], officers: Iterable[Officer], drawn: OfficersDrawn
) -> dict[str, Any]:
    """What ``draw.published`` takes, so that the pairs can be checked too: for the office, not for the public page."""
    return {
        "people": [_person(o) for o in sorted(officers, key=lambda o: o.id)],
        "visits": [_visited(v) for v in sorted(visits, key=lambda v: v.id)],
        "assignments": [
            {"visit": a.visit, "officers": list(a.officers), "order": list(a.order)}
            for a in drawn.assignments
        ],
        "unfilled": [{"visit": u.visit, "reason": u.reason} for u in drawn.unfilled],
    }


def _once(things: Iterable[T], words: str) -> list[T]:
    held = list(things)
    ids = Counter(thing.id for thing in held)
    if wrong := [id_ for id_, count in ids.items() if count > 1 or not id_]:
        raise UnableToDraw(f"{words}的编号为空或者重复：{min(wrong)}。", place=words)
    return held


def _in_order(visits: Iterable[Visit], seed: bytes, ranking: Sequence[str], algorithm: str) -> list[Visit]:
    rank = {unit: place for place, unit in enumerate(ranking)}

    def key(visit: Visit) -> tuple[int, bytes, str]:
        own = digest(seed + b"\x00" + visit.id.encode("utf-8"), algorithm)
        return rank.get(visit.unit, len(rank)), own, visit.id

    return sorted(visits, key=key)


def _order(
    visit: Visit, eligible: Iterable[str], load: Counter[str], seed: bytes, algorithm: str
) -> tuple[str, ...]:
    start = seed + visit.id.encode("utf-8")
    ties = {id_: digest(start + id_.encode("utf-8"), algorithm) for id_ in eligible}
    return tuple(sorted(ties, key=lambda id_: (load[id_], ties[id_], id_)))


def _meets(away: tuple[date, date], visit: Visit) -> bool:
    first, last = visit.first or visit.last, visit.last or visit.first
    return first is not None and last is not None and away[0] <= last and first <= away[1]


def _why_not(order: tuple[str, ...]) -> str:
    if len(order) < 2:
        return f"可派的持证执法人员只有 {len(order)} 人，不足两人。"
    return "可派的人员只能组成去过该单位的同一组合。"


def _person(officer: Officer) -> dict[str, Any]:
    return {
        "id": officer.id,
        "certified": officer.certified,
        "zones": sorted(officer.zones),
        "leave": [[away.isoformat() for away in span] for span in sorted(officer.leave)],
        "load": officer.load,
    }


def _visited(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "unit": visit.unit,
        "zone": visit.zone,
        "first": visit.first.isoformat() if visit.first else "",
        "last": visit.last.isoformat() if visit.last else "",
        "recused": sorted(visit.recused),
        "last_pair": sorted(visit.last_pair),
    }
