"""The demo's disclosure and ledger checks, its register of emergency plans, and three abnormal events."""

from datetime import date, timedelta
from typing import Any

from postpermit import law, workdays
from postpermit.duties.operations import generate_duties
from postpermit.duties.rules.periods import period_words
from postpermit.register.models import Facility
from postpermit.register.states import ManagementClass
from postpermit.supervision import operations as do
from postpermit.supervision.models import (
    AbnormalEvent,
    DisclosureCheck,
    DisclosurePlatform,
    Finding,
)
from postpermit.supervision.states import EventKind, FindingKind, RiskLevel
from postpermit.trail.actors import COMMAND_LINE, SYSTEM
from postpermit.trail.models import reference
from postpermit.web.cli.demo_report_steps import quarters
from postpermit.web.cli.demo_slips import Who, moment

# In how many days each filing is due anew: one has lapsed, two are due soon, the others are well in force.
DUE_IN = (-26, 24, 68, 160, 240, 310, 420, 505, 610, 700, 830, 960)
PICTURE = [("查看记录.txt", "公开页面查看记录（演示）：方案和点位图均可打开。\n".encode())]


class Evidence:
    """What was seen, filed and told, dated relative to today."""

    def __init__(self, cast: Who, today: date) -> None:
        self.cast, self.today = cast, today
        self.before = quarters(today)[1]
        self.key = _units(ManagementClass.KEY, 1)
        self.simple = _units(ManagementClass.SIMPLIFIED, 8)
        self.registered = _units(ManagementClass.REGISTERED, 16)

    def tell(self) -> None:
        """All of it; duties and audits that rest on what is entered here are made anew."""
        self.disclosures()
        self.ledgers()
        self.plans()
        for year in {self.today.year, (self.today + timedelta(days=60)).year}:
            generate_duties(year=year, by=COMMAND_LINE, at=moment(self.today, 6))
        self.just_told()
        self.waits_for_the_unit()
        self.over()
        do.audit_again(by=SYSTEM, at=moment(self.today, 7))

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)

    # What was looked at.

    def disclosures(self) -> None:
        """Three in order, one too late, one not at all, and one entered twice and withdrawn."""
        platform = DisclosurePlatform.PERMIT
        quarter = f"{period_words(self.before)}执行报告"
        self._disclosure(0, 34, "上一年度执行报告", platform, seen_as="平台公开端按单位名称查询")
        self._disclosure(1, 21, quarter, platform, period=self.before)
        platform = DisclosurePlatform.MONITORING
        self._disclosure(2, 12, "自行监测方案", platform, files=PICTURE)
        twice = self._disclosure(2, 11, "自行监测方案", platform)
        by, at = self.cast("ecology-head"), moment(self.ago(10))
        do.withdraw_evidence(evidence=twice, why="与前一日的登记重复", by=by, at=at)
        late: dict[str, Any] = {
            "required_by": self.ago(40),
            "disclosed_on": self.ago(24),
            "result": "已公开，但晚于应公开日期。",
            "findings": ["上季度废水监测结果公开晚了两周。"],
            "kind": FindingKind.FORMAL,
        }
        self._carry(self._disclosure(3, 18, "上季度废水监测结果", platform, in_order=False, **late))
        missing: dict[str, Any] = {
            "disclosed_on": None,
            "result": "平台上查不到，电话询问单位称尚未填报。",
            "findings": ["上季度废气监测结果没有公开。"],
            "kind": FindingKind.SUBSTANTIVE,
        }
        self._disclosure(4, 1, "上季度废气监测结果", platform, in_order=False, **missing)

    def _carry(self, seen: DisclosureCheck) -> None:
        finding = Finding.objects.get(origin=reference(seen))
        why, at = "已补公开，下次检查时再看", moment(self.ago(17))
        do.carry_finding(finding=finding, why=why, by=self.cast("ecology-1"), at=at)

    def _disclosure(self, unit: int, days: int, what: str, platform: str, **given: Any) -> DisclosureCheck:
        usual: dict[str, Any] = {
            "disclosed_on": self.ago(days + 9),
            "in_order": True,
            "result": "已公开，内容与留存的一致。",
        }
        return do.check_disclosure(
            facility=self.simple[unit],
            on=self.ago(days),
            what=what,
            platform=platform,
            by=self.cast("ecology-1"),
            at=moment(self.ago(days), 15),
            **usual | given,
        )

    def ledgers(self) -> None:
        """Three in order, one of a registered unit with a gap, one not kept for long enough."""
        whole: dict[str, Any] = {"from_on": self.ago(400), "to_on": self.ago(35), "kept": True}
        self._ledger(self.simple[6], 30, "治理设施运行、危险废物管理", "pollution-1", **whole)
        self._ledger(self.simple[8], 17, "自行监测记录", "pollution-2", **whole)
        self._ledger(self.registered[0], 8, "基本信息和排放去向", "enforcement-1")
        gap: dict[str, Any] = {
            "result": "缺三个月的活性炭更换记录。",
            "findings": ["活性炭更换记录缺三个月。"],
            "kind": FindingKind.QUESTION,
        }
        self._ledger(self.registered[1], 1, "治理设施运行", "enforcement-2", in_order=False, **gap)
        short: dict[str, Any] = {
            "kept": False,
            "result": "三年以前的监测报告没有保存。",
            "findings": ["监测报告保存年限不够。"],
            "kind": FindingKind.FORMAL,
        }
        self._ledger(self.simple[9], 3, "自行监测记录", "pollution-1", in_order=False, **short)

    def _ledger(self, unit: Facility, days: int, categories: str, who: str, **given: Any) -> None:
        usual: dict[str, Any] = {"in_order": True, "result": "抽看记录齐全，与现场一致。"}
        do.check_ledger(
            facility=unit,
            on=self.ago(days),
            categories=categories,
            by=self.cast(who),
            at=moment(self.ago(days), 16),
            **usual | given,
        )

    # Emergency plans.

    def plans(self) -> None:
        """Twelve holders; one of them has filed before."""
        years = int(law.value("emergency_plan.validity.years", on=self.today).value)
        levels = (RiskLevel.GREATER, RiskLevel.ORDINARY, RiskLevel.ORDINARY, RiskLevel.MAJOR)
        units = [unit for pair in zip(self.key[1:7], self.simple[:6], strict=True) for unit in pair]
        for turn, (unit, days) in enumerate(zip(units, DUE_IN, strict=True)):
            filed_on = workdays.add_months(self.today, -12 * years) + timedelta(days=days)
            if turn == len(DUE_IN) - 1:
                self._file(unit, turn + 80, workdays.add_months(filed_on, -12 * years), RiskLevel.ORDINARY)
            self._file(unit, turn + 1, filed_on, levels[turn % len(levels)])

    def _file(self, unit: Facility, number: int, filed_on: date, level: str) -> None:
        at = moment(max(filed_on + timedelta(days=2), self.ago(300)), 11)
        do.file_plan(
            facility=unit,
            number=f"310107-{filed_on.year}-{number:03d}-演示",
            filed_on=filed_on,
            level=level,
            by=self.cast("pollution-1"),
            at=at,
        )

    # Abnormal events.

    def just_told(self) -> None:
        """Told yesterday to the station: neither division has confirmed it yet."""
        on = self.ago(1)
        self._event(
            self.simple[5],
            on,
            "station-1",
            kind=EventKind.INSTRUMENT,
            what="化学需氧量在线分析仪蠕动泵故障，数据中断。",
            equipment="DW001",
            measure="已联系运维单位，改为每四小时手工监测。",
        )

    def waits_for_the_unit(self) -> None:
        """Both divisions have dealt with it; the unit does not run normally yet."""
        event = self._event(
            self.simple[7],
            self.ago(4),
            "pollution-1",
            kind=EventKind.FACILITY,
            what="喷漆房活性炭吸附装置风机跳闸，停产检修。",
            equipment="TA001",
            exceeded=True,
            measure="已停产，更换风机。",
        )
        self._follow(event, 3)

    def over(self) -> None:
        """Dealt with, and the unit runs normally again."""
        event = self._event(
            self.simple[10],
            self.ago(16),
            "ecology-1",
            kind=EventKind.MONITORING,
            what="受委托的监测公司设备送检，本月废气监测推迟。",
        )
        self._follow(event, 15)
        event.refresh_from_db()
        do.restore_event(
            event=event,
            restored_at=moment(self.ago(9), 15),
            how="监测已补做，结果正常，报告已上传平台。",
            by=self.cast("ecology-1"),
            at=moment(self.ago(9), 17),
        )

    def _event(self, unit: Facility, on: date, who: str, **told: Any) -> AbnormalEvent:
        return do.receive_event(
            facility=unit,
            began_at=moment(on, 8, 40),
            received_at=moment(on, 9, 15),
            reporter="演示环保负责人 138****0000",
            by=self.cast(who),
            at=moment(on, 9, 20),
            **told,
        )

    def _follow(self, event: AbnormalEvent, days: int) -> None:
        at = moment(self.ago(days), 10)
        for routing in event.routings.order_by("pk"):
            by = self.cast(f"{routing.division_id.lower()}-1")
            if routing.state == "RECEIVED":
                do.acknowledge_event(routing=routing, by=by, at=at)
            do.handle_event(routing=routing, text="已电话核实，要求查明原因并每日报告进展。", by=by, at=at)


def _units(klass: str, step: int) -> list[Facility]:
    """Every so many, because the register is in the order of trades."""
    rows = Facility.objects.filter(management_class=klass, status="NORMAL", ended_on__isnull=True)
    return list(rows.order_by("pk"))[::step]
