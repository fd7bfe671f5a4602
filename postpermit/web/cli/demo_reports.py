"""The demo's running campaign: quarterly reports of every key unit, one in every state that a check can be in."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Outcome
from postpermit.office.models import Post
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.invented import Holder, as_docx, as_json, facts_of, invent_report
from postpermit.supervision.invented.errors import inject
from postpermit.supervision.invented.written import Written
from postpermit.supervision.models import DivisionReview, FeedbackNotice, Finding, ReportCheck, period_words
from postpermit.supervision.reading import from_published, read_report
from postpermit.supervision.report.periods import first_and_last, period_on, previous_periods
from postpermit.trail.actors import SYSTEM
from postpermit.trail.canonical import canonical
from postpermit.web.cli.demo_slips import Who, moment

CHECKERS = ("approval", "ecology", "pollution")


def quarters(today: date) -> tuple[str, str]:
    """The quarter whose reports are being checked, old enough for every state to have been reached, and the one before."""
    here = period_on("QUARTERLY", today - timedelta(days=40))
    period, before = previous_periods(here, 2)
    return period, before


@dataclass
class Reports:
    """Who acts, on which day the demo stands, and the holder behind each permit number."""

    cast: Who
    today: date
    holders: dict[str, Holder]

    def __post_init__(self) -> None:
        self.period, self.before = quarters(self.today)
        self.random = random.Random(11)

    def tell(self) -> None:
        """The quarter before last, closed; the last one, in every state."""
        span, earlier = first_and_last(self.period), first_and_last(self.before)
        assert span is not None and earlier is not None
        holders = Facility.objects.filter(management_class="KEY", number__in=self.holders, status="NORMAL")
        units = list(holders.filter(ended_on__isnull=True, first_issued_on__lte=earlier[0]).order_by("pk"))
        starts = span[1] + timedelta(days=10)
        for unit in units[::2]:
            self.clean(
                self.receive(unit, self.before, starts - timedelta(days=85)), starts - timedelta(days=80)
            )
        do.start_campaign(
            name=f"{period_words(self.period)}执行报告检查（演示）",
            periods=[self.period],
            starts_on=starts,
            check_by=max(self.today + timedelta(days=9), starts),
            return_by=self.today + timedelta(days=16),
            city_number="沪演环许〔2026〕9号（演示）",
            scope="重点管理单位季度执行报告",
            points="实际排放量与许可排放量、超标情况、异常情况说明。",
            by=self.cast("approval-1"),
            at=moment(starts, 9),
        )
        ways = self.ways()
        for turn, unit in enumerate(units):
            ways[turn % len(ways)](unit, starts + timedelta(days=2))
        do.run_supervision(by=SYSTEM, at=moment(self.today, 7))

    def ways(self) -> tuple[Callable[[Facility, date], None], ...]:
        """What can become of a report, in the order in which units meet it."""
        return (
            self.absurd, self.finished, self.waiting_for_review, self.nothing_came, self.waiting_for_notice,
            self.waiting_for_signature, self.told, self.answered_by_unit, self.handed_over, self.dealt_with,
            self.sent_again, self.stopped, self.read_by_body, self.just_came, self.ran_out,
        )  # fmt: skip

    # What may become of a report.

    def absurd(self, unit: Facility, on: date) -> None:
        """Eleven billion tonnes: nobody has looked yet."""
        self.receive(unit, self.period, on, "eleven_billion_tonnes")

    def finished(self, unit: Facility, on: date) -> None:
        """Clean, signed by all three."""
        self.clean(self.receive(unit, self.period, on), on + timedelta(days=4))

    def waiting_for_review(self, unit: Facility, on: date) -> None:
        """One division has signed."""
        check = self.receive(unit, self.period, on)
        self.sign(check, moment(on + timedelta(days=3)), ("approval",))

    def nothing_came(self, unit: Facility, on: date) -> None:
        """Owed, and not there."""

    def waiting_for_notice(self, unit: Facility, on: date) -> None:
        """Findings are confirmed; the notice is to be drafted."""
        self.found(unit, self.today - timedelta(days=6))

    def waiting_for_signature(self, unit: Facility, on: date) -> None:
        """The notice waits for the head."""
        check = self.found(unit, self.today - timedelta(days=4))
        at = moment(self.today - timedelta(days=1))
        notice = do.draft_notice(check=check, by=self.cast("approval-1"), at=at)
        do.submit_notice(notice=notice, by=self.cast("approval-1"), at=at)

    def told(self, unit: Facility, on: date) -> None:
        """Told, delivered, sent back in the national platform."""
        self.notify(self.found(unit, self.today - timedelta(days=9)), self.today - timedelta(days=5))

    def answered_by_unit(self, unit: Facility, on: date) -> None:
        """The unit has answered; the divisions look at it."""
        check = self.found(unit, self.today - timedelta(days=16))
        notice = self.notify(check, self.today - timedelta(days=12))
        self.reply(notice, self.today - timedelta(days=2))

    def handed_over(self, unit: Facility, on: date) -> None:
        """Self-monitoring was not done: handed over at once."""
        self.pass_on(unit, on)

    def dealt_with(self, unit: Facility, on: date) -> None:
        """Handed over, dealt with, fed back and confirmed."""
        slip = self.pass_on(unit, on)
        when = moment(on + timedelta(days=12), 15)
        linkage.approve_slip(slip=slip, by=self.cast("ecology-head"), at=moment(on + timedelta(days=6)))
        part = slip.assignments.get()
        inspector, head = self.cast("enforcement-1"), self.cast("enforcement-head")
        linkage.accept_assignment(assignment=part, text="已安排现场检查。", by=inspector, at=when)
        linkage.sign_receipt(assignment=part, by=head, at=when)
        linkage.give_feedback(
            assignment=part,
            text="现场核实未按许可证频次开展监测，已责令改正。",
            outcome=Outcome.ORDERED,
            outcome_number="普演责改〔2026〕11号",
            outcome_on=when.date(),
            by=inspector,
            at=when,
        )
        linkage.sign_feedback(assignment=part, by=head, at=when)
        linkage.confirm_feedback(assignment=part, by=self.cast("ecology-2"), at=when)

    def sent_again(self, unit: Facility, on: date) -> None:
        """A second version came while the divisions were at the first."""
        check = self.receive(unit, self.period, on, "kilograms_for_tonnes")
        self.sign(check, moment(on + timedelta(days=2)), ("approval",))
        self.receive(unit, self.period, on + timedelta(days=8))

    def stopped(self, unit: Facility, on: date) -> None:
        """A stop note instead of a report."""
        do.receive_stop_note(
            facility=unit,
            kind="QUARTERLY",
            period=self.period,
            text="本季度因设备改造全季停产",
            on=on,
            by=self.cast("approval-1"),
            at=moment(on),
        )

    def read_by_body(self, unit: Facility, on: date) -> None:
        """Given to the contracted technical body."""
        check = self.receive(unit, self.period, on, "the_sum_of_a_row_is_changed")
        post = Post.objects.filter(rank="READER").order_by("code").first()
        if post is not None:
            by = self.cast("approval-1")
            at = moment(self.today - timedelta(days=2))
            do.give_reading(check=check, post=post, due_on=self.today + timedelta(days=3), by=by, at=at)

    def just_came(self, unit: Facility, on: date) -> None:
        """Came yesterday, clean."""
        self.receive(unit, self.period, self.today - timedelta(days=1))

    def ran_out(self, unit: Facility, on: date) -> None:
        """Told, and the agreed day has passed: the machine sends it to the hand-over."""
        self.notify(self.found(unit, on + timedelta(days=1)), on + timedelta(days=4))

    # The steps they share.

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
