"""The draw in numbers: whether every unit is equally likely, whether units and officers are drawn independently, how fast.

    python3 -m bench.draw [draws] [--seed N] [--json]

Exit 1 when a goal is missed. The speed of one draw stands beside a floor of the same run: as many bare digests of inputs
of the same length, and one sort of them as numbers.
"""

import argparse
import hashlib
import json
import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

from postpermit.planning.draw import commitment, draw, ranking, seed_of
from postpermit.planning.officers import Officer, Visit, draw_officers

UNITS, TAKEN = 180, 36
PERMUTED, OFFICER_SEEDS = 1_000, 10_000
# What was promised of the draw: (at least or at most, value).
GOALS = {
    "chi2 p": (">", 0.001),
    "pairs max |z|": ("<", 5.5),
    "overlap |z|": ("<", 4.5),
    "permuted differing": ("<", 1),
    "commitments met by a changed number": ("<", 1),
    "avalanche share": (">", 0.3),
    "pareto max |p̂−p|": ("<", 0.02),
    "recused assignments": ("<", 1),
    "officer load spread": ("<", 2),
    "same pair again": ("<", 1),
    "seconds for 30 000": ("<", 1.0),
}


def main(draws: int, seed: int) -> dict[str, Any]:
    """Everything as plain values."""
    return (
        equal(draws, seed)
        | permuted(seed)
        | avalanche(seed)
        | pareto(draws // 4, seed)
        | officers(seed)
        | speed(seed)
    )


def listing(p: dict[str, str], n: int) -> dict[str, Any]:
    """A list as a plan freezes it."""
    units = [{"id": id_, "p": text} for id_, text in p.items()]
    return {"version": 1, "plan": "2027", "stratum": "登记单位", "n": n, "units": units, "excluded": []}


def seeds(count: int, seed: int, name: str) -> list[bytes]:
    """Seeds as the parts of a draw give them."""
    rng = random.Random(f"{seed}|{name}")
    return [seed_of(rng.randbytes(32), rng.randbytes(32), rng.randbytes(32), "7.1234") for _ in range(count)]


def equal(draws: int, seed: int) -> dict[str, Any]:
    """Every unit and every pair of units against what chance alone would do. A bit of ``taken[i]`` is one draw."""
    ids = [f"u{i:03d}" for i in range(UNITS)]
    p = dict.fromkeys(ids, "0.2000")
    rows, overlaps, before = [bytearray(draws // 8 + 1) for _ in ids], [], set()
    for number, one in enumerate(seeds(draws, seed, "equal")):
        chosen = {int(id_[1:]) for id_ in ranking(p, one)[:TAKEN]}
        for i in chosen:
            rows[i][number >> 3] |= 1 << (number & 7)
        if before:
            overlaps.append(len(chosen & before))
        before = chosen
    taken = [int.from_bytes(row, "little") for row in rows]
    share = TAKEN / UNITS
    counts = [bits.bit_count() for bits in taken]
    # Drawn without putting back, the counts hang together: (N−1)/N of the usual statistic follows χ² with N−1 degrees.
    chi2 = sum((c - draws * share) ** 2 for c in counts) / (draws * share * (1 - share)) * (UNITS - 1) / UNITS
    both = share * (TAKEN - 1) / (UNITS - 1)
    spread = math.sqrt(draws * both * (1 - both))
    z = [((a & b).bit_count() - draws * both) / spread for a, b in combinations(taken, 2)]
    return {
        "draws": draws,
        "chi2 p": round(tail(chi2, UNITS - 1), 4),
        "pairs": len(z),
        "pairs sd of z": round(statistics.pstdev(z), 3),
        "pairs max |z|": round(max(map(abs, z)), 2),
        "overlap of consecutive draws": round(statistics.fmean(overlaps), 3),
        "overlap |z|": round(_overlap_z(overlaps), 2),
    }


def _overlap_z(overlaps: list[int]) -> float:
    """Against the hypergeometric mean n²/N."""
    share = TAKEN / UNITS
    variance = TAKEN * share * (1 - share) * (UNITS - TAKEN) / (UNITS - 1)
    return abs(statistics.fmean(overlaps) - TAKEN * share) / math.sqrt(variance / len(overlaps))


def tail(chi2: float, freedom: int) -> float:
    """How likely a value at least as large is (Wilson and Hilferty's cube root)."""
    spread = 2 / (9 * freedom)
    z = ((chi2 / freedom) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return math.erfc(z / math.sqrt(2)) / 2


def permuted(seed: int) -> dict[str, Any]:
    """The same list in another order, a thousand times."""
    rng = random.Random(f"{seed}|permuted")
    parts = (rng.randbytes(32), rng.randbytes(32), "7.1234")
    items = [(f"单位{i}", f"0.{rng.randrange(1, 10_000):04d}") for i in range(UNITS)]
    first, differing = draw(listing(dict(items), TAKEN), *parts), 0
    for _ in range(PERMUTED):
        rng.shuffle(items)
        differing += draw(listing(dict(items), TAKEN), *parts) != first
    return {"permuted": PERMUTED, "permuted differing": differing}


def avalanche(seed: int) -> dict[str, Any]:
    """One bit of one part changed: the share of the drawn units that is replaced, of what a new draw would replace."""
    rng = random.Random(f"{seed}|avalanche")
    p = {f"u{i}": "0.2000" for i in range(UNITS)}
    shares: list[float] = []
    commitments = 0
    for number in range(300):
        r1, r2, public = rng.randbytes(32), rng.randbytes(32), f"7.{rng.randrange(10_000):04d}"
        bit = bytearray(r1 if number % 3 == 0 else r2)
        bit[rng.randrange(32)] ^= 1 << rng.randrange(8)
        first = draw(listing(p, TAKEN), r1, r2, public)
        changed = (
            (bytes(bit), r2, public),
            (r1, bytes(bit), public),
            (r1, r2, public[:-1] + chr(ord(public[-1]) ^ 1)),
        )
        second = draw(listing(p, TAKEN), *changed[number % 3])
        commitments += commitment(bytes(bit)) in (commitment(r1), commitment(r2))
        lost = len(set(first.selected) - set(second.selected))
        shares.append(lost / (TAKEN * (1 - TAKEN / UNITS)))
    return {
        "avalanche mean share": round(statistics.fmean(shares), 3),
        "avalanche share": round(min(shares), 3),
        "commitments met by a changed number": commitments,
    }


def pareto(draws: int, seed: int) -> dict[str, Any]:
    """Inclusion under unequal probabilities that add up to n."""
    rng = random.Random(f"{seed}|pareto")
    weights = [rng.uniform(1, 8) for _ in range(UNITS)]
    p = {f"u{i}": f"{w * TAKEN / sum(weights):.4f}" for i, w in enumerate(weights)}
    counts = Counter(id_ for one in seeds(draws, seed, "pareto") for id_ in ranking(p, one)[:TAKEN])
    off = [abs(counts[id_] / draws - float(text)) for id_, text in p.items()]
    return {
        "pareto draws": draws,
        "pareto p": f"{min(p.values())}–{max(p.values())}",
        "pareto mean |p̂−p|": round(statistics.fmean(off), 4),
        "pareto max |p̂−p|": round(max(off), 4),
    }


def officers(seed: int) -> dict[str, Any]:
    """Small draws under many seeds for recusals; one of district size for the load and the pairs."""
    rng = random.Random(f"{seed}|officers")
    people = [Officer(f"o{i}") for i in range(7)]
    breaches = again = unfilled = 0
    spreads = []
    for one in seeds(OFFICER_SEEDS, seed, "officers"):
        visits = [
            Visit(
                f"v{i}",
                f"u{i}",
                recused=frozenset(f"o{k}" for k in rng.sample(range(7), 2)),
                last_pair=frozenset(f"o{k}" for k in rng.sample(range(7), 2)),
            )
            for i in range(12)
        ]
        known = {v.id: v for v in visits}
        drawn = draw_officers(visits, people, one)
        unfilled += len(drawn.unfilled)
        for a in drawn.assignments:
            breaches += bool(known[a.visit].recused & set(a.officers))
            again += frozenset(a.officers) == known[a.visit].last_pair
        spreads.append(_spread(Counter(id_ for a in drawn.assignments for id_ in a.officers), people))
    return {
        "officer seeds": OFFICER_SEEDS,
        "recused assignments": breaches,
        "same pair again": again,
        "visits unfilled": unfilled,
        "load spread under recusals": max(spreads),
    } | district(seed)


def district(seed: int) -> dict[str, Any]:
    """300 visits, 7 officers, 400 seeds: the load of each, and how well a pair could be guessed."""
    people, visits = [Officer(f"o{i}") for i in range(7)], [Visit(f"v{i}", f"u{i}") for i in range(300)]
    pairs: dict[str, Counter[frozenset[str]]] = {v.id: Counter() for v in visits}
    spreads = []
    chosen = seeds(400, seed, "district")
    for one in chosen:
        drawn = draw_officers(visits, people, one)
        for a in drawn.assignments:
            pairs[a.visit][frozenset(a.officers)] += 1
        spreads.append(_spread(Counter(id_ for a in drawn.assignments for id_ in a.officers), people))
    likeliest = [counts.most_common(1)[0][1] / len(chosen) for counts in pairs.values()]
    return {
        "officer load spread": max(spreads),
        "likeliest pair of a visit, median": round(statistics.median(likeliest), 3),
        "likeliest pair of a visit, largest": round(max(likeliest), 3),
    }


def _spread(loads: Counter[str], people: list[Officer]) -> int:
    return max(loads[o.id] for o in people) - min(loads[o.id] for o in people)


def speed(seed: int) -> dict[str, Any]:
    """Median of five, and the floor beside each."""
    rng = random.Random(f"{seed}|speed")
    parts = (rng.randbytes(32), rng.randbytes(32), "7.1234")
    out: dict[str, Any] = {}
    for size in (300, 3_000, 30_000):
        p = {f"u{i:06d}": f"0.{rng.randrange(1, 10_000):04d}" for i in range(size)}
        asked = listing(p, size // 5)
        taken, floor = best(lambda asked=asked: draw(asked, *parts)), best(lambda p=p: bare(p))
        name = f"{size // 1000} {size % 1000:03d}" if size >= 1000 else str(size)
        out |= {
            f"seconds for {name}": round(taken, 4),
            f"floor for {name}": round(floor, 4),
            f"ratio for {name}": round(taken / floor, 1),
        }
    return out


def bare(p: dict[str, str]) -> list[int]:
    """The floor: one digest for every id, sorted as numbers."""
    start = bytes(33)
    return sorted(int.from_bytes(hashlib.sha256(start + id_.encode()).digest(), "big") for id_ in p)


def best(work: Callable[[], object]) -> float:
    """Median of five runs in processor seconds."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def missed(told: dict[str, Any]) -> list[str]:
    """The goals that were not reached."""
    return [n for n, (sign, goal) in GOALS.items() if not (told[n] > goal if sign == ">" else told[n] < goal)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("draws", nargs="?", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    figures = main(given.draws, given.seed)
    lacking = missed(figures)
    if given.json:
        print(json.dumps(figures | {"missed": lacking}, ensure_ascii=False, indent=1))
    else:
        for name, value in figures.items():
            sign, goal = GOALS.get(name, ("", ""))
            print(f"{name}: {value}" + (f" (goal {sign} {goal})" if sign else ""))
        print(f"missed: {', '.join(lacking) or 'nothing'}")
    sys.exit(1 if lacking else 0)
