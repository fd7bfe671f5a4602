"""A visit with its finding, its signed paper and a loaded list beside the world, and the oracle of who may come in where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LoadedChecklist, SignedPaper, Visit, VisitFinding
from postpermit.enforcement.operations.lists import load_checklist
from postpermit.register.models import Facility
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk

STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
SEEING = STAFF | {"group-leader"}
INSPECTORS = {"enforcement-1"}
# Only the heads of 执法大队, who are not among the roles tried here.
HEADS: set[str] = set()

# name → (who may come in, methods): by hand from plan 3.5 and 6. The visit has ended; enforcement-1 was sent on it.
TABLE: dict[str, tuple[set[str], str]] = {
    "visits": (SEEING, "GET"), "new-visit": (INSPECTORS, "GET POST"), "visit-exception": (HEADS, "POST"),
    "visit": (SEEING, "GET"), "visit-act": (SEEING, "POST"), "visit-brief": (SEEING, "GET"),
    "visit-answers": (INSPECTORS, "POST"), "visit-version": (INSPECTORS, "POST"), "visit-code": (INSPECTORS, "POST"),
    "visit-record": (INSPECTORS, "POST"), "visit-participant": (INSPECTORS, "POST"), "visit-take-back": (INSPECTORS, "POST"),
    "visit-reopen-record": (INSPECTORS, "POST"), "visit-list": (INSPECTORS, "POST"),
    "visit-find": (INSPECTORS, "POST"), "visit-slip": (INSPECTORS, "POST"), "visit-pictures": (INSPECTORS, "POST"),
    "visit-attach": (INSPECTORS, "POST"), "visit-print": (SEEING, "GET"), "visit-sign-paper": (INSPECTORS, "POST"),
    "visit-number-paper": (INSPECTORS, "POST"), "visit-grounds": (INSPECTORS, "POST"), "visit-caption": (INSPECTORS, "POST"),
    "signed-paper": (SEEING, "GET"), "visit-findings": (SEEING, "GET"), "visit-finding-act": (SEEING, "POST"),
    "visit-disclosure": (INSPECTORS, "GET"), "visit-disclose": (INSPECTORS, "POST"),
    "new-unlicensed": (INSPECTORS, "GET POST"), "checklists": (SEEING, "GET"), "checklist-load": (HEADS, "GET POST"),
    "checklist-template": (HEADS, "GET"), "loaded-checklist": (SEEING, "GET"), "classification": (SEEING, "GET"),
}  # fmt: skip
# The step behind the door is granted to fewer, and a version that is not there is 404 to all.
STEPS = {"visit-act", "visit-finding-act", "visit-version", "visit-caption"}
VERBS = {"visit-act": "close", "visit-finding-act": "correct"}
KINDS = {"visit-print": "order-docx", "visit-number-paper": "record", "signed-paper": "docx"}


@dataclass
class Inspected:
    """One of every thing of visits."""

    visit: Visit
    finding: VisitFinding
    paper: SignedPaper
    loaded: LoadedChecklist

    def thing(self, name: str) -> Any:
        """What an address of that name is about."""
        named = {
            "visit-finding-act": self.finding,
            "visit-grounds": self.finding,
            "signed-paper": self.paper,
            "loaded-checklist": self.loaded,
        }
        return named.get(name, self.visit if name.startswith("visit") else None)


def inspect(bureau: Bureau, unit: Facility, at: datetime) -> Inspected:
    """A visit that has ended, with a finding that waits, a signed paper, and a list of the city."""
    desk = VisitDesk(bureau, {1: unit}, at)
    visit = desk.ended(kind="TRIGGERED", reason="COMPLAINT")
    finding = desk.find(visit)
    original = {"original_system": "CITY-ENFORCEMENT", "original_number": "演示1号"}
    paper = do.sign_paper(visit=visit, kind="CHECKLIST", signed_on=at.date(), **original, by=desk.by(), at=at)
    row = {"分组": "管理", "检查项编号": "H1", "检查项": "制度", "问题编号": "H1.1", "问题": "是否有制度？"}
    head = desk.by("enforcement-head")
    loaded = load_checklist(name="汽修行业检查单", since=at.date(), rows=[row], by=head, at=at)
    return Inspected(visit, finding, paper, loaded)
