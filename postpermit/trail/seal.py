"""Sealing: number every unsealed entry, extend the tree, leave a checkpoint. One short transaction, after the commit."""

import json
import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Max, Prefetch, QuerySet

from postpermit.trail import tree
from postpermit.trail.models import Checkpoint, Entry, EntrySubject, Leaf, SealTurn

Frontier = list[tuple[int, bytes]]
log = logging.getLogger(__name__)
# How many entries others may write while one transaction is still under way, before its own is left to the pass.
NEAR = 2000


def seal_after_commit(at: datetime) -> None:
    """Seal when the act's own transaction is safely on the disk; a failure here is mended by the next pass."""
    waiting = transaction.get_connection().run_on_commit
    if any(isinstance(row[1], _Sealing) for row in waiting):
        return  # one sealing for all entries of a transaction
    transaction.on_commit(_Sealing(at))


class _Sealing:
    """What waits for the commit; a class, so that a second entry of the same act finds it waiting."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> None:
        try:
            seal(at=self.at, near=True)
        except DatabaseError:
            log.warning("sealing was postponed to the next pass", exc_info=True)


def seal(*, at: datetime, most: int = 5000, near: bool = False) -> int:
    """Seal what is unsealed, oldest first; returns how many. Late commits are simply found by the next call.

    ``near`` looks only among the newest entries, so that sealing an act costs the same in the tenth year as on the
    first day; the pass looks everywhere, so that nothing is skipped for ever.
    """
    with transaction.atomic():
        SealTurn.objects.get_or_create(pk=1)
        SealTurn.objects.select_for_update().get(pk=1)
        entries = list(
            _unsealed(near)
            .order_by("pk")
            .prefetch_related(
                Prefetch("subjects", queryset=EntrySubject.objects.only("entry_id", "subject"))
            )[:most]
        )
        if not entries:
            return 0
        size, sha, sm = _last()
        leaves = []
        for entry in entries:
            data = entry.sealed_bytes()
            first = tree.leaf_hash(data, tree.sha256)
            tree.extend(sha, first, tree.sha256)
            second = b""
            if tree.has_sm3():
                second = tree.leaf_hash(data, tree.sm3)
                tree.extend(sm, second, tree.sm3)
            leaves.append(Leaf(seq=size, entry=entry, sha256=first.hex(), sm3=second.hex()))
            size += 1
        Leaf.objects.bulk_create(leaves, batch_size=1000)
        Checkpoint.objects.create(
            size=size,
            at=at,
            root_sha256=tree.root(sha, tree.sha256).hex(),
            root_sm3=tree.root(sm, tree.sm3).hex() if tree.has_sm3() else "",
            frontier=json.dumps({"sha256": _dump(sha), "sm3": _dump(sm)}),
        )
        return len(leaves)


def _unsealed(near: bool) -> "QuerySet[Entry]":
    rows = Entry.objects.filter(leaf__isnull=True)
    newest = Leaf.objects.aggregate(newest=Max("entry"))["newest"] if near else None
    return rows.filter(pk__gt=newest - NEAR) if newest else rows


def _last() -> tuple[int, Frontier, Frontier]:
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return 0, [], []
    kept = json.loads(newest.frontier)
    return newest.size, _read(kept["sha256"]), _read(kept["sm3"])


def _dump(frontier: Frontier) -> list[list[int | str]]:
    return [[size, node.hex()] for size, node in frontier]


def _read(rows: list[list[str]]) -> Frontier:
    return [(int(size), bytes.fromhex(node)) for size, node in rows]
