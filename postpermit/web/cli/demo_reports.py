"""The demo's running campaign: quarterly reports of every key unit, one in every state that a check can be in."""

from collections.abc import Callable
from datetime import date, timedelta

from postpermit.duties.rules.periods import period_words
from postpermit.linkage import operations as linkage
from postpermit.linkage.states import Outcome
from postpermit.office.models import Post
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.report.periods import first_and_last
from postpermit.trail.actors import SYSTEM
from postpermit.web.cli.demo_report_steps import ReportSteps
from postpermit.web.cli.demo_slips import moment


class Reports(ReportSteps):
    """What becomes of each unit's report."""

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
