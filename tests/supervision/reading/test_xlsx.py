"""Our workbook: the empty template, the filled one, and cells that are wrong."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law
from postpermit.supervision.reading import blank_workbook, filled_workbook, read_report
from postpermit.supervision.report import Report, Row, UnknownTable
from tests.supervision import building
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, WATER_ROW

AIR = "有组织废气污染物排放浓度监测数据统计表"
FREE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Z")),
    min_size=1,
    max_size=12,
)


def read(data: bytes) -> Report:
    """The report in a workbook."""
    return read_report(data, "执行报告.XLSX")


def texts(report: Report) -> dict[str, list[dict[str, str]]]:
    """Table → rows of texts that are not blank, unknown columns among them."""
    return {
        code: [{c: cell.text for c, cell in row.cells.items() if cell.text} | dict(row.extra) for row in rows]
        for code, rows in report.tables.items()
    }


def book(**sheets: list[list[Any]]) -> bytes:
    """A workbook typed by somebody."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["ANNUAL", "QUARTERLY", "MONTHLY", ""])
def test_the_empty_template_has_a_sheet_for_every_table_of_the_kind(kind: str) -> None:
    names = openpyxl.load_workbook(io.BytesIO(blank_workbook(kind))).sheetnames
    tables = [t.title for t in law.report_form().tables.values() if not kind or kind in t.kinds]
    assert names == ["封面", "章节", *tables, "附件"]
    found = read(blank_workbook(kind))
    assert (found.kind, set(found.tables.values())) == (kind, {()})
    assert [u for u in found.unread if "报告时段" not in u and "报告类型" not in u] == []


def test_columns_of_quarters_stand_only_where_the_kind_has_them() -> None:
    def heads(kind: str) -> list[str]:
        sheet = openpyxl.load_workbook(io.BytesIO(blank_workbook(kind)))["废气污染物实际排放量报表"]
        return [c.value for c in sheet[1]]

    assert [
        ("第1季度或第1月" in heads(k), "第4季度" in heads(k)) for k in ("ANNUAL", "QUARTERLY", "MONTHLY")
    ] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_a_filled_workbook_gives_the_report_back() -> None:
    rows = [
        building.row("air-concentration", 1, **STATISTICS_ROW | {"min": "0.50"}),
        building.row("water-concentration", 1, **WATER_ROW),
    ]
    rows.append(Row("air-amount", "", building.row("air-amount", 1, **AMOUNT_ROW).cells, {"填报人": "某甲"}))
    made = building.report(
        *rows,
        attachments=("厂区平面布置图",),
        unknown=(UnknownTable("噪声", "", (("声源", "值"), ("风机", "55"))),),
    )
    found = read(filled_workbook(made))
    assert {k: v for k, v in texts(found).items() if v} == texts(made)
    assert {c: cell.text for c, cell in found.cover.items() if cell.text} == building.COVER
    assert {c: found.text(c) for c in found.chapters} == {c: made.text(c) for c in made.chapters}
    assert (found.kind, found.period, found.attachments, found.source) == (
        "ANNUAL",
        "2026",
        ("厂区平面布置图",),
        "xlsx",
    )
    assert [t.cells for t in found.unknown] == [t.cells for t in made.unknown]
    assert found.unread == ()


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(("record", "remark"), FREE)), max_size=4),
    st.dictionaries(st.sampled_from(["conclusion", "other", "tax"]), FREE),
)
@settings(max_examples=20)
def test_any_text_survives_the_workbook(rows: list[dict[str, str]], chapters: dict[str, str]) -> None:
    made = building.report(
        *(building.row("ledger", n, **row) for n, row in enumerate(rows, 1)), chapters=chapters
    )
    found = read(filled_workbook(made))
    assert texts(found)["ledger"] == rows
    assert {c: found.text(c) for c in chapters} == chapters


def test_a_long_chapter_goes_on_in_the_next_row() -> None:
    long = "\n".join("段落" * 4000 for _ in range(6))
    assert read(filled_workbook(building.report(chapters={"conclusion": long}))).text("conclusion") == long


def test_columns_in_another_order_and_columns_nobody_knows() -> None:
    heads = ["备注", "平均值", "＊最大值", "最小值", "污染物种类", "排放口编号", "谁测的"]
    found = read(
        book(
            **{
                "封面": [["报告类型", "年报"], ["报告时段", "2026年"]],
                AIR: [heads, ["无", 30, 40.5, 20, "NOx", "DA001", "某乙"]],
            }
        )
    )
    (row,) = found.tables["air-concentration"]
    assert [row[c].text for c in ("outlet", "pollutant", "min", "max", "mean", "remark")] == [
        "DA001",
        "NOx",
        "20",
        "40.5",
        "30",
        "无",
    ]
    assert row.extra == {"谁测的": "某乙"}
    assert row["max"].place == f"{AIR} 第2行“最大值”（C列）"
    assert found.unread == (f"{AIR}没有“有效监测数据数量”“许可排放浓度限值”“超标数据数量”“超标率”列。",)


def test_per_cent_errors_days_and_merged_cells_of_a_workbook_made_elsewhere() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    cover = made.add_worksheet("封面")
    cover.write_row(0, 0, ["报告类型", "季报"])
    cover.write_row(1, 0, ["报告时段", "2026年第3季度"])
    sheet = made.add_worksheet(AIR)
    sheet.write_row(0, 0, ["排放口编号", "污染物种类", "最小值", "最大值", "平均值", "超标率"])
    sheet.merge_range(1, 0, 2, 0, "DA001")
    sheet.write_row(1, 1, ["氮氧化物", 1, 2, 1.5])
    sheet.write_number(1, 5, 0.05, made.add_format({"num_format": "0.0%"}))
    sheet.write_row(2, 1, ["颗粒物", 1e-7, 2])
    sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")
    days = made.add_worksheet("污染防治设施异常情况汇总表")
    days.write_row(0, 0, ["开始时段", "结束时段", "故障设施", "故障原因"])
    days.write_datetime(
        1, 0, datetime.datetime(2026, 8, 1, 8, 30), made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    )
    days.write_row(1, 1, ["不详", "TA001", "跳闸"])
    made.close()
    found = read(out.getvalue())
    first, second = found.tables["air-concentration"]
    assert (first["rate"].text, second["outlet"].text, second["min"].text) == ("5%", "DA001", "0.0000001")
    (event,) = found.tables["facility-abnormal"]
    assert event["from"].text == "2026-08-01 08:30"
    assert f"工作表“{AIR}”E3单元格是错误值，按空白读入。" in found.unread
    assert "污染防治设施异常情况汇总表 第2行“结束时段”（B列）应填日期，写的是“不详”。" in found.unread


def test_every_wrong_cell_is_named_with_sheet_row_and_column() -> None:
    heads = ["排放口编号", "污染物种类", "许可排放浓度限值", "最小值", "最大值", "平均值"]
    wrong = ["DA001", "氮氧化物", "6-9", "ND", "四十", "30"]
    found = read(
        book(
            **{
                "封面": [["报告类型", "年报"]],
                AIR: [heads, wrong],
                "章节": [["结论", "合规"], ["乱写的", "一句话"]],
            }
        )
    )
    assert f"{AIR} 第2行“最大值”（E列）应填数字，写的是“四十”。" in found.unread
    assert "工作表“章节”第2行“乱写的”不是章节名称，未读入：一句话。" in found.unread
    assert len([u for u in found.unread if "应填数字" in u]) == 1


def test_a_sheet_nobody_knows_is_kept_whole() -> None:
    found = read(
        book(
            **{
                "封面": [["报告类型", "年报"], ["单位名称", "演示厂"], ["编制人", "某丙"]],
                "草稿": [["a", 1], ["b", None]],
                "空表": [],
            }
        )
    )
    assert [(t.title, t.place, t.cells) for t in found.unknown] == [
        ("草稿", "工作表“草稿”", (("a", "1"), ("b", "")))
    ]
    assert any("编制人" in u for u in found.unread)
    assert any("某丙" in u for u in found.unread)
