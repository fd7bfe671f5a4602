#!/usr/bin/env python3
"""校验留痕导出包：只需 Python，不需联网，不需本系统。

用法：python3 verify_trail.py 导出包.zip [--checkpoint 条数:根]
逐条重算数据校验值与封存根，第一条对不上的会被指出。The system's own ``verify-trail`` runs these same functions.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

COLUMNS = (
    "v",
    "uid",
    "kind",
    "verb",
    "label",
    "at",
    "by",
    "by_name",
    "division",
    "clause",
    "why",
    "body",
    "subjects",
)
Row = dict[str, Any]


def entry_bytes(row: Row) -> bytes:
    """What was hashed: canonical JSON of the columns."""
    columns = {name: row[name] for name in COLUMNS}
    return json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(name: str, data: bytes) -> bytes:
    """Digest by algorithm name."""
    return hashlib.new(name, data).digest()


class Tree:
    """A growing RFC 6962 tree that keeps only its frontier."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.nodes: list[tuple[int, bytes]] = []

    def add(self, data: bytes) -> str:
        """Add a leaf; returns its hash in hex."""
        leaf = digest(self.algorithm, b"\x00" + data)
        self.nodes.append((1, leaf))
        while len(self.nodes) > 1 and self.nodes[-1][0] == self.nodes[-2][0]:
            size, right = self.nodes.pop()
            _, left = self.nodes.pop()
            self.nodes.append((size * 2, digest(self.algorithm, b"\x01" + left + right)))
        return leaf.hex()

    def root(self) -> str:
        """The tree head in hex."""
        if not self.nodes:
            return digest(self.algorithm, b"").hex()
        node = self.nodes[-1][1]
        for _, left in reversed(self.nodes[:-1]):
            node = digest(self.algorithm, b"\x01" + left + node)
        return node.hex()


def algorithms() -> list[str]:
    """SHA-256 always; SM3 where this machine's OpenSSL has it."""
    return ["sha256"] + (["sm3"] if "sm3" in hashlib.algorithms_available else [])


def check(
    entries: Iterable[Row], checkpoints: Iterable[Row], kept: Iterable[tuple[int, str]] = ()
) -> list[str]:
    """Faults in the order of the log; an empty list is a good log. ``kept``: (size, SHA-256 root) written down outside."""
    trees = {name: Tree(name) for name in algorithms()}
    marks: dict[int, list[tuple[str, str, str]]] = {}
    last_mark = 0
    for point in checkpoints:
        last_mark = max(last_mark, point["size"])
        for name in trees:
            if root := point.get(f"root_{name}"):
                marks.setdefault(point["size"], []).append((name, root, "封存根"))
    for size, root in kept:
        marks.setdefault(size, []).append(("sha256", root, "外部留存的封存根"))
    size = 0
    for row in entries:
        fault = _entry_fault(row, size, trees)
        if fault:
            return [fault]
        size += 1
        for name, root, what in marks.pop(size, []):
            if trees[name].root() != root:
                return [f"第 {size} 条处{what}（{name}）对不上：此前有条目被改动、增删或调换"]
    out = [f"封存记录写明应有 {m} 条，现只有 {size} 条：末尾被截去" for m in sorted(marks) if m > size]
    if size > last_mark:
        out.append(f"第 {last_mark + 1} 条起有序号而没有封存记录")
    return out[:1]


def _entry_fault(row: Row, size: int, trees: dict[str, Tree]) -> str:
    if row["seq"] != size:
        return f"第 {size + 1} 条缺失或重复（序号应为 {size}，读到 {row['seq']}）"
    data = entry_bytes(row)
    for name, tree in trees.items():
        if tree.add(data) != row[name] and row[name]:
            return f"第 {size + 1} 条（{row['label']}，{row['at']}，{row['by_name']}）与其数据校验值（{name}）不符"
    if not row["sha256"]:
        return f"第 {size + 1} 条没有数据校验值"
    return ""


def lines(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    """The rows of one member, a JSON object a line."""
    with archive.open(name) as stream:
        for line in stream:
            yield json.loads(line)


def check_export(path: str, kept: Iterable[tuple[int, str]] = ()) -> list[str]:
    """Faults of an export package: its log, and the files beside it."""
    with zipfile.ZipFile(path) as archive:
        faults = check(lines(archive, "entries.jsonl"), lines(archive, "checkpoints.jsonl"), kept)
        for row in lines(archive, "attachments.jsonl"):
            try:
                data = archive.read("attachments/" + row["sha256"])
            except KeyError:
                faults.append(f"附件“{row['name']}”缺失")
                continue
            if hashlib.sha256(data).hexdigest() != row["sha256"]:
                faults.append(f"附件“{row['name']}”与其数据校验值不符")
    return faults


def main(argv: list[str]) -> int:
    """Exit 0 good, 1 a fault was found, 2 wrong usage."""
    if not argv or len(argv) not in {1, 3} or (len(argv) == 3 and argv[1] != "--checkpoint"):
        print(__doc__)
        return 2
    kept = []
    if len(argv) == 3:
        size, _, root = argv[2].partition(":")
        kept = [(int(size), root)]
    faults = check_export(argv[0], kept)
    print("\n".join(faults) if faults else "校验通过：全部条目与封存一致")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
