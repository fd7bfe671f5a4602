"""The demo's penalty cases, one in every stage, with clocks running, stopped and late; complaints, campaigns, publicity."""

from collections.abc import Mapping
from datetime import date, timedelta

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, VisitFinding
from postpermit.enforcement.states import FindingState
from postpermit.office.models import Officer
from postpermit.register.models import Facility
from postpermit.web.cli import case_steps as steps
from postpermit.web.cli.demo_slips import Who, moment

INVESTIGATORS = ("enforcement-2", "enforcement-3")
# Stage → days after it was found.
DAYS = {
    "file": 4,
    "order": 6,
    "choose": 16,
    "conclude": 22,
    "ask": 23,
    "pass": 26,
    "notify": 29,
    "recheck": 31,
    "decide": 43,
    "serve": 46,
    "execute": 55,
    "close": 60,
    "archive": 66,
}
# How many days ago it was found, what was done, and how far it has come.
STORIES = (
    (3, "ledger", "环境管理台账记录不规范", ""),
    (24, "monitoring-records", "未按规定保存原始监测记录", ""),
    (12, "outlets", "废气排放口未按规定设置标志牌", "order"),
    (104, "facilities", "污染防治设施未正常运行", "order"),
    (27, "monitoring", "未按许可证规定开展自行监测", "ask"),
    (29, "way", "废水排放去向与许可证不一致", "pass"),
    (33, "fugitive", "未落实无组织排放管控措施", "notify"),
    (45, "ledger", "台账缺少三个月记录", "decide"),
    (50, "outlets", "排放口数量与许可证不一致", "serve"),
    (58, "monitoring", "自行监测频次不足", "execute"),
    (75, "ledger", "台账未按规定保存", "close"),
    (150, "facilities", "擅自停运废气处理设施", "archive"),
)


class CasesOfDemo:
    """Each story up to its stage, the days reckoned back from today."""

    def __init__(self, cast: Who, today: date, people: Mapping[str, Officer]) -> None:
        self.cast, self.today, self.people = cast, today, people
        rows = Facility.objects.filter(management_class="SIMPLIFIED", status="NORMAL", ended_on__isnull=True)
        self.units = list(rows.order_by("-pk")[: len(STORIES) + 8])

    def tell(self) -> None:
        """All of it."""
        for unit, (days, conduct, title, upto) in zip(self.units, STORIES, strict=False):
            self._story(unit, self.today - timedelta(days=days), conduct, title, upto)
        self._stopped(self.units[len(STORIES)], self.today - timedelta(days=40))
        self._not_filed(self.units[len(STORIES) + 1], self.today - timedelta(days=20))
        self._revoked(self.units[len(STORIES) + 2], self.today - timedelta(days=95))
        self._refused()
        self._complaints(self.units[len(STORIES) + 3 :])
        self._campaigns(self.units[len(STORIES) + 3 :])
        self._publicity()

    def _open(self, unit: Facility, on: date, conduct: str, title: str) -> PenaltyCase:
        return do.open_case(
            facility=unit,
            title=title,
            conduct=conduct,
            act_from=on - timedelta(days=6),
            act_to=on,
            found_on=on,
            city_number=f"演示案{on:%Y%m%d}{unit.pk}",
            by=self.cast("enforcement-2"),
            at=moment(on, 10),
        )

    def _file(self, case: PenaltyCase, on: date) -> None:
        pair = [self.people[account] for account in INVESTIGATORS]
        head = self.cast("enforcement-head")
        do.file_case(case=case, investigators=pair, on=on, by=head, at=moment(on, 10))

    def _story(self, unit: Facility, found: date, conduct: str, title: str, upto: str) -> None:
        case = self._open(unit, found, conduct, title)
        for stage, days in DAYS.items():
            if not upto:
                return
            on = found + timedelta(days=days)
            self._step(stage, case, on)
            case.refresh_from_db()
            if stage == upto:
                return

    def _step(self, stage: str, case: PenaltyCase, on: date) -> None:
        by, at = self.cast("enforcement-2"), moment(on, 11)
        if stage == "file":
            self._file(case, on)
        elif stage == "choose":
            steps.choose(case, by=by, at=at, heavy=case.conduct == "facilities")
        elif stage == "pass":
            review = case.reviews.get()
            said = "事实清楚，证据充分，依据正确，同意。"
            do.pass_review(review=review, opinion=said, by=self.cast("legal-1"), at=at)
        elif stage == "decide":
            steps.decide(case, clerk=by, head=self.cast("enforcement-head"), at=at)
        elif stage == "close":
            steps.close(case, by=self.cast("enforcement-head"), at=at)
        else:
            getattr(steps, stage)(case, by=by, at=at)

    def _stopped(self, unit: Facility, found: date) -> None:
        """Its clock stands still while a sample is analysed."""
        case = self._open(unit, found, "over-limits", "废水总排口疑似超标排放")
        self._file(case, found + timedelta(days=3))
        on = found + timedelta(days=9)
        do.pause_clock(
            case=case, reason="MONITORING", from_on=on, note="监测站复测", by=self.cast("enforcement-2"), at=moment(on, 15)
        )  # fmt: skip

    def _not_filed(self, unit: Facility, found: date) -> None:
        case, on = self._open(unit, found, "ledger", "台账个别日期漏记"), found + timedelta(days=6)
        do.not_file_case(
            case=case, number=f"普演不立〔{on.year}〕2号", on=on, why="轻微并当场改正，没有危害后果",
            by=self.cast("enforcement-head"), at=moment(on, 15),
        )  # fmt: skip

    def _revoked(self, unit: Facility, found: date) -> None:
        """Its decision was revoked yesterday; what was published of it is to be taken back."""
        self._story(unit, found, "way", "雨水口有不明来水", "serve")
        case = PenaltyCase.objects.get(facility=unit)
        on = self.today - timedelta(days=1)
        do.revoke_decision(
            case=case, number=f"演示复决〔{on.year}〕1号", body="演示复议机关", on=on, why="主要事实不清，证据不足",
            by=self.cast("enforcement-head"), at=moment(on, 15),
        )  # fmt: skip

    def _refused(self) -> None:
        """What a visit found becomes a case that waits to be filed."""
        rows = VisitFinding.objects.filter(conduct="refusal", state=FindingState.OPEN).select_related(
            "facility"
        )
        found = rows.order_by("-pk").first()
        if found is None:
            return
        on = min(found.found_on + timedelta(days=1), self.today)
        do.open_case(
            facility=found.facility, title="拒绝接受检查", conduct="refusal", act_from=found.found_on, act_to=found.found_on,
            found_on=found.found_on, findings=[found], by=self.cast("enforcement-2"), at=moment(on, 12),
        )  # fmt: skip

    # Registers.

    def _complaints(self, units: list[Facility]) -> None:
        """One in every state; a visit is on its way to the second."""
        by, head = self.cast("enforcement-1"), self.cast("enforcement-head")
        for number, (days, what, upto) in enumerate(
            (
                (1, "夜间有刺激性异味。", ""),
                (4, "早晨冷却塔噪声大。", "route"),
                (18, "喷漆作业时未关门。", "handle"),
                (35, "雨天有灰色水流入雨水井。", "reply"),
                (9, "重复登记的来件。", "withdraw"),
            )
        ):
            on = self.today - timedelta(days=days)
            row = do.register_complaint(
                source=("HOTLINE", "PLATFORM", "LETTER")[number % 3], outside_number=f"演示工单{on:%m%d}{number}",
                received_on=on, facility=units[number], what=what, by=by, at=moment(on, 9),
            )  # fmt: skip
            if upto == "withdraw":
                do.withdraw_complaint(complaint=row, why="与另一工单重复", by=head, at=moment(on, 15))
            elif upto:
                do.route_complaint(complaint=row, division="ENFORCEMENT", by=by, at=moment(on, 10))
            if upto in ("handle", "reply"):
                then = on + timedelta(days=6)
                do.handle_complaint(
                    complaint=row, result="FOUNDED", outcome="已现场核实，要求作业时关闭门窗并做好记录。", handled_on=then, by=by,
                    at=moment(then, 16),
                )  # fmt: skip
            if upto == "reply":
                then = on + timedelta(days=8)
                do.reply_complaint(complaint=row, replied_on=then, by=by, at=moment(then, 16))
            if upto == "route":
                tomorrow = self.today + timedelta(days=1)
                do.prepare_visit(
                    facility=units[number], kind="TRIGGERED", manner="ON_SITE", reason="COMPLAINT", scheduled_on=tomorrow,
                    complaint=row, by=by, at=moment(self.today, 9),
                )  # fmt: skip

    def _campaigns(self, units: list[Facility]) -> None:
        """Open and late, put right, struck off."""
        by, head = self.cast("enforcement-1"), self.cast("approval-head")
        for number, (days, due, upto) in enumerate(((50, 30, ""), (28, 40, "rectify"), (70, 30, "strike"))):
            on = self.today - timedelta(days=days)
            row = do.enter_campaign_finding(
                level=("CITY", "ASSIST", "SPECIAL")[number], campaign=f"{on.year}年演示专项督察", found_on=on,
                facility=units[number], what=("危废贮存场所标识不规范。", "无组织废气收集不到位。", "雨污分流不彻底。")[number],
                serious=number == 2, division="POLLUTION", due_on=on + timedelta(days=due), by=by, at=moment(on, 9),
            )  # fmt: skip
            then = on + timedelta(days=20)
            if upto:
                clerk = self.cast("pollution-1")
                do.rectify_campaign_finding(
                    finding=row,
                    outcome="已整改，照片见附件。",
                    rectified_on=then,
                    by=clerk,
                    at=moment(then, 10),
                )
            if upto == "strike":
                then += timedelta(days=5)
                do.strike_campaign_finding(finding=row, struck_on=then, by=head, at=moment(then, 10))

    def _publicity(self) -> None:
        for days, topic, people in (
            (20, "生态环境法典排污许可部分解读", 46),
            (80, "自行监测与台账记录要求", 38),
        ):
            on = self.today - timedelta(days=days)
            do.enter_publicity(
                on=on, topic=topic, form="现场讲解", audience="持证单位环保负责人", people=people, place="演示会议室",
                by=self.cast("legal-1"), at=moment(on, 16),
            )  # fmt: skip
