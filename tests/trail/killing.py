"""Run by ``test_kill.py`` in a process of its own: acts are done and acknowledged while children are killed with -9.

    python killing.py KILLS late|early SEED

``late`` acknowledges after the commit, as the door does; ``early`` inside the transaction, which must lose acts.
"""

import json
import os
import random
import signal
import sys
import time
from typing import NoReturn


def main(kills: int, early: bool, seed: int) -> None:
    """Kill so many children and print what was acknowledged and what is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django

    django.setup()
    from django.db import connections

    from postpermit.web.cli.init import prepare

    prepare()
    connections.close_all()
    chance, acknowledged = random.Random(seed), []
    for turn in range(kills):
        acknowledged += _one(turn, early, chance)
    print(json.dumps(_found(acknowledged)))


def _one(turn: int, early: bool, chance: random.Random) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(turn, early, writing)
    os.close(writing)
    heard = os.read(reading, 64)
    if chance.random() < 0.5:
        time.sleep(chance.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 4096):
        heard += more
    os.close(reading)
    os.waitpid(child, 0)
    return [line for line in heard.decode().split("\n") if len(line) == 20]


def _work(turn: int, early: bool, pipe: int) -> NoReturn:
    from django.utils import timezone

    from postpermit.register.operations import enter_unlisted_unit
    from postpermit.trail.actors import COMMAND_LINE
    from postpermit.trail.once import once

    number = 0
    while True:
        number += 1
        key, at = f"{turn:08d}{number:012d}", timezone.now()

        def act(key: str = key, at: object = at) -> str:
            enter_unlisted_unit(name=f"试验{key}（演示）", address="演示路", by=COMMAND_LINE, at=at)  # type: ignore[arg-type]
            if early:
                os.write(pipe, f"{key}\n".encode())
            return "ok"

        once(key, by=COMMAND_LINE, at=at, fingerprint="f", act=act)
        if not early:
            os.write(pipe, f"{key}\n".encode())


def _found(acknowledged: list[str]) -> dict[str, object]:
    from django.utils import timezone

    from postpermit.register.models import Facility
    from postpermit.trail.integrity import verify
    from postpermit.trail.models import Entry, PerformedAct
    from postpermit.trail.seal import seal

    seal(at=timezone.now())
    units = {
        n.removeprefix("试验").removesuffix("（演示）")
        for n in Facility.objects.values_list("name", flat=True)
    }
    acts = set(PerformedAct.objects.values_list("key", flat=True))
    entries = [
        json.loads(b)["name"]
        for b in Entry.objects.filter(verb="enter-unlisted").values_list("body", flat=True)
    ]
    told = {n.removeprefix("试验").removesuffix("（演示）") for n in entries}
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(key not in units or key not in acts or key not in told for key in acknowledged),
        "half": len(units ^ acts) + len(units ^ told) + (len(entries) - len(told)),
        "faults": verify().faults,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "early", int(sys.argv[3]))
