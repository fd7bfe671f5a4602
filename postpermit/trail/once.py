"""Idempotency: the key of an intent is stored in the same transaction as its effect."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from postpermit.trail.actors import Actor
from postpermit.trail.canonical import canonical
from postpermit.trail.errors import Refused
from postpermit.trail.models import PerformedAct


class KeyReused(Refused):
    """The same key came with other content, or from another person."""


@dataclass(frozen=True)
class Outcome:
    """What the act answered, and whether that answer was given before."""

    answer: str
    repeated: bool


def fingerprint_of(content: Mapping[str, Any]) -> str:
    """A digest of what was asked, so that one key cannot carry two wishes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def once(key: str, *, by: Actor, at: datetime, fingerprint: str, act: Callable[[], str]) -> Outcome:
    """Do ``act`` exactly once for this key. A refusal stores nothing, so it may be tried again."""
    if answer := _answered(key, by, fingerprint):
        return answer
    try:
        with transaction.atomic():
            said = act()
            PerformedAct.objects.create(key=key, by=by.ref, fingerprint=fingerprint, answer=said, at=at)
            return Outcome(said, repeated=False)
    except (IntegrityError, Refused):
        # A twin request may have finished in between: then its answer is ours too.
        if answer := _answered(key, by, fingerprint):
            return answer
        raise


def _answered(key: str, by: Actor, fingerprint: str) -> Outcome | None:
    done = PerformedAct.objects.filter(pk=key).first()
    if done is None:
        return None
    if done.by != by.ref or done.fingerprint != fingerprint:
        raise KeyReused("这次提交的内容与先前同一表单的提交不同，请刷新页面后重新填写。")
    return Outcome(done.answer, repeated=True)
