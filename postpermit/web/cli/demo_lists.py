"""Files that an office would have at hand: the platform's two exports, the city's list and its form. All invented."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from postpermit.register.models import Facility
from postpermit.supervision.models import ReportCheck, period_words
from postpermit.web.sheets import workbook

HOLDERS = ("排污许可证编号", "单位名称", "管理类别", "所属街道", "有效期起", "有效期截止", "许可证状态")
SUBMISSIONS = ("序号", "单位名称", "排污许可证编号", "报告名称", "提交状态", "提交时间")
CITY = ("序号", "企业名称", "许可证编号", "检查要点")
FORM = (
    "序号",
    "企业名称",
    "管理类别",
    "是否提交",
    "是否逾期",
    "是否检查",
    "问题数",
    "存在问题",
    "意见单文号",
    "整改情况",
    "移交情况",
)


def write_lists(folder: Path, period: str) -> None:
    """Write the four workbooks into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    holders = list(
        Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True).order_by(
            "pk"
        )
    )
    checks = list(
        ReportCheck.objects.filter(report__period=period).select_related("report__facility").order_by("pk")
    )
    _write(folder / "平台导出_持证单位清单.xlsx", "持证单位清单", HOLDERS, [_holder(f) for f in holders])
    rows = [_submission(n, c) for n, c in enumerate(checks, 1)]
    _write(folder / "平台导出_执行报告提交情况.xlsx", "提交情况", SUBMISSIONS, rows)
    listed = [
        (n, c.report.facility.name, c.report.facility.number, "实际排放量") for n, c in enumerate(checks, 1)
    ]
    _write(
        folder / "市级检查清单.xlsx",
        "检查清单",
        CITY,
        [*listed, (len(listed) + 1, "邻区某厂（演示）", "", "实际排放量")],
    )
    (folder / "市级上报表样.xlsx").write_bytes(_form(period))


def _holder(unit: Facility) -> tuple[Any, ...]:
    ends = unit.valid_to + timedelta(days=30) if unit.valid_to and unit.pk % 23 == 0 else unit.valid_to
    klass = unit.get_management_class_display()
    return (unit.number, unit.name, klass, unit.street, unit.valid_from, ends, "正常")


def _submission(number: int, check: ReportCheck) -> tuple[Any, ...]:
    report = check.report
    year, _, quarter = report.period.partition("Q")
    on = report.submitted_on
    return (
        number,
        report.facility.name,
        report.facility.number,
        f"{year}年第{quarter.zfill(2)}季度季报表",
        "已提交" if on else "待提交",
        f"{on} 09:30:00" if on else "",
    )


def _write(path: Path, title: str, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    path.write_bytes(workbook(title, header, rows)[0])


def _form(period: str) -> bytes:
    """A form with a title above its header, as such forms come."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "上报表"
    sheet["A1"] = f"普陀区{period_words(period)}执行报告检查情况表（演示）"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(FORM))
    for column, name in enumerate(FORM, 1):
        sheet.cell(2, column, name)
        sheet.column_dimensions[sheet.cell(2, column).column_letter].width = 16
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
