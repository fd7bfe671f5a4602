"""Word reports: cover, letter, chapters, and tables as the platform prints them."""

import pytest

from postpermit import law
from postpermit.supervision.reading import UnableToReadReport, read_report
from postpermit.supervision.report import Report
from tests.supervision.reading.words import AMOUNTS, COVER, STATISTICS, Heading, Words
from tests.supervision.reading.worst import body, paragraph, word

NOX = ["DA001", "氮氧化物", "手工监测", "12", "50", "20", "40", "30", "0", "0", "/"]
SO2 = ["DA001", "二氧化硫", "手工监测", "12", "35", "ND", "3", "<3", "0", "0", ""]
COD = ["DW001", "化学需氧量", "自动监测", "4", "500", "100", "200", "150", "0", "0", "/"]
AMOUNT = ["主要排放口", "DA001", "锅炉", "氮氧化物", "2.0", "0.2", "0.3", "0.2", "0.3", "1.0", "否", "/"]


def read(words: Words) -> Report:
    """The report in a Word file."""
    return read_report(words.bytes(), "执行报告.docx")


def texts(report: Report, table: str) -> list[list[str]]:
    """Every row of a table as the texts of its cells, in the form's order."""
    columns = law.report_form().tables[table].columns
    return [[row[c].text for c in columns] for row in report.tables.get(table, ())]


def test_the_cover_is_read_label_by_label() -> None:
    found = read(Words().cover())
    assert (found.kind, found.period, found.source) == ("ANNUAL", "2026", "docx")
    assert found["permit_number"].text == COVER["排污许可证编号"]
    assert found["unit_name"].text == "演示甲电镀厂（演示）"
    assert (found["legal_representative"].text, found["legal_representative"].place) == (
        "演示法人",
        "封面“法定代表人（实际负责人）”",
    )
    assert (found.unread, found.unknown, found.attachments) == ((), (), None)


def test_a_cover_as_a_table_says_the_same_as_one_in_lines() -> None:
    lines, table = read(Words().cover()), read(Words().cover(as_table=True))
    assert (table.kind, table.period, table.cover) == (lines.kind, lines.period, lines.cover)


def test_labels_with_spaces_in_them_two_on_a_line_and_strokes_for_filling_in() -> None:
    words = Words().line(
        "排污许可证执行报告（季报）", "单 位 名 称: ____演示厂____", "报告时段：2026年第03季度"
    )
    found = read(
        words.line("固定电话：021-1  移动电话：100", "报 告 日 期：2026年10月08日", "排污单位名称（盖章）")
    )
    assert (found["unit_name"].text, found["phone"].text, found["mobile"].text) == ("演示厂", "021-1", "100")
    assert found["reported_on"].text == "2026年10月08日"
    assert (found.kind, found.period, found.unread) == ("QUARTERLY", "2026Q3", ())


@pytest.mark.parametrize(
    ("title", "label", "kind", "period"),
    [
        ("排污许可证执行报告（年报）", "2023年", "ANNUAL", "2023"),
        ("排污许可证执行报告（季报）", "2024年第3季", "QUARTERLY", "2024Q3"),
        ("排污许可证执行报告（季报）", "2023年第02季度季报表", "QUARTERLY", "2023Q2"),
        ("排污许可证执行报告（月报）", "2024年06月", "MONTHLY", "2024-06"),
        ("排污许可证执行报告", "2023年7月月报表", "MONTHLY", "2023-07"),
        # What the cover says is kept even where it does not agree: that is for a rule.
        ("排污许可证执行报告（年报）", "2024年第3季度", "ANNUAL", "2024Q3"),
    ],
)
def test_kind_and_period_in_every_written_form(title: str, label: str, kind: str, period: str) -> None:
    found = read(Words().line(title, "单位名称：演示厂", f"报告时段：{label}"))
    assert (found.kind, found.period, found.unread) == (kind, period, ())


def test_without_a_label_the_period_is_read_from_the_title_and_that_is_said() -> None:
    found = read(Words().line("2024年第3季度排污许可证执行报告", "单位名称：演示厂"))
    assert (found.kind, found.period) == ("QUARTERLY", "2024Q3")
    assert found.unread == ("封面没有“报告时段”，按“2024年第3季度排污许可证执行报告”读作 2024Q3。",)


def test_a_half_year_is_no_kind_and_an_unread_period_is_said() -> None:
    found = read(Words().line("排污许可证执行报告（半年报）", "单位名称：演示厂", "报告时段：去年"))
    assert (found.kind, found.period) == ("", "")
    assert any("报告类型" in u for u in found.unread)
    assert any("“去年”" in u for u in found.unread)


@pytest.mark.parametrize("number", ["一、", "1.", "1 ", "第一章 ", "（一）", "1.2 ", ""])
def test_chapters_are_known_under_any_number(number: str) -> None:
    words = (
        Words().cover().line(f"{number}自行监测执行情况", "按方案监测。", f"{number}信息公开情况", "已公开。")
    )
    found = read(words)
    assert {c: found.text(c) for c in found.chapters} == {
        "monitoring": "按方案监测。",
        "disclosure": "已公开。",
    }


def test_the_letter_and_text_on_the_line_of_a_heading() -> None:
    found = read(
        Words().cover().line("承诺书", "某局：", "特此承诺。", "十一、结论：本年度合规。", "没有超标。")
    )
    assert found.text("commitment") == "某局：\n特此承诺。"
    assert found.text("conclusion") == "本年度合规。\n没有超标。"


def test_a_chapter_that_is_only_listed_in_the_contents_is_not_there() -> None:
    listed = ("一、自行监测执行情况\t1", "二、信息公开情况\t2", "三、结论\t3")
    found = read(Words().cover().line("目录", *listed, "一、自行监测执行情况", "按方案监测。"))
    assert {c: found.text(c) for c in found.chapters} == {"monitoring": "按方案监测。"}


def test_a_table_with_two_heading_rows_gives_every_cell_its_place() -> None:
    words = Words().cover().line("四、自行监测执行情况", "表4-1 有组织废气污染物排放浓度监测数据统计表")
    found = read(words.table(STATISTICS, [NOX, SO2], down=[0]))
    assert texts(found, "air-concentration") == [NOX, SO2]
    first, second = found.tables["air-concentration"]
    assert first["max"].place == "有组织废气污染物排放浓度监测数据统计表 第1行“最大值”"
    assert second["outlet"].place == "有组织废气污染物排放浓度监测数据统计表 第2行“排放口编号”"
    assert (found.unread, found.unknown, found.text("monitoring")) == ((), (), "")


def test_the_summary_table_has_fewer_headings_than_cells() -> None:
    rows = [
        ["排污单位基本情况", "（一）排污单位基本信息", "单位名称", "演示厂", "否", ""],
        ["", "", "注册地址", "演示路1号", "是", "搬迁"],
    ]
    words = Words().cover().line("一、排污许可执行情况汇总表")
    words.table(["项目", "内容", "报告周期内执行情况", "原因分析", "", ""], rows, down=[0, 1])
    found = read(words)
    assert texts(found, "summary")[0] == rows[0]
    assert texts(found, "summary")[1] == [*rows[0][:2], *rows[1][2:]]
    said = "排污许可执行情况汇总表 第2行“项目”空白，按合并单元格读作上一行的内容，请核对。"
    assert found.unread == (said, said.replace("项目", "分组"))


def test_the_summary_table_with_a_spanning_heading_and_rows_without_a_group() -> None:
    made = Words().cover().line("一、排污许可执行情况汇总表")
    made.table([], [["项目", "内容", "", "", "报告周期内执行情况", "原因分析"],
                    ["基本情况", "基本信息", "单位名称", "演示厂", "否", ""],
                    ["管理要求", "监测设施", "", "手工", "否", "无"]])  # fmt: skip
    table = made.document.tables[0]
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(2, 1).merge(table.cell(2, 2))
    assert texts(read(made), "summary") == [
        ["基本情况", "基本信息", "单位名称", "演示厂", "否", ""],
        ["管理要求", "", "监测设施", "手工", "否", "无"],
    ]


def test_totals_stay_apart_and_a_merged_total_is_one() -> None:
    total = ["全厂合计", "", "", "氮氧化物", "2.0", "0.2", "0.3", "0.2", "0.3", "1.0", "否", ""]
    made = (
        Words()
        .cover()
        .line("六、实际排放情况及合规判定分析", "废气污染物实际排放量报表")
        .table(AMOUNTS, [AMOUNT, total])
    )
    table = made.document.tables[0]
    table.cell(3, 0).merge(table.cell(3, 2))
    found = read(made)
    assert texts(found, "air-amount") == [AMOUNT, total]
    assert [r.total for r in found.totals("air-amount")] == ["全厂合计"]
    assert [r.outlet for r in found.rows("air-amount")] == ["DA001"]


def test_a_total_under_a_column_nobody_knows_is_still_a_total() -> None:
    total = ["合计", "", "", "", "氮氧化物", *AMOUNT[4:]]
    words = Words().cover().line("六、实际排放情况及合规判定分析", "废气排放量")
    found = read(words.table(["序号", *AMOUNTS], [["1", *AMOUNT], total]))
    (row,) = found.totals("air-amount")
    assert (row["type"].text, row["type"].place) == ("合计", "废气污染物实际排放量报表 第2行“序号”")
    assert [r.extra for r in found.tables["air-amount"]] == [{"序号": "1"}, {"序号": "合计"}]


def test_water_and_gas_are_told_by_title_by_outlet_and_by_pollutant() -> None:
    bare = [h[1] if isinstance(h, tuple) else h.replace("（小时值）", "") for h in STATISTICS]
    words = Words().cover().line("四、自行监测情况", "2.废水").table(bare, [["1#", *COD[1:]]])
    words.line("其他排放口如下").table(bare, [COD]).line("还有").table(bare, [["2#", *NOX[1:]]])
    found = read(words)
    assert [r[0] for r in texts(found, "water-concentration")] == ["1#", "DW001"]
    assert [r[0] for r in texts(found, "air-concentration")] == ["2#"]


def test_what_cannot_be_told_is_kept_whole_and_said() -> None:
    bare = ["排放口编号", "污染物种类", "最小值", "最大值", "平均值"]
    found = read(Words().cover().line("四、自行监测情况").table(bare, [["1#", "某物", "1", "2", "1.5"]]))
    assert (found.tables, len(found.unknown)) == ({}, 1)
    assert found.unknown[0].cells[1] == ("1#", "某物", "1", "2", "1.5")
    assert found.unread[0].startswith("文件第1张表分不清是“有组织废气")


def test_gas_and_water_in_one_table_are_parted_by_their_outlets() -> None:
    water = ["主要排放口", "DW001", "总排口", "化学需氧量", *AMOUNT[4:]]
    found = read(
        Words().cover().line("六、实际排放情况及合规判定分析").table(AMOUNTS, [AMOUNT, AMOUNT, water])
    )
    assert [len(found.tables[t]) for t in ("air-amount", "water-amount")] == [2, 1]


def test_a_title_that_outlets_and_pollutants_contradict_is_said() -> None:
    words = (
        Words()
        .cover()
        .line("六、实际排放情况及合规判定分析", "废水污染物实际排放量报表")
        .table(AMOUNTS, [AMOUNT])
    )
    found = read(words)
    assert texts(found, "air-amount") == [AMOUNT]
    assert any("标题“废水污染物实际排放量报表”与“废气污染物实际排放量报表”不符" in u for u in found.unread)


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_in_the_next_with_or_without_its_heading(repeated: bool) -> None:
    words = (
        Words()
        .cover()
        .line("四、自行监测情况", "有组织废气污染物排放浓度监测数据统计表")
        .table(STATISTICS, [NOX])
    )
    words.line("").table(STATISTICS if repeated else [], [SO2])
    found = read(words)
    assert texts(found, "air-concentration") == [NOX, SO2]
    assert found.tables["air-concentration"][1].place.endswith("统计表 第2行")
    assert (found.unread, found.unknown) == ((), ())


def test_a_title_between_ends_a_table_and_a_second_one_names_its_place_in_the_file() -> None:
    words = (
        Words()
        .cover()
        .line("四、自行监测情况", "有组织废气污染物排放浓度监测数据统计表")
        .table(STATISTICS, [NOX])
    )
    words.line("表4-9 别的").table([], [SO2])
    words.line("有组织废气污染物排放浓度监测数据统计表").table(STATISTICS, [SO2])
    found = read(words)
    assert [t.title for t in found.unknown] == ["表4-9 别的"]
    assert (
        found.tables["air-concentration"][1].place
        == "有组织废气污染物排放浓度监测数据统计表（第3张表） 第1行"
    )


def test_unknown_columns_bands_and_notes_are_kept() -> None:
    words = Words().cover().line("六、实际排放情况及合规判定分析", "废气污染物实际排放量报表")
    words.table([*AMOUNTS, "填报人"], [[*AMOUNT, "某甲"]], band="（1）主要排放口")
    table = words.document.tables[0]
    row = table.add_row().cells
    row[0].merge(row[-1]).text = "注：按物料衡算。"
    found = read(words)
    (only,) = found.tables["air-amount"]
    assert only.extra == {"填报人": "某甲", "分段": "（1）主要排放口"}
    assert (found.text("emissions"), found.unread) == ("注：按物料衡算。", ())


def test_a_line_across_an_empty_table_is_text_of_the_chapter() -> None:
    words = Words().cover().line("四、自行监测情况", "有组织废气污染物排放浓度监测数据统计表")
    found = read(words.table(STATISTICS, [], band="本年度不适用：无有组织排放。"))
    assert (found.tables, found.text("monitoring")) == (
        {"air-concentration": ()},
        "本年度不适用：无有组织排放。",
    )


def test_titles_blank_rows_and_numbers_of_columns_inside_a_table_are_no_data() -> None:
    made = Words().cover().line("四、自行监测情况")
    heads = ["记录内容", "是否完整", "说明", "备注"]
    made.table(
        [],
        [
            ["", "", "", ""],
            ["台账管理情况表", "", "", ""],
            heads,
            ["1", "2", "3", "4"],
            ["监测信息", "是", "无", ""],
        ],
    )
    table = made.document.tables[0]
    table.cell(1, 0).merge(table.cell(1, 3))
    found = read(made)
    (row,) = found.tables["ledger"]
    assert [row[c].text for c in ("record", "complete", "remark")] == ["监测信息", "是", "无"]
    assert row.place == "台账管理情况表 第1行"


def test_a_unit_above_the_table_is_held_against_the_form() -> None:
    words = Words().cover().line("六、实际排放情况及合规判定分析", "废气污染物实际排放量报表", "单位：kg")
    bare: list[Heading] = [h.replace("（吨）", "") if isinstance(h, str) else h for h in AMOUNTS]
    found = read(words.table(bare, [AMOUNT]))
    (row,) = found.tables["air-amount"]
    assert row.extra["单位：合计"] == "kg"
    assert found.unread == (
        "废气污染物实际排放量报表：表上方写明单位 kg，与表式不同，数值按原样读入，未换算。",
    )


def test_a_unit_that_the_form_does_not_expect_is_said_and_nothing_converted() -> None:
    heads = ["许可排放量（kg）" if h == "许可排放量（吨）" else h for h in AMOUNTS]
    found = read(Words().cover().line("六、实际排放情况及合规判定分析", "废气排放量").table(heads, [AMOUNT]))
    (row,) = found.tables["air-amount"]
    assert (row["permitted"].text, row.extra) == ("2.0", {"单位：许可排放量": "kg"})
    assert "“许可排放量（kg）”的单位与表式不同" in found.unread[0]


def test_numbers_are_never_filled_downwards() -> None:
    words = Words().cover().line("四、自行监测情况", "有组织废气污染物排放浓度监测数据统计表")
    found = read(words.table(STATISTICS, [NOX, [*SO2[:4], "50", *SO2[5:]]], down=[0, 4]))
    assert [r["limit"].text for r in found.tables["air-concentration"]] == ["50", ""]
    assert found.unread == (
        "有组织废气污染物排放浓度监测数据统计表 第2行“许可排放浓度限值”与上一行合并，没有自己的内容，按空白读入。",
    )


def test_a_blank_outlet_where_others_are_written_out_stays_blank() -> None:
    words = Words().cover().line("四、自行监测情况", "有组织废气污染物排放浓度监测数据统计表")
    found = read(words.table(STATISTICS, [NOX, SO2, ["", *NOX[1:]]]))
    assert [r["outlet"].text for r in found.tables["air-concentration"]] == ["DA001", "DA001", ""]
    assert found.unread == ()


def test_tables_in_a_frame_and_in_a_cell_are_read_too() -> None:
    words = Words().cover().line("四、自行监测情况")
    frame = words.document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "说明在框里。"
    inner = frame.add_table(rows=2, cols=2)
    for at, text in enumerate(("记录内容", "是否完整", "监测信息", "是")):
        inner.cell(at // 2, at % 2).text = text
    found = read(words)
    assert [(r["record"].text, r["complete"].text) for r in found.tables["ledger"]] == [("监测信息", "是")]
    assert found.text("monitoring") == "说明在框里。"


def test_attachments_are_those_that_the_file_lists() -> None:
    lines = ("见附件清单。", "附件1：厂区平面布置图.pdf", "2. 监测点位图")
    found = read(Words().cover().line("十二、附图附件要求", *lines))
    assert found.attachments == ("厂区平面布置图.pdf", "监测点位图")
    table = Words().cover().line("十二、附图附件").table(["序号", "附件名称"], [["1", "工艺流程图"]])
    assert read(table).attachments == ("工艺流程图",)
    assert read(Words().cover().line("附件", "无")).attachments == ()
    assert read(Words().cover().line("附图附件")).attachments is None


def test_quarterly_columns_by_the_names_of_months() -> None:
    names = {"1季度": "7月", "2季度": "8月", "3季度": "9月", "年度合计": "季度合计"}
    heads = [
        (h[0], names[h[1]]) if isinstance(h, tuple) else h for h in AMOUNTS if h != ("实际排放量", "4季度")
    ]
    row = [*AMOUNT[:8], "0.7", "否", ""]
    words = Words().cover("季报", COVER | {"报告时段": "2026年第3季度"})
    found = read(words.line("一、实际排放情况及合规判定分析", "废气污染物实际排放量").table(heads, [row]))
    (only,) = found.tables["air-amount"]
    assert [only[c].text for c in ("p1", "p2", "p3", "total")] == ["0.2", "0.3", "0.2", "0.7"]


def test_struck_out_text_is_not_read_and_hidden_text_is_said() -> None:
    words = Words().cover().line("十一、结论", "合规。")
    run = words.document.paragraphs[-1].add_run("藏起来的字")
    run.font.hidden = True
    found = read(words)
    assert (found.text("conclusion"), found.unread) == ("合规。", ("文中有5个字设为隐藏，未读入。",))


def test_tick_boxes_of_every_make_are_seen_and_what_is_embedded_is_said() -> None:
    box = "<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
    old = f"<w:p>{box.format('')}<w:r><w:t>变化</w:t></w:r>{box.format('<w:checked/>')}<w:r><w:t>未变化</w:t></w:r></w:p>"
    new = '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t><w:object/></w:r></w:p>'
    found = read_report(word(body(paragraph("十一、结论") + old + new)), "a.docx")
    assert (found.text("conclusion"), found.unread[-1]) == (
        "□变化☑未变化\n☑是",
        "文中嵌有1个其他文件（如表格对象），未读入。",
    )


def test_notes_beside_the_text_are_said() -> None:
    data = word(body(paragraph("十一、结论")), **{"word/footnotes.xml": body(paragraph("见另附说明"))})
    assert read_report(data, "a.docx").unread[-1] == "文件有脚注“见另附说明”，未读入。"


def test_a_document_that_is_no_report_is_refused() -> None:
    with pytest.raises(UnableToReadReport, match="不像一份执行报告"):
        read(Words().line("会议通知", "明天开会。"))
