"""A case under review, a complaint, a campaign finding and an activity beside the world, and who may come in where."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import (
    CampaignFinding,
    CaseFile,
    LawPublicity,
    LegalReview,
    PenaltyCase,
    VisitComplaint,
)
from postpermit.register.models import Facility
from tests.bureau import Bureau

STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
APPROVAL = {"approval-head", "approval-1"}
SEEING = STAFF | {"group-leader"}
CASES = APPROVAL | {"enforcement-1", "legal-1", "group-leader"}

# name → (who may come in, methods): by hand from plan 3.4, 3.5 and 8.2. The case is enforcement-1's and under review;
# the complaint was routed to 污防科, the campaign finding is 生态科's.
TABLE: dict[str, tuple[set[str], str]] = {
    "cases": (CASES, "GET"), "new-case": ({"enforcement-1"}, "GET POST"), "case": (CASES, "GET"),
    "case-act": (CASES, "POST"), "case-file": ({"enforcement-1"}, "POST"), "case-file-drop": ({"enforcement-1"}, "POST"),
    "case-print": (CASES, "GET"), "case-review-act": (CASES, "POST"),
    "complaints": (SEEING, "GET"), "new-complaint": ({"enforcement-1"}, "GET POST"), "complaint": (SEEING, "GET"),
    "complaint-act": (SEEING, "POST"),
    "campaign-findings": (SEEING, "GET"), "new-campaign-finding": (APPROVAL | {"enforcement-1"}, "GET POST"),
    "campaign-finding": (SEEING, "GET"), "campaign-finding-act": (SEEING, "POST"),
    "publicity": (SEEING, "GET"), "publicity-enter": ({"legal-1"}, "POST"), "publicity-drop": ({"legal-1"}, "POST"),
    "credit": (SEEING, "GET"),
}  # fmt: skip
# The step behind the door is granted to fewer, and a thing that is not there is 404 to all.
STEPS = {"case-act", "case-review-act", "complaint-act", "campaign-finding-act"}
VERBS = {
    "case-act": "note-date",
    "case-review-act": "pass",
    "complaint-act": "handle",
    "campaign-finding-act": "rectify",
}

# What a printed sheet of a case is asked as.
KINDS = {"case-print": "clocks-pdf"}


@dataclass
class Cased:
    """One of every thing of cases and registers."""

    case: PenaltyCase
    review: LegalReview
    document: CaseFile
    complaint: VisitComplaint
    finding: CampaignFinding
    activity: LawPublicity

    def thing(self, name: str) -> Any:
        """What an address of that name is about."""
        if name == "case-review-act":
            return self.review
        if name == "case-file-drop":
            return self.document
        begins = {
            "case": self.case,
            "complaint": self.complaint,
            "campaign": self.finding,
            "publicity": self.activity,
        }
        return next((thing for word, thing in begins.items() if name.startswith(word)), None)


def with_cases(bureau: Bureau, unit: Facility, at: datetime) -> Cased:
    """A case that 法制科 has in hand, and one row of every register."""
    on, clerk = at.date(), bureau("enforcement-1")
    case = do.open_case(
        facility=unit, title="演示案由", conduct="outlets", act_from=on, found_on=on, by=clerk, at=at
    )
    team = [bureau.officers[a] for a in ("enforcement-1", "enforcement-2")]
    do.file_case(case=case, investigators=team, on=on, by=bureau("enforcement-head"), at=at)
    do.choose_basis(
        case=case, clause="regulation:36.i1", why="行为时有效", proposed_fine=Decimal(30000), by=clerk, at=at
    )
    document = do.file_document(case=case, code="filing", on=on, by=clerk, at=at)
    do.conclude_investigation(case=case, on=on, gaps_why="演示", by=clerk, at=at)
    review = do.ask_review(case=case, gaps_why="演示", by=clerk, at=at)
    complaint = do.register_complaint(
        source="HOTLINE", received_on=on, facility=unit, what="夜间有异味", by=clerk, at=at
    )
    do.route_complaint(complaint=complaint, division="POLLUTION", by=clerk, at=at)
    finding = do.enter_campaign_finding(
        level="CITY", campaign="演示督察", found_on=on, facility=unit, what="台账不全", division="ECOLOGY", due_on=on,
        by=bureau("approval-1"), at=at,
    )  # fmt: skip
    activity = do.enter_publicity(
        on=on, topic="排污许可制度", form="培训会", audience="持证单位", by=bureau("legal-1"), at=at
    )
    return Cased(case, review, document, complaint, finding, activity)
