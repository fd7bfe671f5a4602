"""The demo's linkage tasks and leads, one in every state."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from postpermit.duties.models import Record
from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.states import AssignmentState, Ground, Outcome, Subject
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.attachments import attach

Who = Callable[..., Actor]


def moment(on: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of a day in Shanghai. Whoever opens the demo early is not told of what is yet to come this day."""
    told, now = timezone.make_aware(datetime.combine(on, time(hour, minute))), timezone.localtime()
    return min(told, now) if on == now.date() else told


class Story:
    """One linkage task after another, each left in another state."""

    def __init__(self, cast: Who, today: date) -> None:
        self.cast, self.today = cast, today
        self.units = list(
            Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), status="NORMAL").order_by(
                "pk"
            )[:16]
        )

    def raised(
        self, number: int, days: int, title: str, receivers: list[str], raiser: str = "ECOLOGY"
    ) -> Slip:
        """A task raised so many days ago."""
        by = self.cast(f"{raiser.lower()}-1")
        return do.raise_slip(
            division=raiser,
            title=title,
            subject=Subject.MONITORING if raiser != "APPROVAL" else Subject.SUPERVISION,
            ground=Ground.SUPPORT,
            description=f"{title}。请按职责办理并反馈结果。",
            receivers=receivers,
            facility=self.units[number],
            by=by,
            at=moment(self.today - timedelta(days=days)),
        )

    def approved(self, slip: Slip, days: int) -> SlipAssignment:
        """Signed by the head; answers the first part."""
        head = self.cast(f"{slip.raised_by_id.lower()}-head")
        do.approve_slip(slip=slip, by=head, at=moment(self.today - timedelta(days=days), 11))
        slip.refresh_from_db()
        part = slip.assignments.order_by("pk").first()
        assert part is not None
        return part

    def carried(self, part: SlipAssignment, days: int, upto: str) -> SlipAssignment:
        """Carried on by its receiver up to a state."""
        code = part.division_id.lower()
        clerk, head = self.cast(f"{code}-1"), self.cast(f"{code}-head")
        steps: list[tuple[str, Callable[[datetime], object]]] = [
            (
                AssignmentState.SIGNING_RECEIPT,
                lambda at: do.accept_assignment(assignment=part, text="已安排专人办理。", by=clerk, at=at),
            ),
            (AssignmentState.ACTING, lambda at: do.sign_receipt(assignment=part, by=head, at=at)),
            (
                AssignmentState.SIGNING_FEEDBACK,
                lambda at: do.give_feedback(assignment=part, by=clerk, at=at, **self._outcome(part)),
            ),
            (AssignmentState.FED_BACK, lambda at: do.sign_feedback(assignment=part, by=head, at=at)),
            (
                AssignmentState.CONFIRMED,
                lambda at: do.confirm_feedback(
                    assignment=part, by=self.cast(f"{part.slip.raised_by_id.lower()}-1"), at=at
                ),
            ),
        ]
        for hour, (state, act) in enumerate(steps):
            act(moment(self.today - timedelta(days=days), 9 + hour))
            part.refresh_from_db()
            if state == upto:
                break
        return part

    def _outcome(self, part: SlipAssignment) -> dict[str, object]:
        if part.slip.ground != Ground.LEAD:
            return {"text": "已现场核实并完成采样，结果正常，报告见附件。"}
        return {
            "text": "已责令改正并复查。",
            "outcome": Outcome.ORDERED,
            "outcome_number": f"普演责改〔{self.today.year}〕{part.pk}号",
            "outcome_on": self.today - timedelta(days=13),
        }

    def run(self) -> None:
        """Every state once, some twice."""
        self.raised(0, 1, "请协助核查总排口采样条件", ["STATION"])
        back = self.raised(1, 3, "在线设备比对数据异常需核实", ["STATION"])
        do.send_back_slip(
            slip=back,
            why="请补充异常时段和数值",
            by=self.cast("ecology-head"),
            at=moment(self.today - timedelta(days=2)),
        )
        self.approved(self.raised(2, 2, "自行监测频次与许可证不符", ["STATION", "ENFORCEMENT"]), 1)
        self.approved(self.raised(3, 9, "无组织排放投诉点位监测支持", ["STATION"]), 8)
        self.carried(
            self.approved(self.raised(4, 6, "雨水口晴天有水流出", ["ENFORCEMENT"]), 5),
            4,
            AssignmentState.SIGNING_RECEIPT,
        )
        self.carried(
            self.approved(self.raised(5, 12, "执行报告排放量与监测数据不一致", ["STATION"], "APPROVAL"), 11),
            10,
            AssignmentState.ACTING,
        )
        self.carried(
            self.approved(self.raised(6, 40, "自动监测设备停运未报告", ["ENFORCEMENT", "STATION"]), 39),
            38,
            AssignmentState.ACTING,
        )
        self.carried(
            self.approved(self.raised(7, 15, "锅炉氮氧化物监测复核", ["STATION"]), 14),
            13,
            AssignmentState.SIGNING_FEEDBACK,
        )
        self.carried(
            self.approved(self.raised(8, 16, "排放口标志牌缺失核查", ["ENFORCEMENT"], "APPROVAL"), 15),
            14,
            AssignmentState.FED_BACK,
        )
        done = self.carried(
            self.approved(self.raised(9, 20, "废水总排口新增污染物监测", ["STATION"]), 19),
            18,
            AssignmentState.CONFIRMED,
        )
        attach(
            subject=done.slip,
            name="监测报告（演示）.txt",
            data="演示附件：监测结果正常。\n".encode(),
            by=self.cast("station-1"),
            at=moment(self.today - timedelta(days=18)),
        )
        self._archived()
        self._withdrawn()
        self._leads()

    def _archived(self) -> None:
        part = self.carried(
            self.approved(self.raised(10, 130, "汽修喷漆房治理设施核查", ["ENFORCEMENT"], "APPROVAL"), 129),
            128,
            AssignmentState.CONFIRMED,
        )
        meeting = (
            Record.objects.filter(kind="meeting-dispatch", on__gte=self.today - timedelta(days=127))
            .order_by("on")
            .first()
        )
        if meeting is not None:
            part.slip.refresh_from_db()
            do.archive_slips(
                slips=[part.slip], meeting=meeting, by=self.cast("approval-1"), at=moment(meeting.on, 18)
            )

    def _withdrawn(self) -> None:
        slip = self.raised(11, 25, "重复的采样需求", ["STATION"])
        self.approved(slip, 24)
        do.ask_withdrawal(
            slip=slip,
            why="与另一任务重复",
            by=self.cast("ecology-1"),
            at=moment(self.today - timedelta(days=23)),
        )
        do.agree_withdrawal(
            slip=slip, by=self.cast("ecology-head"), at=moment(self.today - timedelta(days=23), 15)
        )
        asked = self.raised(12, 10, "固废贮存场所核查", ["ENFORCEMENT"], "APPROVAL")
        self.approved(asked, 9)
        do.ask_withdrawal(
            slip=asked,
            why="企业已自行整改",
            by=self.cast("approval-1"),
            at=moment(self.today - timedelta(days=1)),
        )
        returned = self.approved(self.raised(13, 7, "噪声投诉监测", ["POLLUTION"]), 6)
        do.return_assignment(
            assignment=returned,
            why="不属本科室职责",
            by=self.cast("pollution-1"),
            at=moment(self.today - timedelta(days=5)),
        )

    def _leads(self) -> None:
        texts = ("现场发现旁路排放口，疑似偷排", "自行监测报告日期早于采样日期", "台账缺少三个月运行记录")
        for number, what in enumerate(texts):
            by = self.cast("station-1")
            lead = do.suspect_lead(
                division="STATION",
                what=what,
                clause="plan:a3.2.5" if number == 0 else "plan:a3.3.1" if number == 1 else "plan:a3.4.3",
                found_on=self.today - timedelta(days=20 - number * 9),
                origin_text="监测检查",
                facility=self.units[13 + number],
                by=by,
                at=moment(self.today - timedelta(days=20 - number * 9)),
            )
            if number == 0:
                slip = do.confirm_lead(lead=lead, by=by, at=moment(self.today - timedelta(days=19)))
                self.carried(self.approved(slip, 18), 12, AssignmentState.FED_BACK)
            elif number == 1:
                do.set_aside_lead(
                    lead=lead, why="核对原件，系打印错误", by=by, at=moment(self.today - timedelta(days=10))
                )
