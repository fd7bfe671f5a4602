"""Inclusion probabilities of a draw of n units: by step and by years of waiting, with a floor, and 1 after the longest wait.

Everything is reckoned in exact fractions and told in four decimals, as the draw takes them; the largest remainders are
rounded up, so that the told probabilities add up to n exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from postpermit import law
from postpermit.duties.rules import Law
from postpermit.trail.errors import Refused

# Four decimals: a probability is a whole number of these parts.
PARTS = 10_000
VALUES = ("draw.weight.steps", "draw.weight.unscored", "draw.weight.years", "draw.floor", "draw.longest_wait")


class UnableToSetProbabilities(Refused):
    """The list or the number to draw is not one that can be drawn from."""


@dataclass(frozen=True)
class Candidate:
    """A unit of the list. ``step`` None: not scored. ``years_waited``: this year minus the year of the last completed
    visit, or of coming on the register where there was none. ``must``: its longest wait ends before a later draw
    could have it visited (``certain_now``)."""

    id: str
    step: int | None
    years_waited: int
    must: bool = False


@dataclass(frozen=True)
class Probabilities:
    """id → four decimals, in the order of ids. ``least``: the number that has to be drawn for every bound to hold."""

    n: int
    told: Mapping[str, str]
    floor: str
    least: int
    feasible: bool
    notes: tuple[str, ...]
    confirmed: bool


@law.rule("PL-70", "random-inspection:2")
def equal_probabilities(
    candidates: Iterable[Candidate], n: int, law_: Law, *, draws: int = 1
) -> Probabilities:
    """等概率抽取只是不按风险档和等待年限加权：将满最长等待年限的单位仍然必抽，其余单位机会完全相等。"""
    units = sorted(candidates, key=lambda c: c.id)
    _refuse_what_cannot_be_drawn([c.id for c in units], n)
    taken, forced = min(n, len(units)), set(must_be_drawn(units))
    # Too many to be certain of: then all share alike, and the notes say how many would be needed.
    certain = forced if len(forced) <= taken else set()
    free = len(units) - len(certain)
    share = max(round(Fraction((taken - len(certain)) * PARTS, free)), 1) if free else PARTS
    told = {c.id: _told(PARTS if c.id in certain else share) for c in units}
    least = least_to_draw(units, law_, draws=draws)
    notes = (
        "等概率抽取，不按风险档和等待年限加权。",
        *_forced_note(sorted(forced), certain == forced, law_),
        *_short(n, len(units)),
        *_too_few(taken, least),
    )
    return Probabilities(
        taken, told, _told(share), least, taken >= least, notes, law_.confirmed(*VALUES[-2:])
    )


@law.rule("PL-15", "random-inspection:2", "plan:6.2")
def inclusion_probabilities(
    candidates: Iterable[Candidate], n: int, law_: Law, *, draws: int = 1
) -> Probabilities:
    """抽中概率按风险档和等待年限加权，每家不低于最低概率、不高于1，合计等于抽取数；将满最长等待年限的必抽。

    ``draws``: how many draws the year has, those held and those to come; the floor holds for the year as a whole.
    Where n is too small for every bound, what is told is what will be, and the notes say how many would be needed.
    """
    units = sorted(candidates, key=lambda c: c.id)
    _refuse_what_cannot_be_drawn([c.id for c in units], n)
    lawful, forced, taken = floor_parts(law_, draws), must_be_drawn(units), min(n, len(units))
    certain = set(forced)
    free = [c for c in units if c.id not in certain]
    least = _least(len(forced), len(free), lawful)
    floor = lawful if taken >= least else min(lawful, _highest_floor(taken, len(forced), len(free)))
    parts = _parted(_weights(free, law_), forced, taken * PARTS, floor)
    kept = all(parts[name] == PARTS for name in forced)
    notes = (*_forced_note(forced, kept, law_), *_short(n, len(units)), *_too_few(taken, least))
    told = {c.id: _told(parts[c.id]) for c in units}
    return Probabilities(taken, told, _told(floor), least, taken >= least, notes, law_.confirmed(*VALUES))


def _weights(free: Sequence[Candidate], law_: Law) -> dict[str, int]:
    """One unit stands for all of its step and years: values are looked up some dozens of times, not once per unit."""
    alike = {(c.step, c.years_waited): c for c in free}
    weight = {key: weight_of(c, law_) for key, c in alike.items()}
    return {c.id: weight[c.step, c.years_waited] for c in free}


def _highest_floor(taken: int, forced: int, free: int) -> int:
    """What n can bear: the longest wait comes before the floor; where even that is too much, all share alike."""
    left = taken - forced
    among, parts = (free, left) if free and left > 0 else (forced + free, taken)
    return max(parts * PARTS // among, 1)


def _parted(weights: Mapping[str, int], forced: Sequence[str], parts: int, floor: int) -> dict[str, int]:
    """Certain ones first. Too many of them share evenly what the floor of the others leaves: 1 would be untrue."""
    if len(forced) * PARTS + len(weights) * floor <= parts:
        certain = dict.fromkeys(forced, PARTS)
    else:
        certain = _shared(dict.fromkeys(forced, 1), parts - len(weights) * floor, floor)
    return certain | _shared(weights, parts - sum(certain.values()), floor)


@law.rule("PL-16", "random-inspection:2")
def must_be_drawn(candidates: Iterable[Candidate]) -> list[str]:
    """不在本次抽中就会超过最长等待年限的单位，抽中概率为1。"""
    return sorted(c.id for c in candidates if c.must)


@law.rule("PL-17", "random-inspection:2")
def floor_parts(law_: Law, draws: int = 1) -> int:
    """每家单位全年至少有规定的概率被抽中；一年分几次抽取的，每次的最低概率据此折算，向上取到万分之一。"""
    missed = 1 - Fraction(law_.value("draw.floor"))
    low, high = 1, PARTS
    while low < high:
        middle = (low + high) // 2
        if (1 - Fraction(middle, PARTS)) ** draws <= missed:
            high = middle
        else:
            low = middle + 1
    return low


@law.rule("PL-18", "random-inspection:2")
def weight_of(candidate: Candidate, law_: Law) -> int:
    """抽取权重为风险档权重乘以等待年限权重；影响未掌握、未评档的用规定的权重。"""
    steps, years = law_.value("draw.weight.steps"), law_.value("draw.weight.years")
    step = law_.value("draw.weight.unscored")
    if candidate.step is not None:
        step = steps[min(max(candidate.step, 0), len(steps) - 1)]
    return max(int(step) * int(years[min(max(candidate.years_waited, 0), len(years) - 1)]), 1)


def least_to_draw(candidates: Sequence[Candidate], law_: Law, *, draws: int = 1) -> int:
    """The smallest n at which the floor and the longest wait both hold for this list."""
    forced = len(must_be_drawn(candidates))
    return _least(forced, len(candidates) - forced, floor_parts(law_, draws))


def _least(forced: int, free: int, floor: int) -> int:
    """Those who cannot wait for a later draw, and the floor of all others."""
    return forced + -(-free * floor // PARTS)


def _refuse_what_cannot_be_drawn(ids: Sequence[str], n: int) -> None:
    if n < 1:
        raise UnableToSetProbabilities("抽取数至少为 1。", place="n")
    if not ids:
        raise UnableToSetProbabilities("名单中没有可抽取的单位。", place="units")
    if len(set(ids)) != len(ids):
        raise UnableToSetProbabilities("名单中有重复的单位。", place="units")


def _shared(weights: Mapping[str, int], parts: int, floor: int) -> dict[str, int]:
    """The parts filled like water: proportional to weight, nobody below the floor, nobody above 1."""
    if parts <= len(weights) * floor:
        return dict.fromkeys(weights, floor)
    height = _height(weights.values(), parts, floor)
    exact = {name: _level(weight, height, floor) for name, weight in weights.items()}
    whole = {name: int(share) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: (whole[name] - exact[name], name))
    for name in order[: parts - sum(whole.values())]:
        whole[name] += 1
    return whole


def _level(weight: int, height: Fraction, floor: int) -> Fraction:
    return min(max(weight * height, Fraction(floor)), Fraction(PARTS))


def _height(weights: Iterable[int], parts: int, floor: int) -> Fraction:
    """The height at which the levels add up to ``parts``: they bend only where a weight leaves the floor or meets 1."""
    counts: dict[int, int] = {}
    for weight in weights:
        counts[weight] = counts.get(weight, 0) + 1

    def filled(height: Fraction) -> Fraction:
        return sum((c * _level(w, height, floor) for w, c in counts.items()), Fraction(0))

    bends = sorted({Fraction(edge, w) for w in counts for edge in (floor, PARTS)})
    above = next(k for k, bend in enumerate(bends) if filled(bend) >= parts)
    low, high = bends[above - 1], bends[above]
    return low + (high - low) * (parts - filled(low)) / (filled(high) - filled(low))


def _told(parts: int) -> str:
    return f"{parts // PARTS}.{parts % PARTS:04d}"


def _forced_note(forced: Sequence[str], kept: bool, law_: Law) -> Iterable[str]:
    years = law_.value("draw.longest_wait")
    if forced and kept:
        yield f"{len(forced)} 家将满 {years} 年未检查，必抽。"
    elif forced:
        yield f"{len(forced)} 家将满 {years} 年未检查，本次不能全部必抽，全年抽取比例须提高。"


def _short(n: int, listed: int) -> Iterable[str]:
    if n > listed:
        yield f"名单只有 {listed} 家，不足 {n} 家，全部抽取。"


def _too_few(taken: int, least: int) -> Iterable[str]:
    if taken < least:
        yield f"按最长等待年限和最低概率至少须抽 {least} 家，本次只抽 {taken} 家，两项不能同时做到。"
