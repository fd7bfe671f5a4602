"""A holder with a permit, limits and report requirements, and short ways through a check."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from postpermit.duties.operations import generate_duties
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import DivisionReview, Finding, ReportCheck, ReportVersion
from postpermit.supervision.report import Report
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau, number_of, unit_row
from tests.supervision.building import AMOUNT_ROW, NAME, report, row

CHECKERS = ("APPROVAL", "ECOLOGY", "POLLUTION")
FILE = b"PK\x03\x04 invented report"


def quarterly(period: str = "2026Q3", **amounts: Any) -> Report:
    """A plain quarterly report of the unit: one amount row."""
    told = {k: v for k, v in AMOUNT_ROW.items() if k != "p4"} | {"total": "0.75"} | amounts
    texts = {"commitment": "承诺。", "emissions": "达标。", "facilities": "无异常。", "explanation": "无"}
    made = report(
        row("air-amount", **told),
        kind="QUARTERLY",
        period=period,
        cover={"period": f"{period[:4]}年第{period[-1]}季度", "reported_on": "2026年10月10日"},
        chapters=texts,
    )
    return replace(made, attachments=("承诺书签字盖章页.pdf",))


@dataclass
class CheckDesk:
    """The bureau with one key unit, and its report checks."""

    bureau: Bureau
    unit: Facility
    at: datetime

    def receive(
        self,
        read: Report | None = None,
        *,
        data: bytes = FILE,
        on: date = date(2026, 10, 12),
        by: str = "approval-1",
    ) -> ReportVersion:
        """Drop a report in."""
        made = read or quarterly()
        return do.receive_report(
            facility=self.unit,
            kind=made.kind,
            period=made.period,
            read=made,
            name="季报.docx",
            data=data,
            submitted_on=on,
            by=self.bureau(by),
            at=self.at,
        )

    def find(self, check: ReportCheck, division: str = "ECOLOGY", **more: Any) -> Finding:
        """A finding of a division."""
        section = {"APPROVAL": "basic", "ECOLOGY": "emissions", "POLLUTION": "facilities"}[division]
        given: dict[str, Any] = {"kind": "FORMAL", "text": "漏填", "clause": "plan:5.2", "section": section}
        by = self.bureau(f"{division.lower()}-1")
        return do.add_finding(check=check, division=division, by=by, at=self.at, **given | more)

    def answer_hints(self, check: ReportCheck) -> None:
        """Dismiss whatever the machine hints."""
        for division in CHECKERS:
            hints = list(check.hints.filter(state="OPEN", division=division))
            if hints:
                do.dismiss_hints(
                    hints=hints, why="已核实", by=self.bureau(f"{division.lower()}-1"), at=self.at
                )

    def sign_all(self, check: ReportCheck, *divisions: str) -> ReportCheck:
        """Every section of these divisions, or of all three."""
        self.answer_hints(check)
        for review in DivisionReview.objects.filter(check_matter=check, state="OPEN").order_by("pk"):
            if not divisions or review.division_id in divisions:
                self.sign(review)
        return ReportCheck.objects.get(pk=check.pk)

    def sign(self, review: DivisionReview) -> None:
        """All of one division's sections."""
        mine = do.reviewing_divisions(review.check_matter.report.kind)[review.division_id]
        do.sign_sections(
            review=review, sections=mine, by=self.bureau(f"{review.division_id.lower()}-1"), at=self.at
        )

    def notify(self, check: ReportCheck) -> Any:
        """Draft, submit and issue the notice."""
        notice = do.draft_notice(check=check, by=self.bureau("approval-1"), at=self.at)
        do.submit_notice(notice=notice, by=self.bureau("approval-1"), at=self.at)
        return do.issue_notice(notice=notice, by=self.bureau("approval-head"), at=self.at)


def open_desk(bureau: Bureau, at: datetime) -> CheckDesk:
    """The unit that tests write reports for, with this year's duties."""
    code = number_of(1)
    (unit,) = bureau.units(
        unit_row(1, 单位名称=NAME, 管理类别="重点管理", 法定代表人="演示法人"),
        at=at,
        排放口=[
            {"编号": code, "排放口编号": "DA001", "名称": "锅炉废气", "类别": "废气", "类型": "主要排放口"}
        ],
        许可限值=[
            {
                "编号": code,
                "排放口编号": "DA001",
                "污染物": "氮氧化物",
                "浓度限值": "50",
                "浓度单位": "mg/m³",
                "年许可排放量": 2,
            }
        ],
        报告要求=[
            {"编号": code, "报告类型": "年报", "提交期限": "次年1月31日"},
            {"编号": code, "报告类型": "季报", "提交期限": "季后15日"},
        ],
    )
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return CheckDesk(bureau, unit, at)
