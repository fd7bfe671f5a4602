"""One of every thing of supervision beside the world, and the oracle of who may come in where."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from postpermit.office.models import Post
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import (
    AbnormalEvent,
    Campaign,
    DisclosureCheck,
    DivisionReview,
    EmergencyPlan,
    EventRouting,
    FeedbackNotice,
    Finding,
    Hint,
    LedgerCheck,
    ReportCheck,
)
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, quarterly

STAFF = {"approval-head", "approval-1", "ecology-1", "pollution-1", "legal-1", "enforcement-1", "station-1"}
APPROVAL = {"approval-head", "approval-1"}
CHECKERS = APPROVAL | {"ecology-1", "pollution-1"}
SEEING = STAFF | {"group-leader"}
READER = {"technical-1"}
AIR_WATER = {"ecology-1", "pollution-1"}

# name → (who may come in, methods): by hand from plan 3, 5, 9, 12, 14, 15. The open check was given to the reader; its
# hint and the finding are 生态科's, the review is 污防科's; the notice is out; the disclosure is 生态科's.
TABLE: dict[str, tuple[set[str], str]] = {
    "report-receive": (CHECKERS, "GET POST"), "report-template": (CHECKERS, "GET"), "report-type": (CHECKERS, "GET POST"),
    "report-stop-note": (CHECKERS, "GET POST"),
    "campaigns": (SEEING, "GET"), "new-campaign": (APPROVAL, "GET POST"), "campaign": (SEEING, "GET"), "campaign-act": (SEEING, "POST"),
    "campaign-list": (APPROVAL, "POST"), "campaign-form": (APPROVAL, "POST"), "campaign-filled": (APPROVAL, "GET"),
    "rule-statistics": (SEEING, "GET"), "minute": (CHECKERS, "GET POST"), "minute-note": (CHECKERS, "POST"),
    "report-checks": (SEEING | READER, "GET"), "sign-clean": (CHECKERS, "POST"), "report-check": (SEEING | READER, "GET"),
    "check-audit": (CHECKERS, "POST"), "check-act": (SEEING | READER, "POST"), "report-version": (SEEING | READER, "GET"),
    "report-review": (SEEING | READER, "GET"), "hints-batch": (CHECKERS, "POST"), "finding-add": (CHECKERS, "POST"),
    "hint-act": (SEEING | READER, "POST"), "review-sign": ({"pollution-1"}, "POST"), "reader-give": (CHECKERS, "POST"),
    "reader-propose": (READER, "POST"), "reader-sign": (READER, "POST"),
    "findings": (SEEING | READER, "GET"), "hand-over": (STAFF, "POST"), "finding": (SEEING, "GET"),
    "finding-attach": ({"ecology-1"}, "POST"), "finding-act": (SEEING, "POST"),
    "notices": (SEEING, "GET"), "notice-draft": (APPROVAL, "POST"), "notice": (SEEING, "GET"), "notice-edit": (APPROVAL, "POST"),
    "notice-act": (SEEING, "POST"), "notice-print": (SEEING, "GET"), "notice-attach": (APPROVAL, "POST"),
    "corrections-receive": (CHECKERS, "GET POST"),
    "disclosures": (SEEING, "GET"), "new-disclosure": (APPROVAL | {"ecology-1"}, "GET POST"), "disclosure": (SEEING, "GET"),
    "disclosure-attach": ({"ecology-1"}, "POST"), "disclosure-act": (SEEING, "POST"),
    "ledger-checks": (SEEING, "GET"), "new-ledger-check": ({"pollution-1", "enforcement-1"}, "GET POST"), "ledger-check": (SEEING, "GET"),
    "ledger-check-attach": ({"pollution-1"}, "POST"), "ledger-check-act": (SEEING, "POST"),
    "emergency-plans": (SEEING, "GET"), "new-emergency-plan": ({"pollution-1"}, "GET POST"), "emergency-plan": (SEEING, "GET"),
    "emergency-plan-attach": ({"pollution-1"}, "POST"), "emergency-plan-act": (SEEING, "POST"),
    "events": (SEEING, "GET"), "new-event": (STAFF, "GET POST"), "event": (SEEING, "GET"), "event-receipt": (SEEING, "GET"),
    "event-attach": (STAFF, "POST"), "event-act": (SEEING, "POST"), "routing-act": (SEEING, "POST"),
}  # fmt: skip
# The step behind the door is granted to fewer, and a thing that is not there is 404 to all.
STEPS = {
    "campaign-act",
    "check-act",
    "hint-act",
    "finding-act",
    "notice-act",
    "disclosure-act",
    "ledger-check-act",
    "emergency-plan-act",
    "event-act",
    "routing-act",
    "reader-propose",
}
VERBS = {
    "campaign-act": "close",
    "check-act": "excuse",
    "hint-act": "dismiss",
    "finding-act": "drop",
    "notice-act": "deliver",
    "disclosure-act": "withdraw",
    "ledger-check-act": "withdraw",
    "emergency-plan-act": "withdraw",
    "event-act": "withdraw",
    "routing-act": "acknowledge",
}


@dataclass
class Supervised:
    """One of every thing of supervision."""

    campaign: Campaign
    check: ReportCheck
    review: DivisionReview
    hint: Hint
    finding: Finding
    told: ReportCheck
    notice: FeedbackNotice
    disclosure: DisclosureCheck
    ledger: LedgerCheck
    plan: EmergencyPlan
    event: AbnormalEvent
    routing: EventRouting

    def thing(self, name: str) -> Any:
        """What an address of that name is about."""
        named = {
            "hint-act": self.hint,
            "review-sign": self.review,
            "notice-draft": self.told,
            "routing-act": self.routing,
        }
        if name in named:
            return named[name]
        begins = {
            "campaign": self.campaign,
            "report": self.check,
            "check": self.check,
            "hints": self.check,
            "reader": self.check,
            "finding-add": self.check,
            "finding": self.finding,
            "notice": self.notice,
            "corrections": self.notice,
            "disclosure": self.disclosure,
            "ledger": self.ledger,
            "emergency": self.plan,
            "event": self.event,
        }
        return next((thing for word, thing in begins.items() if name.startswith(word)), None)


def supervise(bureau: Bureau, unit: Facility, at: datetime) -> Supervised:
    """An open check with a hint and a reader, and one whose notice is out; a record of each other kind."""
    desk = CheckDesk(bureau, unit, at)
    campaign = do.start_campaign(
        name="三季度检查",
        periods=["2026Q3"],
        starts_on=at.date(),
        check_by=at.date() + timedelta(days=20),
        by=bureau("approval-1"),
        at=at,
    )
    told = desk.receive(quarterly("2026Q2"), data=b"PK\x03\x04 told", on=date(2026, 7, 10)).check_matter
    desk.find(told, "ECOLOGY")
    notice = desk.notify(desk.sign_all(told))
    check = desk.receive(quarterly("2026Q3", total="5000"), on=date(2026, 10, 12)).check_matter
    finding = desk.find(check, "ECOLOGY")
    reader = Post.objects.get(rank="READER")
    do.give_reading(check=check, post=reader, by=bureau("approval-1"), at=at)
    hint = check.hints.filter(state="OPEN", division="ECOLOGY").first()
    assert hint is not None
    ecology, pollution = bureau("ecology-1"), bureau("pollution-1")
    disclosure = do.check_disclosure(
        facility=unit,
        on=at.date(),
        what="季度报告",
        platform="PERMIT",
        disclosed_on=at.date(),
        in_order=True,
        result="已公开",
        by=ecology,
        at=at,
    )
    ledger = do.check_ledger(
        facility=unit, on=at.date(), categories="监测记录", in_order=True, result="齐全", by=pollution, at=at
    )
    plan = do.file_plan(
        facility=unit, number="310107-2026-001", filed_on=date(2026, 5, 1), by=pollution, at=at
    )
    event = do.receive_event(
        facility=unit,
        kind="FACILITY",
        what="风机停转",
        began_at=at - timedelta(hours=2),
        received_at=at - timedelta(hours=1),
        by=COMMAND_LINE,
        at=at,
    )
    routing = event.routings.get(division="ECOLOGY")
    review = check.reviews.get(division="POLLUTION")
    notice.refresh_from_db()
    told.refresh_from_db()
    return Supervised(
        campaign, check, review, hint, finding, told, notice, disclosure, ledger, plan, event, routing
    )
