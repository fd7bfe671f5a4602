"""The trail of this database checked, and exported with the verifier beside it."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from postpermit.trail import verify_trail
from postpermit.trail.files import path_of
from postpermit.trail.models import Attachment, Checkpoint, Entry, EntrySubject, Leaf
from postpermit.trail.walls import missing_walls


@dataclass(frozen=True)
class Verdict:
    """``faults`` is empty when all is well; ``unsealed`` entries wait for the next pass and are no fault."""

    entries: int
    unsealed: int
    faults: list[str]
    root: str

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def sealed_rows() -> Iterator[dict[str, Any]]:
    """Every sealed entry in its sequence, as the verifier reads it; a leaf whose entry is gone is told as such."""
    leaves = (
        Leaf.objects.order_by("seq")
        .select_related("entry")
        .prefetch_related(
            Prefetch("entry__subjects", queryset=EntrySubject.objects.only("entry_id", "subject"))
        )
    )
    for leaf in leaves.iterator(chunk_size=2000):
        columns = json.loads(leaf.entry.sealed_bytes())
        yield {**columns, "seq": leaf.seq, "sha256": leaf.sha256, "sm3": leaf.sm3}


def checkpoint_rows() -> Iterator[dict[str, Any]]:
    """Every checkpoint, smallest first."""
    for point in Checkpoint.objects.order_by("size").iterator():
        yield {
            "size": point.size,
            "at": point.at.isoformat(),
            "root_sha256": point.root_sha256,
            "root_sm3": point.root_sm3,
        }


def verify(kept: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Check every entry, every checkpoint, the walls and the files."""
    faults = verify_trail.check(sealed_rows(), checkpoint_rows(), kept)
    faults += [f"数据库保护缺失：{name}" for name in missing_walls(connection)]
    orphans = EntrySubject.objects.filter(entry__isnull=True).count()
    faults += [f"有 {orphans} 行对象没有条目"] if orphans else []
    faults += list(_file_faults())
    newest = Checkpoint.objects.order_by("-size").first()
    return Verdict(
        entries=Entry.objects.count(),
        unsealed=Entry.objects.filter(leaf__isnull=True).count(),
        faults=faults,
        root=f"{newest.size}:{newest.root_sha256}" if newest else "",
    )


def _file_faults() -> Iterator[str]:
    for row in Attachment.objects.order_by("pk").iterator():
        path = path_of(row.sha256)
        if not path.exists():
            yield f"附件“{row.name}”（{row.public_id}）的文件缺失"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            yield f"附件“{row.name}”（{row.public_id}）与其数据校验值不符"


def export(path: Path) -> int:
    """Write the whole trail as a package that a stranger can verify; returns the number of entries."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("entries.jsonl", "w", force_zip64=True) as stream:
            for row in sealed_rows():
                stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
        with archive.open("checkpoints.jsonl", "w") as stream:
            for point in checkpoint_rows():
                stream.write(json.dumps(point).encode() + b"\n")
        with archive.open("attachments.jsonl", "w") as stream:
            for held in Attachment.objects.order_by("pk"):
                row = {"name": held.name, "sha256": held.sha256, "subject": held.subject}
                stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        for digest in Attachment.objects.order_by("sha256").values_list("sha256", flat=True).distinct():
            archive.write(path_of(digest), f"attachments/{digest}")
        archive.write(Path(verify_trail.__file__), "verify_trail.py")
    return count
