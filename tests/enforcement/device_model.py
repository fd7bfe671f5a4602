"""Two telephones and a bad network: the protocol of ``static/field`` played step by step, so that it can be shaken."""

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from postpermit.enforcement.rules.versions import (
    Arrival,
    Outcome,
    Version,
    arrival,
    losers,
    may_delete,
    placed,
)
from postpermit.trail.errors import Refused

RESULTS = ("MEETS", "FAILS", "NOT_APPLICABLE")


class Dropped(Exception):
    """The network, the log-in or the power went away."""


@dataclass
class Stored:
    """An act as it lies on a device."""

    uid: str
    raw: bytes
    digest: str
    data: bytes | None
    question: str


@dataclass
class BareServer:
    """The server without a database: nothing but the rules."""

    kept: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    versions: dict[str, dict[str, Version]] = field(default_factory=dict)
    effects: list[str] = field(default_factory=list)
    overruled: set[str] = field(default_factory=set)

    def take(self, raw: bytes, data: bytes | None) -> dict[str, Any]:
        """One act in, one receipt out."""
        act, digest = json.loads(raw), hashlib.sha256(raw).hexdigest()
        earlier = self.kept.get(act["uid"])
        came = arrival(earlier[0] if earlier else None, digest)
        if came is Arrival.OTHER:
            raise Refused("其他内容")
        if earlier:
            return {**earlier[1], "duplicate": True}
        outcome = self._effect(act)
        held = hashlib.sha256(data).hexdigest() if data is not None else ""
        receipt = {"uid": act["uid"], "digest": digest, "data_digest": held, "outcome": outcome,
                   "current": self.current(act["payload"]["question"]), "duplicate": False}  # fmt: skip
        self.kept[act["uid"]] = (digest, receipt)
        return receipt

    def _effect(self, act: dict[str, Any]) -> Outcome:
        asked = act["payload"]["question"]
        known = self.versions.setdefault(asked, {})
        if act["kind"] == "settle":
            if act["payload"]["uid"] not in known:
                raise Refused("还没有到达")
            lost = losers(known.values(), act["payload"]["uid"], act["payload"]["over"])
            if lost is None:
                return Outcome.SET_ASIDE
            for uid in lost:
                known[uid] = Version(uid, known[uid].based_on, False)
            self.overruled |= set(lost)
        elif act["kind"] == "answer":
            place = placed(known.values(), act["uid"], act["based_on"])
            if place.superseded:
                known[place.superseded] = Version(place.superseded, known[place.superseded].based_on, False)
            known[act["uid"]] = Version(act["uid"], act["based_on"], place.current)
        self.effects.append(act["uid"])
        return Outcome.TAKEN

    def current(self, question: str) -> list[str]:
        """Versions that count."""
        return [v.uid for v in self.versions.get(question, {}).values() if v.current]


Take = Callable[[bytes, bytes | None], dict[str, Any]]
Look = Callable[[str], list[str]]


@dataclass
class Phone:
    """A device: what is stored survives a crash, what is in memory does not."""

    name: str
    visit: str
    new_uid: Callable[[], str]
    stored: dict[str, Stored] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    ever: list[Stored] = field(default_factory=list)

    def write(self, dice: random.Random, question: str) -> None:
        """An answer, a photo or a choice between two versions: stored before anything is sent."""
        counted = self._counted(question)
        body: dict[str, Any] = {"question": question}
        kind, base, data = "answer", counted[0] if len(counted) == 1 else "", None
        if len(counted) > 1 and dice.random() < 0.6:
            kind, base = "settle", ""
            body |= {"uid": counted[0], "over": counted[1:]}
        elif dice.random() < 0.2:
            kind, base, data = "picture", "", b"\xff\xd8\xff" + dice.randbytes(8)
            body |= {"kind": "EVIDENCE", "name": "1.jpg", "sha256": hashlib.sha256(data).hexdigest()}
        else:
            base = base or (counted[0] if counted else "")
            body |= {"result": dice.choice(RESULTS), "note": f"{dice.random():.6f}"}
        uid = self.new_uid()
        act = {"uid": uid, "device": self.name, "visit": self.visit, "kind": kind, "payload": body,
               "based_on": base, "told_at": f"20{dice.randint(10, 40)}-01-01T00:00:00+08:00"}  # fmt: skip
        raw = json.dumps(act, ensure_ascii=False).encode()
        kept = Stored(uid, raw, hashlib.sha256(raw).hexdigest(), data, question)
        self.stored[uid] = kept
        self.ever.append(kept)

    def _counted(self, question: str) -> list[str]:
        """The version on the screen: the last of one's own that waits, else what the server last said."""
        own = [s for s in self.stored.values() if s.question == question and b'"answer"' in s.raw]
        return [own[-1].uid] if own else self.seen.get(question, [])

    def hear(self, receipt: dict[str, Any]) -> bool:
        """A receipt: the act goes only if the server holds these very bytes. Whether it went."""
        held = self.stored.get(receipt["uid"])
        if held is None:
            return False
        data = hashlib.sha256(held.data).hexdigest() if held.data is not None else ""
        if not may_delete(held.digest, data, receipt):
            return False
        del self.stored[held.uid]
        if "current" in receipt:
            self.seen[held.question] = list(receipt["current"])
        return True


def shake(
    dice: random.Random, phones: list[Phone], take: Take, look: Look, questions: list[str], steps: int
) -> None:
    """Write, send, lose, repeat, delay, crash, in any order; then the network comes back for good."""
    under_way: list[tuple[Phone, Stored]] = []
    answers: list[tuple[Phone, dict[str, Any]]] = []
    for _ in range(steps):
        phone, turn = dice.choice(phones), dice.random()
        if turn < 0.3:
            phone.write(dice, dice.choice(questions))
        elif turn < 0.55 and phone.stored:
            under_way.append((phone, dice.choice(list(phone.stored.values()))))
        elif turn < 0.75 and under_way:
            _deliver(dice, under_way, answers, take)
        elif turn < 0.9 and answers:
            owner, receipt = answers.pop(dice.randrange(len(answers)))
            spoiled = {**receipt, "digest": "0" * 64} if dice.random() < 0.15 else receipt
            owner.hear(spoiled)
        elif turn < 0.95:
            asked = dice.choice(questions)
            phone.seen[asked] = look(asked)
        elif turn < 0.98:
            # The browser is killed: what it was sending and waiting for is gone, what was stored is not.
            under_way = [u for u in under_way if u[0] is not phone]
            answers = [a for a in answers if a[0] is not phone]
    _drain(dice, phones, take)


def _deliver(
    dice: random.Random,
    under_way: list[tuple[Phone, Stored]],
    answers: list[tuple[Phone, dict[str, Any]]],
    take: Take,
) -> None:
    at = dice.randrange(len(under_way))
    owner, sent = under_way[at] if dice.random() < 0.3 else under_way.pop(at)
    if dice.random() < 0.2:
        return
    try:
        receipt = take(sent.raw, sent.data)
    except Refused:
        return
    if dice.random() < 0.8:
        answers.append((owner, receipt))


def _drain(dice: random.Random, phones: list[Phone], take: Take) -> None:
    for _ in range(60):
        for phone in phones:
            for held in list(phone.stored.values()):
                try:
                    phone.hear(take(held.raw, held.data))
                except Refused:
                    continue
        if not any(phone.stored for phone in phones):
            return
    raise AssertionError("something never arrives")
