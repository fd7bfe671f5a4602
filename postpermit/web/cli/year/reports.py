"""Execution reports of the simulated year: written by the holders, some with errors; checked, told, corrected, handed over."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from postpermit.duties.models import Duty
from postpermit.duties.rules.reports import KINDS
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.invented import Holder, Written, as_json, facts_of, invent_report
from postpermit.supervision.invented.errors import errors, inject
from postpermit.supervision.models import DivisionReview, FeedbackNotice, Finding, Hint, ReportCheck
from postpermit.supervision.reading import from_published
from postpermit.supervision.report.periods import first_and_last, period_on, previous_periods
from postpermit.supervision.states import FindingKind, FindingState
from postpermit.trail.actors import SYSTEM
from postpermit.trail.canonical import canonical
from postpermit.web.cli.year.stage import NobodyThere, Stage

KIND_OF = {duty: kind for kind, duty in KINDS.items()}
# Errors that the register of today can show; those of laboratories, ledgers and instruments have no source yet.
FORMAL = ("the_sum_of_a_row_is_changed", "the_whole_plant_is_changed", "an_outlet_is_left_out_of_the_total")
SUBSTANTIVE = (
    "eleven_billion_tonnes",
    "an_outlet_the_permit_does_not_hold",
    "a_result_above_the_limit",
    "an_amount_above_the_permitted",
    "too_few_samples",
)
# Questions of the machine that a careful clerk does not wave through.
TAKEN_UP = ("SV-49", "SV-52")
MONTHLY_HOLDERS = 2


@dataclass
class Planted:
    """A substantive error that was put into a report, and the check in which it has to end."""

    unit: str
    period: str
    error: str
    check: int


@dataclass
class Reports:
    """Everything that happens to reports on a day; ``holders`` by permit number."""

    stage: Stage
    holders: dict[str, Holder]
    planted: list[Planted] = field(default_factory=list)
    campaigns: set[str] = field(default_factory=set)

    def submit(self, duty: Duty) -> bool:
        """A holder submits today; False where the report is not this room's (no invented holder behind it)."""
        unit = duty.facility
        if unit is None or unit.number not in self.holders or duty.kind not in KIND_OF:
            return False
        kind, period = KIND_OF[duty.kind], duty.period
        span = first_and_last(period)
        if span is None or unit.first_issued_on is None or unit.first_issued_on > span[1]:
            return False
        if self.stage.today < duty.opens_on:
            return True  # the period has not ended: it waits
        if unit.status == "STOPPED":
            self._stop_note(unit, kind, period)
            return True
        error = self._error()
        self._receive(unit, kind, period, error)
        return True

    def _error(self) -> str:
        luck = self.stage.chance.random()
        if luck < 0.09:
            return self.stage.chance.choice(FORMAL)
        return self.stage.chance.choice(SUBSTANTIVE) if luck < 0.16 else ""

    def _stop_note(self, unit: Facility, kind: str, period: str) -> None:
        stage = self.stage
        do.receive_stop_note(
            facility=unit,
            kind=kind,
            period=period,
            text="本周期全程停产",
            on=stage.today,
            by=stage.clerk("APPROVAL"),
            at=stage.at(),
        )

    def _receive(self, unit: Facility, kind: str, period: str, error: str) -> None:
        stage = self.stage
        written, spoiled = self._written(unit, kind, period, error)
        told = as_json(written)
        version = do.receive_report(
            facility=unit,
            kind=kind,
            period=period,
            read=from_published(told),
            name=f"{period}.json",
            data=canonical(told),
            submitted_on=stage.today,
            by=stage.clerk("APPROVAL"),
            at=stage.at(),
        )
        if spoiled and error in SUBSTANTIVE:
            self.planted.append(Planted(unit.number, period, error, version.check_matter_id))

    def _written(self, unit: Facility, kind: str, period: str, error: str) -> tuple[Written, bool]:
        holder = self.holders[unit.number]
        made = invent_report(random.Random(f"{unit.number}{period}"), holder, kind, period)
        if error:
            chance = random.Random(f"{unit.number}{period}{error}")
            spoiled = inject(chance, made, facts_of(holder, kind, period), error)
            if spoiled is not None and spoiled.written is not None:
                return spoiled.written, True
        return made, False

    def day(self) -> None:
        """Campaigns begin, divisions check, notices go out, units answer, leads are handed over."""
        for act in (
            self._campaign,
            self._review,
            self._notices,
            self._replies,
            self._decide,
            self._hand_over,
        ):
            try:
                act()
            except NobodyThere:
                continue
        if self.stage.today.weekday() in (0, 3):
            do.run_supervision(by=SYSTEM, at=self.stage.at())

    def finish(self) -> None:
        """In the last weeks nothing is left to chance."""
        self.day()
        do.run_supervision(by=SYSTEM, at=self.stage.at())

    def _campaign(self) -> None:
        """On the tenth of the month after a period the city asks for its reports to be checked."""
        stage = self.stage
        if stage.today.day < 10:
            return
        due = {previous_periods(period_on(kind, stage.today))[0] for kind in KINDS}
        fresh = sorted(p for p in due - self.campaigns if self._owed(p))
        if not fresh:
            return
        do.start_campaign(
            name=f"{'、'.join(fresh)}执行报告检查",
            periods=fresh,
            starts_on=stage.today,
            check_by=stage.later(stage.today, 25),
            by=stage.clerk("APPROVAL"),
            at=stage.at(),
        )
        self.campaigns |= set(fresh)

    def _owed(self, period: str) -> bool:
        return Duty.objects.filter(kind__in=list(KINDS.values()), period=period).exists()

    def _review(self) -> None:
        """Each division answers its hints and signs, a few reports a day."""
        stage = self.stage
        proposed = Finding.objects.filter(state=FindingState.PROPOSED).values("check_matter")
        rows = DivisionReview.objects.filter(state="OPEN").exclude(check_matter__in=proposed)
        rows = rows.select_related("check_matter__report")
        for review in list(rows.order_by("pk")[:12]):
            by = stage.clerk(review.division_id)
            hints = list(
                Hint.objects.filter(
                    check_matter=review.check_matter_id, division=review.division_id, state="OPEN"
                )
            )
            real = [h for h in hints if h.kind != FindingKind.QUESTION or h.rule in TAKEN_UP]
            real = [h for h in real if h.rule != "SV-2"]
            if real:
                do.confirm_hints(hints=real, by=by, at=stage.at())
            rest = [h for h in hints if h not in real]
            if rest:
                do.dismiss_hints(hints=rest, why="已向单位核实", by=by, at=stage.at())
            mine = do.reviewing_divisions(review.check_matter.report.kind)[review.division_id]
            do.sign_sections(review=review, sections=mine, by=by, at=stage.at())

    def _notices(self) -> None:
        stage = self.stage
        for check in list(ReportCheck.objects.filter(state="SIGNED").order_by("pk")[:6]):
            clerk = stage.clerk("APPROVAL")
            notice = do.draft_notice(check=check, by=clerk, at=stage.at())
            if notice.state == "DRAFT":
                do.submit_notice(notice=notice, by=clerk, at=stage.at())
        for notice in list(FeedbackNotice.objects.filter(state="PENDING").order_by("pk")[:6]):
            head = stage.head("APPROVAL", (notice.drafted_ref,))
            do.issue_notice(notice=notice, by=head, at=stage.at())

    def _replies(self) -> None:
        """Most units answer within the days agreed; one in seven never does."""
        stage = self.stage
        for notice in (
            FeedbackNotice.objects.filter(state="ISSUED").select_related("check_matter").order_by("pk")
        ):
            if notice.pk % 7 == 0 or notice.issued_on is None:
                continue
            if stage.today < notice.issued_on + timedelta(days=4 + notice.pk % 6):
                continue
            told = notice.check_matter.findings.filter(state=FindingState.NOTIFIED)
            answers = {f.pk: "已核对并更正" for f in told}
            if answers:
                do.receive_corrections(
                    notice=notice,
                    answers=answers,
                    kind="SUPPLEMENT",
                    on=stage.today,
                    by=stage.clerk("APPROVAL"),
                    at=stage.at(),
                )

    def _decide(self) -> None:
        """Divisions judge what came; what is refused becomes a lead, and so does a report that never came."""
        stage = self.stage
        for finding in list(Finding.objects.filter(state=FindingState.REPLIED).order_by("pk")[:10]):
            by = stage.clerk(finding.division_id)
            if finding.pk % 5 == 0:
                do.refuse_correction(finding=finding, why="说明与数据不符", by=by, at=stage.at())
            else:
                do.accept_correction(finding=finding, by=by, at=stage.at())
        for finding in list(Finding.objects.filter(state=FindingState.PROPOSED).order_by("pk")[:10]):
            by = stage.clerk(finding.division_id)
            if finding.pk % 2:
                do.adopt_finding(finding=finding, by=by, at=stage.at())
            else:
                do.decline_finding(finding=finding, why="单位已说明并补报", by=by, at=stage.at())

    def _hand_over(self) -> None:
        stage = self.stage
        seen: set[tuple[int, str]] = set()
        for finding in list(Finding.objects.filter(state=FindingState.LEAD).order_by("pk")[:20]):
            key = (finding.facility_id, finding.division_id)
            if key in seen:
                continue
            seen.add(key)
            same = Finding.objects.filter(
                state=FindingState.LEAD, facility=finding.facility_id, division=finding.division_id
            )
            by = stage.clerk(finding.division_id)
            do.hand_over(findings=list(same), by=by, at=stage.at())

    def facts(self) -> dict[str, Any]:
        """What the year's reports came to, and whether every planted error has its end."""
        kinds = {
            k: ReportCheck.objects.filter(report__kind=k, versions__isnull=False).distinct().count()
            for k in KINDS
        }
        return {
            "reports": kinds,
            "hints": Hint.objects.count(),
            "findings": Finding.objects.count(),
            "notices": FeedbackNotice.objects.exclude(number="").count(),
            "planted": len(self.planted),
            "unanswered": [f"{p.unit} {p.period} {p.error}" for p in self.planted if not answered(p)],
        }


def answered(planted: Planted) -> bool:
    """Whether the error was seen by the machine, confirmed by a person, and ended in a resolved finding."""
    rules = {f"SV-{n}" for e in errors() if e.name == planted.error for n in e.rules}
    ended = Finding.objects.filter(check_matter=planted.check, resolved_on__isnull=False)
    return ended.filter(hint__rule__in=rules).exists()


def give_monthly_reports(
    rows: dict[str, list[dict[str, Any]]], holders: dict[str, Holder], year: int
) -> None:
    """A few key holders report by month too, as some permits ask."""
    keys = [h for h in holders.values() if h.key and h.valid_to > date(year, 12, 31)]
    rows["报告要求"] += [
        {"编号": h.number, "报告类型": "月报", "提交期限": "次月15日"} for h in keys[:MONTHLY_HOLDERS]
    ]
