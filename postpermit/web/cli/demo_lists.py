"""Files that an office would have at hand: exports of the platform, lists of the city, a form, a what-if. All invented."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from postpermit.duties.rules.periods import period_words
from postpermit.law.checklist_rows import COLUMNS
from postpermit.register.models import Facility
from postpermit.supervision.models import ReportCheck
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


DRAWN = ("序号", "登记编号", "单位名称", "抽查事项")
GARAGE = (
    (
        "涉 VOCs 环节",
        "1",
        "喷漆作业",
        "G1",
        "喷漆是否在密闭喷漆房内进行？",
        "喷漆房门、送排风",
        "大气法第四十五条",
    ),
    (
        "涉 VOCs 环节",
        "1",
        "喷漆作业",
        "G2",
        "漆料、稀释剂用完是否加盖？",
        "调漆间、暂存点",
        "大气法第四十六条",
    ),
    ("涉 VOCs 环节", "2", "治理设施", "G3", "活性炭更换记录是否齐全？", "更换台账、采购单", "条例第二十一条"),
    (
        "危险废物",
        "3",
        "贮存",
        "G4",
        "废漆渣、废活性炭是否按危险废物贮存？",
        "贮存间标识、转移联单",
        "固废法第七十九条",
    ),
)
WHAT_IF = """# 推演：多一个检查组、登记单位抽查比例改为 25%，与今年并列比较
# 用法：python3 run.py what-if 示例文件/推演_增加检查组.yaml --year {year}
values:
  inspection.registered.share: {{value: "0.25"}}
staff:
  teams: 3
  crews: 1
  officers: 8
"""


def garage_rows() -> list[dict[str, str]]:
    """The city's list for garages, as its sheet gives it."""
    names = list(COLUMNS)[:7]
    return [dict(zip(names, row, strict=True)) for row in GARAGE]


def write_lists(folder: Path, period: str) -> None:
    """Write the workbooks into the folder."""
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
    _write_enforcement(folder, int(period[:4]))


def _write_enforcement(folder: Path, year: int) -> None:
    units = Facility.objects.filter(
        management_class="REGISTERED", ended_on__isnull=True, status="NORMAL"
    ).order_by("-pk")
    drawn = [(n, f.number, f.name, "排污登记执法检查") for n, f in enumerate(units[:12], 1)]
    _write(folder / "市级随机抽取结果.xlsx", "抽取结果", DRAWN, drawn)
    rows = [tuple(row.get(c, "") for c in COLUMNS) for row in garage_rows()]
    _write(folder / "汽修行业检查单.xlsx", "检查单", tuple(COLUMNS), rows)
    (folder / "推演_增加检查组.yaml").write_text(WHAT_IF.format(year=year), encoding="utf-8")


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
