"""``clauses`` and ``diagrams``: pages of docs/ that are generated, and the check that they are not stale."""

import ast
import re
from pathlib import Path
from typing import Any

from postpermit import law
from postpermit.duties.states import (
    DUTY_STEPS,
    PART_STEPS,
    RECORD_STEPS,
    DutyState,
    InstructionState,
    RecordState,
)
from postpermit.enforcement import states as enforcement
from postpermit.linkage.states import (
    ASSIGNMENT_STEPS,
    LEAD_STEPS,
    PAPER_STEPS,
    SLIP_STEPS,
    AssignmentState,
    LeadState,
    PaperState,
    SlipState,
)
from postpermit.planning import states as planning
from postpermit.supervision.states import (
    CHECK_STEPS,
    CORRECTION_STEPS,
    EVENT_STEPS,
    EVIDENCE_STEPS,
    FINDING_STEPS,
    HINT_STEPS,
    NOTICE_STEPS,
    PLAN_STEPS,
    REVIEW_STEPS,
    ROUTING_STEPS,
    CheckState,
    CorrectionState,
    EventState,
    EvidenceState,
    FindingState,
    HintState,
    NoticeState,
    PlanState,
    ReviewState,
    RoutingState,
)
from postpermit.trail.diagram import Table, refresh
from postpermit.web.door import screens

ROOT = Path(__file__).resolve().parents[3]
RULE = re.compile(r"\b([A-Z]{2}-\d+)\b")
DIAGRAMS: dict[str, dict[str, Table]] = {
    "docs/workflows/slip.md": {
        "slip": (SLIP_STEPS, SlipState),
        "assignment": (ASSIGNMENT_STEPS, AssignmentState),
        "lead": (LEAD_STEPS, LeadState),
    },
    "docs/workflows/paper.md": {"paper": (PAPER_STEPS, PaperState)},
    "docs/workflows/office.md": {"instruction": (PART_STEPS, InstructionState)},
    "docs/workflows/duties.md": {"duty": (DUTY_STEPS, DutyState), "record": (RECORD_STEPS, RecordState)},
    "docs/workflows/report-check.md": {
        "check": (CHECK_STEPS, CheckState),
        "review": (REVIEW_STEPS, ReviewState),
        "hint": (HINT_STEPS, HintState),
        "finding": (FINDING_STEPS, FindingState),
        "notice": (NOTICE_STEPS, NoticeState),
        "correction": (CORRECTION_STEPS, CorrectionState),
    },
    "docs/workflows/evidence.md": {
        "evidence": (EVIDENCE_STEPS, EvidenceState),
        "plan": (PLAN_STEPS, PlanState),
        "event": (EVENT_STEPS, EventState),
        "routing": (ROUTING_STEPS, RoutingState),
    },
    "docs/workflows/draw.md": {"draw": (planning.DRAW_STEPS, planning.DrawState)},
    "docs/workflows/year-plan.md": {
        "plan": (planning.PLAN_STEPS, planning.PlanState),
        "planned": (planning.PLANNED_STEPS, planning.PlannedState),
        "need": (planning.NEED_STEPS, planning.NeedState),
    },
    "docs/workflows/visit.md": {
        "visit": (enforcement.VISIT_STEPS, enforcement.VisitState),
        "visit-finding": (enforcement.FINDING_STEPS, enforcement.FindingState),
    },
    "docs/workflows/penalty.md": {
        "case": (enforcement.CASE_STEPS, enforcement.CaseState),
        "legal-review": (enforcement.REVIEW_STEPS, enforcement.ReviewState),
        "complaint": (enforcement.COMPLAINT_STEPS, enforcement.ComplaintState),
        "campaign-finding": (enforcement.CAMPAIGN_FINDING_STEPS, enforcement.CampaignFindingState),
    },
}


def clauses_text() -> str:
    """docs/clauses.md as it should be."""
    import postpermit.duties.rules  # noqa: PLC0415, F401 -- rules register themselves when imported
    import postpermit.enforcement.rules.applicability  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.bases  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.case_dates  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.case_decision  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.case_files  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.checklist  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.classification  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.complaints  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.fines  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.obstacles  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.record_elements  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.registered  # noqa: PLC0415, F401 -- see above
    import postpermit.enforcement.rules.visits  # noqa: PLC0415, F401 -- see above
    import postpermit.linkage.rules  # noqa: PLC0415, F401 -- see above
    import postpermit.planning.draw  # noqa: PLC0415, F401 -- see above
    import postpermit.planning.officers  # noqa: PLC0415, F401 -- see above
    import postpermit.planning.rules  # noqa: PLC0415, F401 -- see above
    import postpermit.planning.rules.strata  # noqa: PLC0415, F401 -- see above
    import postpermit.planning.rules.year_plan  # noqa: PLC0415, F401 -- see above
    import postpermit.register.rules  # noqa: PLC0415, F401 -- see above
    import postpermit.supervision.rules.events  # noqa: PLC0415, F401 -- see above
    import postpermit.supervision.rules.handover  # noqa: PLC0415, F401 -- see above

    # The addresses first: they import every door, and with it rules that stand nowhere above.
    shown = screens()
    return law.clause_table(law.rules(), shown, tests_of_rules(ROOT / "tests"))


def tests_of_rules(folder: Path) -> dict[str, list[str]]:
    """Rule number → tests whose docstring names it."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in sorted(set(RULE.findall(ast.get_docstring(node) or ""))):
                    found.setdefault(number, []).append(f"{path.relative_to(folder.parent)}::{node.name}")
    return found


def diagram_texts() -> dict[Path, str]:
    """Each page with diagrams as it should be."""
    out = {}
    for name, diagrams in DIAGRAMS.items():
        out[ROOT / name] = refresh((ROOT / name).read_text(encoding="utf-8"), diagrams)
    return out


def clauses(arguments: Any) -> int:
    """Write docs/clauses.md, or say whether it is stale."""
    return _settle({ROOT / "docs/clauses.md": clauses_text()}, arguments.check)


def diagrams(arguments: Any) -> int:
    """Write the diagrams into their pages, or say whether they are stale."""
    return _settle(diagram_texts(), arguments.check)


def _settle(wanted: dict[Path, str], check: bool) -> int:
    stale = [p for p, text in wanted.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} 已过期，请重新生成。")
        else:
            path.write_text(wanted[path], encoding="utf-8")
            print(f"已写入 {path.relative_to(ROOT)}")
    return 1 if check and stale else 0
