"""Short ways through a penalty case, for every test of cases."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LegalReview, PenaltyCase
from postpermit.enforcement.queries.case_standing import missing_of
from postpermit.office.models import Officer
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from tests.bureau import Bureau, moment, unit_row

GAPS = "本案没有"


@dataclass
class CaseDesk:
    """A bureau with one key unit, and the case of its outlet."""

    bureau: Bureau
    unit: Facility
    at: datetime

    @property
    def today(self) -> date:
        """The day on which it plays."""
        return self.at.date()

    def by(self, account: str = "enforcement-1") -> Actor:
        """Somebody as an actor."""
        return self.bureau(account)

    def team(self) -> list[Officer]:
        """Two certified officers."""
        return [self.bureau.officers[a] for a in ("enforcement-1", "enforcement-2")]

    def later(self, days: int) -> None:
        """So many days pass."""
        self.at += timedelta(days=days)

    def open(self, **more: Any) -> PenaltyCase:
        """Found today."""
        given: dict[str, Any] = {
            "facility": self.unit,
            "title": "排放口数量不符合许可证",
            "conduct": "outlets",
            "act_from": self.today,
            "found_on": self.today,
            "by": self.by(),
            "at": self.at,
        }
        return do.open_case(**given | more)

    def filed(self, **more: Any) -> PenaltyCase:
        """立案 today."""
        case = self.open(**more)
        return do.file_case(
            case=case, investigators=self.team(), on=self.today, by=self.by("enforcement-head"), at=self.at
        )

    def fill(self, case: PenaltyCase) -> None:
        """Put into the file whatever it lacks."""
        case.refresh_from_db()
        for row in missing_of(case):
            self.document(case, row.row.code)

    def document(self, case: PenaltyCase, code: str, **more: Any) -> Any:
        """One document of today."""
        return do.file_document(case=case, code=code, on=self.today, by=self.by(), at=self.at, **more)

    def choose(self, case: PenaltyCase, fine: int = 30000, **more: Any) -> PenaltyCase:
        """The provision in force at the act, with a fine."""
        given: dict[str, Any] = {
            "clause": "regulation:36.i1",
            "why": "行为时有效",
            "proposed_fine": Decimal(fine),
        }
        return do.choose_basis(case=case, by=self.by(), at=self.at, **given | more)

    def concluded(self, fine: int = 30000, **more: Any) -> PenaltyCase:
        """调查终结 with the usual basis."""
        case = self.choose(self.filed(), fine, **more)
        self.fill(case)
        return do.conclude_investigation(case=case, on=self.today, gaps_why=GAPS, by=self.by(), at=self.at)

    def asked(self, fine: int = 30000, **more: Any) -> LegalReview:
        """送法制审核."""
        case = self.concluded(fine, **more)
        return do.ask_review(case=case, gaps_why=GAPS, by=self.by(), at=self.at)

    def reviewed(self, fine: int = 30000, **more: Any) -> PenaltyCase:
        """法制审核通过."""
        review = self.asked(fine, **more)
        do.pass_review(review=review, opinion="事实清楚，依据正确。", by=self.by("legal-1"), at=self.at)
        return PenaltyCase.objects.get(pk=review.case_id)

    def notified(self, fine: int = 30000, **more: Any) -> PenaltyCase:
        """告知书 served."""
        case = self.reviewed(fine, **more)
        self.fill(case)
        return do.notify_party(case=case, on=self.today, gaps_why=GAPS, by=self.by(), at=self.at)

    def decided(self, fine: int = 30000, **more: Any) -> PenaltyCase:
        """Ten days later the decision."""
        case = self.notified(fine, **more)
        self.later(10)
        self.fill(case)
        return self.decide(case, fine)

    def decide(self, case: PenaltyCase, fine: int = 30000, **more: Any) -> PenaltyCase:
        """作出决定 by the head."""
        given: dict[str, Any] = {
            "number": "普环罚〔2026〕1号",
            "on": self.today,
            "fine": Decimal(fine),
            "gaps_why": GAPS,
            "by": self.by("enforcement-head"),
            "at": self.at,
        }
        return do.decide_case(case=case, **given | more)

    def served(self, **more: Any) -> PenaltyCase:
        """送达."""
        case = self.decided(**more)
        self.fill(case)
        return do.serve_decision(case=case, on=self.today, gaps_why=GAPS, by=self.by(), at=self.at)

    def executed(self, **more: Any) -> PenaltyCase:
        """Paid and public."""
        case = self.served(**more)
        self.note(case, "paid_on")
        do.disclose_decision(case=case, on=self.today, by=self.by(), at=self.at)
        self.fill(case)
        return do.execute_decision(
            case=case, on=self.today, how="罚款已缴清，已改正。", by=self.by(), at=self.at
        )

    def note(self, case: PenaltyCase, name: str, on: date | None = None, **more: Any) -> PenaltyCase:
        """One date, today; a hearing has somebody who holds it."""
        if name == "heard_on":
            host = self.bureau.officers["legal-head"]
            do.name_host(case=case, host=host, by=self.by("enforcement-head"), at=self.at)
        return do.note_date(case=case, name=name, on=on or self.today, by=self.by(), at=self.at, **more)

    def closed(self, **more: Any) -> PenaltyCase:
        """结案."""
        case = self.executed(**more)
        return do.close_case(case=case, on=self.today, by=self.by("enforcement-head"), at=self.at)


def open_cases(bureau: Bureau, at: datetime | None = None) -> CaseDesk:
    """One key unit on a Tuesday in September 2026, so that a whole case fits before the calendars end."""
    start = at or moment(date(2026, 9, 1))
    (unit,) = bureau.units(unit_row(1, 管理类别="重点管理", 街镇="长征镇"), at=start)
    return CaseDesk(bureau, unit, start)
