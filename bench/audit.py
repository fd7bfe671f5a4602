"""The audit of execution reports on invented ones: what it finds, what it says of clean ones, how fast it is.

    python3 -m bench.audit [reports] [--seed N] [--json]

Every report is written as Word, as workbook and as JSON and read back; then errors are put into it, one at a time. The
speed of the audit stands beside a floor of the same run: one pass over the same cells that turns each into a number.
"""

import argparse
import gc
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from bench.audit_readings import readings
from bench.audit_scenes import Scene, invent
from postpermit.supervision.invented.errors import errors, inject
from postpermit.supervision.rules import Case, Verdict, audit, audit_rules

# What was promised of the audit.
GOALS = {"arithmetic and identity": 0.99, "magnitude": 0.95, "hits per clean report": 0.2, "reports/s": 200}
# Reports into which one kind of error is put.
MOST = 40
SURE = ("arithmetic", "identity")


def main(reports: int, seed: int) -> dict[str, Any]:
    """Everything as plain values."""
    scenes = invent(reports, seed)
    verdicts = [audit(s.case()) for s in scenes]
    return {
        "reports": Counter(s.written.kind for s in scenes),
        "rules": len(audit_rules()),
        "clean": clean(verdicts),
        "found": found(scenes, verdicts, seed),
        "speed": speed(scenes),
        "readings": readings(scenes, seed),
    }


def clean(verdicts: Sequence[list[Verdict]]) -> dict[str, Any]:
    """Hits and gaps of reports without an error, by rule."""
    hits = Counter(v.rule for of_one in verdicts for v in of_one for _ in v.hits)
    gaps = Counter(v.rule for of_one in verdicts for v in of_one for _ in v.gaps)
    return {
        "hits per report": round(hits.total() / len(verdicts), 3),
        "hits": dict(hits.most_common()),
        "gaps per report": round(gaps.total() / len(verdicts), 3),
        "gaps": dict(gaps.most_common()),
    }


def found(scenes: Sequence[Scene], verdicts: Sequence[list[Verdict]], seed: int) -> dict[str, Any]:
    """Error → put in, caught by a rule that should, caught by any; by group and by rule too."""
    told: dict[str, list[Any]] = {}
    by_rule: dict[str, list[int]] = {}
    before = [_said(of_one) for of_one in verdicts]
    for error in errors():
        put = caught = any_rule = 0
        for scene, known in zip(scenes, before, strict=True):
            if put == MOST:
                break
            rng = random.Random(f"{seed}|{scene.number}|{error.name}")
            spoiled = inject(rng, scene.written, scene.facts, error.name)
            if spoiled is None:
                continue
            fresh = _said(audit(scene.case(spoiled))) - known
            named = {rule for rule, *_ in fresh}
            wanted = {f"SV-{n}" for n in error.rules}
            put, caught, any_rule = put + 1, caught + bool(wanted & named), any_rule + bool(named)
            for rule in wanted:
                counts = by_rule.setdefault(rule, [0, 0])
                counts[0], counts[1] = counts[0] + 1, counts[1] + (rule in named)
        told[error.name] = [error.group, list(error.rules), put, caught, any_rule]
    return {
        "errors": told,
        "rules": dict(sorted(by_rule.items(), key=lambda r: int(r[0][3:]))),
        "shares": _shares(told),
    }


def _said(verdicts: Sequence[Verdict]) -> set[tuple[str, str, str]]:
    return {(v.rule, h.key, h.found) for v in verdicts for h in v.hits}


def _shares(told: dict[str, list[Any]]) -> dict[str, list[float]]:
    """Group → [put in, caught, share]; the two groups of the promise together first."""
    groups: dict[str, list[float]] = {"arithmetic and identity": [0, 0]}
    for group, _, put, caught, _ in told.values():
        for name in (group, *(["arithmetic and identity"] if group in SURE else [])):
            held = groups.setdefault(name, [0, 0])
            held[0], held[1] = held[0] + put, held[1] + caught
    return {
        name: [put, caught, round(caught / put, 4) if put else 0] for name, (put, caught) in groups.items()
    }


def speed(scenes: Sequence[Scene]) -> dict[str, float]:
    """Reports per second and core, and the floor: the numbers of the same cells, once each."""
    taken = best(lambda: [s.case() for s in scenes], lambda cases: [audit(c) for c in cases])
    floor = best(lambda: [s.case() for s in scenes], lambda cases: [numbers(c) for c in cases])
    cells = sum(numbers(s.case()) for s in scenes)
    return {
        "reports/s": round(len(scenes) / taken),
        "ms a report": round(1000 * taken / len(scenes), 2),
        "cells a report": round(cells / len(scenes)),
        "floor reports/s": round(len(scenes) / floor),
        "ratio": round(taken / floor, 1),
    }


def numbers(case: Case) -> int:
    """The floor: every cell of the report turned into a number, if it is one."""
    count = 0
    for rows in case.read.tables.values():
        for row in rows:
            for cell in row.cells.values():
                count += 1
                _ = cell.number
    return count


def best(prepare: Callable[[], Any], work: Callable[[Any], object]) -> float:
    """Median of five runs in processor seconds, each on cases that nothing has looked at."""
    taken = []
    for _ in range(5):
        ready = prepare()
        # The pile of cases waiting for the bench is no part of the work: the collector need not walk over it.
        gc.collect()
        gc.freeze()
        start = time.process_time()
        work(ready)
        taken.append(time.process_time() - start)
        gc.unfreeze()
    return statistics.median(taken)


def show(told: dict[str, Any]) -> None:
    """The figures as lines."""
    print(f"{sum(told['reports'].values())} clean reports {dict(told['reports'])}, {told['rules']} rules")
    print(
        f"clean: {told['clean']['hits per report']} hits per report (at most {GOALS['hits per clean report']}) {told['clean']['hits']}"
    )
    print(f"clean: {told['clean']['gaps per report']} gaps per report {told['clean']['gaps']}")
    for name, (put, caught, share) in told["found"]["shares"].items():
        goal = f" (at least {GOALS[name]:.0%})" if name in GOALS else ""
        print(f"found: {name}: {caught} of {put}, {share:.2%}{goal}")
    for name, (group, rules, put, caught, any_rule) in told["found"]["errors"].items():
        if caught < put:
            print(f"missed: {group}: {name} {rules}: {put - caught} of {put}; {put - any_rule} by every rule")
    print(
        "per rule: "
        + ", ".join(f"{rule} {caught}/{put}" for rule, (put, caught) in told["found"]["rules"].items())
    )
    pace = told["speed"]
    print(
        f"speed: {pace['reports/s']} reports/s per core (at least {GOALS['reports/s']}), {pace['ms a report']} ms, {pace['cells a report']} cells each; "
        f"numbers of the cells alone {pace['floor reports/s']}/s; ratio {pace['ratio']}"
    )
    for form, read in told["readings"].items():
        print(f"reading {form}: " + ", ".join(f"{k} {v}" for k, v in read.items()))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("reports", nargs="?", type=int, default=120)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    figures = main(given.reports, given.seed)
    if given.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        show(figures)
