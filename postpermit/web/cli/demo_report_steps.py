"""The steps that the demo's reports share: written, dropped in, signed, told, answered, handed over."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from postpermit.duties.rules.periods import period_words
from postpermit.linkage.models import Slip
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.invented import Holder, Written, as_docx, as_json, facts_of, invent_report
from postpermit.supervision.invented.errors import inject
from postpermit.supervision.models import DivisionReview, FeedbackNotice, Finding, ReportCheck
from postpermit.supervision.reading import from_published, read_report
from postpermit.supervision.report.periods import period_on, previous_periods
from postpermit.trail.canonical import canonical
from postpermit.web.cli.demo_slips import Who, moment

CHECKERS = ("approval", "ecology", "pollution")


def quarters(today: date) -> tuple[str, str]:
    """The quarter whose reports are being checked, old enough for every state to have been reached, and the one before."""
    here = period_on("QUARTERLY", today - timedelta(days=40))
    period, before = previous_periods(here, 2)
    return period, before


@dataclass
class ReportSteps:
    """Who acts, on which day the demo stands, and the holder behind each permit number."""

    cast: Who
    today: date
    holders: dict[str, Holder]

    def __post_init__(self) -> None:
        self.period, self.before = quarters(self.today)
        self.random = random.Random(11)

    def written(self, unit: Facility, period: str, error: str = "") -> Written:
        """A report of the unit; with ``error`` spoiled in that way where it has a place for it."""
        holder = self.holders[unit.number]
        made = invent_report(random.Random(f"{unit.number}{period}"), holder, "QUARTERLY", period)
        spoiled = inject(self.random, made, facts_of(holder, "QUARTERLY", period), error) if error else None
        return (spoiled.written if spoiled else None) or made

    def receive(self, unit: Facility, period: str, on: date, error: str = "") -> ReportCheck:
        """Drop it in, as Word for every third unit, as JSON for the others."""
        written = self.written(unit, period, error)
        if unit.pk % 3 == 0:
            data, name = as_docx(written), f"{unit.name}{period}.docx"
            read = read_report(data, name)
        else:
            data, name = canonical(as_json(written)), f"{unit.name}{period}.json"
            read = from_published(as_json(written))
        version = do.receive_report(
            facility=unit,
            kind="QUARTERLY",
            period=period,
            read=read,
            name=name,
            data=data,
            submitted_on=min(on, self.today),
            by=self.cast("approval-2"),
            at=moment(min(on, self.today), 10),
        )
        return version.check_matter

    def clean(self, check: ReportCheck, on: date) -> None:
        """Every division signs."""
        self.sign(check, moment(min(on, self.today), 14), CHECKERS)

    def sign(self, check: ReportCheck, at: datetime, who: tuple[str, ...]) -> None:
        """Answer what the machine hints, then sign every section."""
        for review in DivisionReview.objects.filter(check_matter=check, state="OPEN").order_by("pk"):
            account = review.division_id.lower()
            if account not in who:
                continue
            by = self.cast(f"{account}-1")
            hints = list(check.hints.filter(state="OPEN", division=review.division_id))
            if hints:
                do.dismiss_hints(hints=hints, why="已与单位核实，情况属实", by=by, at=at)
            mine = do.reviewing_divisions(check.report.kind)[review.division_id]
            do.sign_sections(review=review, sections=mine, opinion="已检查", by=by, at=at)

    def found(self, unit: Facility, on: date) -> ReportCheck:
        """A report with two findings of two divisions, signed by all."""
        check = self.receive(unit, self.period, on - timedelta(days=2), "the_sum_of_a_row_is_changed")
        at = moment(on)
        for account, section, text in (
            ("ecology", "emissions", "排放口合计与全厂合计不一致，请核实后更正。"),
            ("pollution", "facilities", "异常情况说明缺少恢复时间，请补充。"),
        ):
            do.add_finding(
                check=check,
                division=account.upper(),
                section=section,
                kind="FORMAL",
                text=text,
                clause="measures:37",
                demand="修改后重新提交",
                by=self.cast(f"{account}-1"),
                at=at,
            )
        self.sign(check, at, CHECKERS)
        return ReportCheck.objects.get(pk=check.pk)

    def notify(self, check: ReportCheck, on: date) -> FeedbackNotice:
        """Draft, submit, issue, deliver."""
        at, clerk = moment(on, 11), self.cast("approval-1")
        notice = do.draft_notice(check=check, by=clerk, at=at)
        do.submit_notice(notice=notice, by=clerk, at=at)
        do.issue_notice(notice=notice, by=self.cast("approval-head"), at=at)
        notice.refresh_from_db()
        do.deliver_notice(
            notice=notice, on=on, how="微信群发送，单位已回复收到", to="演示环保负责人", by=clerk, at=at
        )
        notice.refresh_from_db()
        do.return_on_platform(notice=notice, on=on, why="按意见单修改后重新提交", by=clerk, at=at)
        notice.refresh_from_db()
        return notice

    def reply(self, notice: FeedbackNotice, on: date) -> None:
        """The unit explains every finding."""
        told = notice.check_matter.findings.filter(state="NOTIFIED")
        do.receive_corrections(
            notice=notice,
            answers={f.pk: "已核对原始记录并更正，见补充说明。" for f in told},
            kind="SUPPLEMENT",
            on=on,
            files=[("补充说明.txt", "补充说明（演示）".encode())],
            by=self.cast("approval-1"),
            at=moment(on, 16),
        )

    def pass_on(self, unit: Facility, on: date) -> Slip:
        """A finding that goes at once."""
        check = self.receive(unit, self.period, on)
        at, by = moment(on + timedelta(days=4)), self.cast("ecology-1")
        finding = do.add_finding(
            check=check,
            division="ECOLOGY",
            section="emissions",
            kind="SUBSTANTIVE",
            conduct="NO_MONITORING",
            text="三季度未按许可证规定的频次开展自行监测。",
            clause="regulation:19",
            by=by,
            at=at,
        )
        slip = do.hand_over(findings=[Finding.objects.get(pk=finding.pk)], by=by, at=at)
        self.sign(check, moment(on + timedelta(days=5)), CHECKERS)
        return slip

    def drop_in(self, folder: Path) -> list[Path]:
        """Word files that were not taken in yet, for whoever tries the demo."""
        folder.mkdir(parents=True, exist_ok=True)
        waiting = ReportCheck.objects.filter(report__period=self.period, report__submitted_on__isnull=True)
        out = []
        for check, error in zip(
            waiting.exclude(state="NOT_OWED").select_related("report__facility").order_by("pk"),
            ("", "eleven_billion_tonnes", "kilograms_for_tonnes"),
            strict=False,
        ):
            unit = check.report.facility
            path = folder / f"{unit.name}{period_words(self.period)}执行报告.docx"
            path.write_bytes(as_docx(self.written(unit, self.period, error)))
            out.append(path)
        return out
