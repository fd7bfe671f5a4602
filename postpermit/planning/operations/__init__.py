"""The acts of planning, one a file."""

from postpermit.planning.operations.caps import UnableToExcept, approve_exception
from postpermit.planning.operations.computing import UnableToCompute, claim_job, compute_plan, tell_job
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
from postpermit.planning.operations.fulfilling import Followed, follow_records
from postpermit.planning.operations.importing import UnableToImportDraw, import_draw
from postpermit.planning.operations.moving import (
    UnableToMove,
    drop_visit,
    move_visit,
)
from postpermit.planning.operations.needs import (
    UnableToDecideNeed,
    UnableToSubmitNeed,
    decline_need,
    submit_need,
    submit_no_need,
    take_need,
)
from postpermit.planning.operations.officers_draw import UnableToSupplement, supplement_officers
from postpermit.planning.operations.people import (
    UnableToRecuse,
    UnableToSetBeat,
    lift_recusal,
    recuse_from_unit,
    set_beats,
)
from postpermit.planning.operations.plan_importing import UnableToImportPlan, import_plan
from postpermit.planning.operations.plans import (
    UnableToGoOn,
    UnableToMakePlan,
    approve_plan,
    include_plan,
    make_plan,
    publish_plan,
    send_back_plan,
    set_staff,
    submit_plan,
)
from postpermit.planning.operations.public_value import UnableToTellValue, tell_value
from postpermit.planning.operations.replacing import UnableToReplace, replace_unit
from postpermit.planning.operations.replanning import (
    Change,
    Foreseen,
    UnableToReplan,
    foresee_replan,
    replan,
)

__all__ = [
    "Change",
    "Followed",
    "Foreseen",
    "UnableToCarryOut",
    "UnableToCommit",
    "UnableToCompute",
    "UnableToDecideNeed",
    "UnableToExcept",
    "UnableToFreeze",
    "UnableToGoOn",
    "UnableToImportDraw",
    "UnableToImportPlan",
    "UnableToMakePlan",
    "UnableToMove",
    "UnableToRecuse",
    "UnableToReplace",
    "UnableToReplan",
    "UnableToReveal",
    "UnableToSetBeat",
    "UnableToSubmitNeed",
    "UnableToSupplement",
    "UnableToTellValue",
    "abort_draw",
    "approve_exception",
    "approve_plan",
    "carry_out_draw",
    "claim_job",
    "commit_draw",
    "compute_plan",
    "decline_need",
    "drop_visit",
    "follow_records",
    "foresee_replan",
    "freeze_draw",
    "import_draw",
    "import_plan",
    "include_plan",
    "lift_recusal",
    "make_plan",
    "move_visit",
    "publish_draw",
    "publish_plan",
    "recuse_from_unit",
    "replace_unit",
    "replan",
    "reveal_draw",
    "send_back_plan",
    "set_beats",
    "set_staff",
    "submit_need",
    "submit_no_need",
    "submit_plan",
    "supplement_officers",
    "take_need",
    "tell_job",
    "tell_value",
]
