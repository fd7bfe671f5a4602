"""``verify-trail`` and ``export-trail``."""

import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.integrity import export as write_package
from postpermit.trail.integrity import verify


class UnableToRead(Refused):
    """A checkpoint given on the command line is not of the form size:root."""


def run(arguments: Any) -> int:
    """Exit 1 when anything was found; the first bad entry is named."""
    verdict = verify([_checkpoint(text) for text in arguments.checkpoint])
    if arguments.json:
        facts = {
            "ok": verdict.ok,
            "entries": verdict.entries,
            "unsealed": verdict.unsealed,
            "checkpoint": verdict.root,
            "faults": verdict.faults,
        }
        print(json.dumps(facts, ensure_ascii=False))
    elif verdict.ok:
        print(f"校验通过：{verdict.entries} 条记录，{verdict.unsealed} 条待封存")
        print(f"最新封存 {verdict.root or '尚无'}")
    else:
        print("\n".join(verdict.faults))
    return 0 if verdict.ok else 1


def _checkpoint(text: str) -> tuple[int, str]:
    size, _, root = text.partition(":")
    if not size.isdigit() or len(root) != 64:
        raise UnableToRead("封存根应写成 条数:64 位根，例如 120:ab12…")
    return int(size), root


def export(arguments: Any) -> int:
    """Write the package with the verifier beside it."""
    target = Path(arguments.file)
    count = write_package(target)
    record(
        "export-trail",
        label="导出留痕",
        subjects=["cli:export"],
        by=COMMAND_LINE,
        at=timezone.now(),
        clause="plan:8.1",
        facts={"entries": count},
    )
    print(f"已写出 {target}，{count} 条；包内附 verify_trail.py，只需 Python 即可核对")
    return 0
