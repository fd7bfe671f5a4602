"""Every kind of edit, delete, insert, swap and truncation is found; the one-file verifier finds it too."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pymerkle
import pytest
from django.db import connection, transaction

from postpermit.trail import verify_trail
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import record
from postpermit.trail.integrity import export, verify
from postpermit.trail.models import Checkpoint, Entry, EntrySubject, Leaf
from postpermit.trail.seal import seal
from postpermit.trail.walls import lower_walls

pytestmark = pytest.mark.django_db
COLUMNS = ("uid", "kind", "verb", "label", "at", "by", "by_name", "division", "clause", "why", "body")
SIZE = 11


@pytest.fixture
def log(at: datetime) -> list[int]:
    """Eleven entries, sealed in three goes."""
    for number in range(SIZE):
        record(
            "note",
            label=f"第{number}件",
            subjects=[f"test.thing:{number}", "test.whole:1"],
            by=COMMAND_LINE,
            at=at,
            clause="plan:8.1",
            why="因",
            facts={"n": number},
        )
        if number in (2, 6, SIZE - 1):
            seal(at=at)
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def found(tamper: Callable[[], object], kept: list[tuple[int, str]] | None = None) -> list[str]:
    """What the check says after the tampering, which is then taken back."""
    with transaction.atomic():
        lower_walls(connection)
        tamper()
        faults = [f for f in verify(kept or []).faults if not f.startswith("数据库保护缺失")]
        transaction.set_rollback(True)
    return faults


def test_an_honest_log_has_no_fault(log: list[int]) -> None:
    assert verify().faults == []
    assert found(lambda: None) == []


def test_missing_walls_are_a_fault_of_their_own(log: list[int]) -> None:
    with transaction.atomic():
        lower_walls(connection)
        assert any("数据库保护缺失" in f for f in verify().faults)
        transaction.set_rollback(True)


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edit_of_any_column_of_any_entry_is_found_at_that_entry(column: str, log: list[int]) -> None:
    for place, pk in enumerate(log, start=1):
        value: object = "改"
        if column == "at":
            value = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
        elif column == "uid":
            value = "00000000-0000-4000-8000-000000000000"
        elif column == "body":
            value = '{"n":99}'
        faults = found(lambda pk=pk, value=value: Entry.objects.filter(pk=pk).update(**{column: value}))
        assert faults
        assert f"第 {place} 条" in faults[0]


def test_a_deleted_entry_is_found_wherever_it_stood(log: list[int]) -> None:
    for pk in log:

        def tamper(pk: int = pk) -> None:
            EntrySubject.objects.filter(entry=pk).delete()
            Leaf.objects.filter(entry=pk).delete()
            Entry.objects.filter(pk=pk).delete()

        assert found(tamper)


def test_a_deleted_entry_with_its_successors_renumbered_is_found(log: list[int]) -> None:
    for place in range(SIZE - 1):

        def tamper(place: int = place) -> None:
            rows = list(Leaf.objects.order_by("seq").values("entry", "sha256", "sm3"))
            Leaf.objects.all().delete()
            kept = rows[:place] + rows[place + 1 :]
            Leaf.objects.bulk_create(
                [
                    Leaf(seq=n, entry_id=r["entry"], sha256=r["sha256"], sm3=r["sm3"])
                    for n, r in enumerate(kept)
                ]
            )

        assert found(tamper)


def test_an_inserted_entry_is_found_with_or_without_right_digests(log: list[int], at: datetime) -> None:
    for place in range(SIZE + 1):
        for honest in (True, False):

            def tamper(place: int = place, honest: bool = honest) -> None:
                forged = Entry.objects.create(
                    kind="x", verb="x", label="伪", at=at, by="x", by_name="x", clause="plan:8.1", body="{}"
                )
                data = forged.sealed_bytes()
                sha = hashlib.sha256(b"\x00" + data).hexdigest() if honest else "0" * 64
                rows = [(r.entry_id, r.sha256, r.sm3) for r in Leaf.objects.order_by("seq")]
                rows.insert(place, (forged.pk, sha, ""))
                Leaf.objects.all().delete()
                Leaf.objects.bulk_create(
                    [Leaf(seq=n, entry_id=e, sha256=s, sm3=m) for n, (e, s, m) in enumerate(rows)]
                )

            assert found(tamper), (place, honest)


def test_two_swapped_entries_are_found(log: list[int]) -> None:
    for first in range(SIZE):
        for second in range(first + 1, SIZE):

            def tamper(first: int = first, second: int = second) -> None:
                rows = [(r.entry_id, r.sha256, r.sm3) for r in Leaf.objects.order_by("seq")]
                rows[first], rows[second] = rows[second], rows[first]
                Leaf.objects.all().delete()
                Leaf.objects.bulk_create(
                    [Leaf(seq=n, entry_id=e, sha256=s, sm3=m) for n, (e, s, m) in enumerate(rows)]
                )

            assert found(tamper), (first, second)


def test_subjects_added_removed_or_changed_are_found(log: list[int]) -> None:
    for pk in log:
        assert found(lambda pk=pk: EntrySubject.objects.filter(entry=pk, subject="test.whole:1").delete())
        assert found(lambda pk=pk: EntrySubject.objects.create(entry_id=pk, subject="test.other:1"))
        assert found(
            lambda pk=pk: EntrySubject.objects.filter(entry=pk, subject="test.whole:1").update(
                subject="test.whole:2"
            )
        )


def test_edited_digests_and_roots_are_found(log: list[int]) -> None:
    for seq in range(SIZE):
        assert found(lambda seq=seq: Leaf.objects.filter(seq=seq).update(sha256="f" * 64))
    for size in (3, 7, SIZE):
        assert found(lambda size=size: Checkpoint.objects.filter(size=size).update(root_sha256="f" * 64))


def test_truncation_is_found_against_a_checkpoint_kept_outside(log: list[int]) -> None:
    newest = Checkpoint.objects.order_by("-size")[0]
    kept = [(newest.size, newest.root_sha256)]
    for start in range(SIZE):

        def tamper(start: int = start) -> None:
            gone = log[start:]
            Leaf.objects.filter(seq__gte=start).delete()
            EntrySubject.objects.filter(entry__in=gone).delete()
            Entry.objects.filter(pk__in=gone).delete()
            Checkpoint.objects.filter(size__gt=start).delete()

        assert found(tamper, kept)


def test_a_history_rewritten_with_fresh_seals_is_found_against_a_kept_checkpoint(
    log: list[int], at: datetime
) -> None:
    newest = Checkpoint.objects.order_by("-size")[0]
    kept = [(newest.size, newest.root_sha256)]

    def tamper() -> None:
        Leaf.objects.all().delete()
        Checkpoint.objects.all().delete()
        Entry.objects.filter(pk=log[4]).update(why="改写")
        seal(at=at)

    assert found(tamper) == []
    assert "外部留存" in found(tamper, kept)[0]


def test_the_root_is_that_of_another_implementation(log: list[int]) -> None:
    other = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in Leaf.objects.order_by("seq").select_related("entry"):
        other.append_entry(leaf.entry.sealed_bytes())
    assert Checkpoint.objects.get(size=SIZE).root_sha256 == other.get_root().hex()


def _package(tmp_path: Path) -> Path:
    target = tmp_path / "trail.zip"
    assert export(target) == SIZE
    return target


def _verify_alone(package: Path, tmp_path: Path, *words: str) -> tuple[int, str]:
    with zipfile.ZipFile(package) as archive:
        script = next(n for n in archive.namelist() if n.endswith("verify_trail.py"))
        (tmp_path / "alone.py").write_bytes(archive.read(script))
    done = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "alone.py"), str(package), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return done.returncode, done.stdout


def test_the_script_in_the_package_needs_nothing_but_python(log: list[int], tmp_path: Path) -> None:
    package = _package(tmp_path)
    assert _verify_alone(package, tmp_path)[0] == 0
    newest = Checkpoint.objects.order_by("-size")[0]
    assert _verify_alone(package, tmp_path, "--checkpoint", f"{newest.size}:{newest.root_sha256}")[0] == 0
    assert _verify_alone(package, tmp_path, "--checkpoint", f"{newest.size}:{'0' * 64}")[0] == 1


def test_the_script_names_the_first_bad_entry_of_a_package(log: list[int], tmp_path: Path) -> None:
    package = _package(tmp_path)
    with zipfile.ZipFile(package) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    rows = [json.loads(line) for line in members["entries.jsonl"].splitlines()]
    rows[5]["why"] = "改"
    rows[8]["why"] = "改"
    members["entries.jsonl"] = b"\n".join(json.dumps(r, ensure_ascii=False).encode() for r in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    package.write_bytes(out.getvalue())
    code, said = _verify_alone(package, tmp_path)
    assert (code, "第 6 条" in said) == (1, True)
    assert verify_trail.check_export(str(package))[0].startswith("第 6 条")
