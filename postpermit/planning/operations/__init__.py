"""The acts of planning, one a file."""

from postpermit.planning.operations.caps import UnableToExcept, approve_exception
from postpermit.planning.operations.draws import (
    UnableToCarryOut,
    UnableToCommit,
    UnableToReveal,
    abort_draw,
    carry_out_draw,
    commit_draw,
    publish_draw,
    reveal_draw,
)
from postpermit.planning.operations.freezing import UnableToFreeze, freeze_draw
from postpermit.planning.operations.importing import UnableToImportDraw, import_draw
from postpermit.planning.operations.replacing import UnableToReplace, replace_unit

__all__ = [
    "UnableToCarryOut",
    "UnableToCommit",
    "UnableToExcept",
    "UnableToFreeze",
    "UnableToImportDraw",
    "UnableToReplace",
    "UnableToReveal",
    "abort_draw",
    "approve_exception",
    "carry_out_draw",
    "commit_draw",
    "freeze_draw",
    "import_draw",
    "publish_draw",
    "replace_unit",
    "reveal_draw",
]
