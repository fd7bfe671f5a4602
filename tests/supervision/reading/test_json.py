"""The published schema: fresh, held against what is read, and a report that goes out and in again."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law
from postpermit.supervision.reading import (
    UnableToReadReport,
    as_published,
    from_published,
    read_report,
    schema,
)
from postpermit.supervision.report import Chapter, Report, UnknownTable
from postpermit.web.cli.check_report import SCHEMA, schema_text
from tests.supervision import building
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW

SMALL: dict[str, Any] = {"kind": "ANNUAL", "period": "2026", "cover": {}}
FREE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Z")), max_size=8).filter(
    lambda t: t == t.strip()
)


def small(**changes: Any) -> dict[str, Any]:
    """The least that is a report, with changes."""
    return SMALL | changes


def read(values: Any) -> Report:
    """A report from a file of such values."""
    return read_report(json.dumps(values, ensure_ascii=False).encode(), "报告.json")


def test_the_schema_in_docs_is_fresh_and_says_its_dialect() -> None:
    assert Path(SCHEMA).read_text(encoding="utf-8") == schema_text()
    assert schema()["$schema"].endswith("/draft/2020-12/schema")


def test_every_part_has_its_chinese_title() -> None:
    tables = schema()["properties"]["tables"]["properties"]
    assert set(tables) == set(law.report_form().tables)
    assert tables["air-amount"]["title"] == "废气污染物实际排放量报表"
    assert tables["air-amount"]["items"]["properties"]["permitted"]["title"] == "许可排放量"


def test_a_report_goes_out_and_comes_in_the_same() -> None:
    made = building.report(
        building.row("air-concentration", 1, **STATISTICS_ROW),
        building.row("air-amount", 1, **AMOUNT_ROW),
        attachments=("平面图",),
        unknown=(UnknownTable("噪声", "文件第3张表", (("声源", "55"),)),),
        unread=("某处读不出。",),
    )
    assert from_published(as_published(made)) == made


values = st.dictionaries(st.sampled_from(sorted(law.report_form().tables["ledger"].columns)), FREE)


@given(
    st.lists(values, max_size=4),
    st.dictionaries(st.sampled_from(sorted(law.report_form().cover)), FREE),
    st.one_of(st.none(), st.lists(FREE, max_size=3)),
    st.dictionaries(FREE.filter(bool), FREE, max_size=2),
)
@settings(max_examples=40)
def test_any_published_report_is_published_again_as_it_was(
    rows: list[dict[str, str]], cover: dict[str, str], attachments: Any, extra: dict[str, str]
) -> None:
    lines = [row | {"extra": extra} if extra else row for row in rows]
    given_values = {
        **small(cover=cover, attachments=attachments),
        "version": 1, "unknown": [], "unread": [],
        "chapters": {"conclusion": "合规。", "basic": {"title": "一、基本情况", "text": "无变化"}},
        "tables": {"ledger": lines},
    }  # fmt: skip
    assert as_published(from_published(given_values)) == given_values
    assert as_published(read(given_values)) == given_values


def test_places_follow_from_where_a_cell_stands() -> None:
    found = read(small(tables={"ledger": [{"record": "a"}, {"record": "b"}]}, cover={"unit_name": "演示厂"}))
    assert found.tables["ledger"][1]["record"].place == "台账管理情况表 第2行“记录内容”"
    assert (found["unit_name"].place, found.source) == ("封面“单位名称”", "json")
    assert from_published(SMALL).source == "typed"


def test_figures_are_kept_digit_by_digit_and_null_is_blank() -> None:
    text = '{"kind": "", "period": "", "cover": {}, "tables": {"ledger": [{"record": 0.10, "remark": null}]}}'
    (row,) = read_report(text.encode(), "a.json").tables["ledger"]
    assert (row["record"].text, row["remark"].text) == ("0.10", "")


def test_a_chapter_may_carry_its_own_heading() -> None:
    found = from_published(small(chapters={"tax": {"title": "七、税", "text": "已缴"}}))
    assert found.chapters["tax"] == Chapter("tax", "七、税", "已缴", "七、税")


@pytest.mark.parametrize(
    ("given_values", "said"),
    [
        ([], "/：应为对象。"),
        ({"kind": "ANNUAL"}, "/：缺少 period。"),
        (small(kind="YEAR"), "/kind：应为 ANNUAL、QUARTERLY、MONTHLY 之一。"),
        (small(period="2026年"), "/period：写法不对。"),
        (small(version=2), "/version：应为 1。"),
        (small(colour="red"), "/colour：表式中没有这一项。"),
        (small(cover={"a/b": "x"}), "/cover/a~1b：表式中没有这一项。"),
        (small(cover={"unit_name": True}), "/cover/unit_name：应为文本或数字或null。"),
        (small(tables={"ledger": {}}), "/tables/ledger：应为数组。"),
        (small(tables={"ledger": [{}, {"recrd": "x"}]}), "/tables/ledger/1/recrd：表式中没有这一项。"),
        (small(tables={"ledger": [{"record": []}]}), "/tables/ledger/0/record：应为文本或数字或null。"),
        (small(tables={"ledger": [{"extra": {"a": [1]}}]}), "/tables/ledger/0/extra/a：应为文本或数字或null。"),
        (small(chapters={"tax": 3}), "/chapters/tax：应为文本或对象。"),
        (small(chapters={"tax": {"title": "x"}}), "/chapters/tax：缺少 text。"),
        (small(cover={"unit_name": "a\u0000b"}), "/cover/unit_name：含有不能显示的字符。"),
        (small(cover={"unit_name": "字" * 20001}), "/cover/unit_name：超过 20000 字。"),
        (small(tables={"ledger": [{}] * 20001}), "/tables/ledger：超过 20000 项。"),
        (small(unknown=[{"title": "x"}]), "/unknown/0：缺少 cells。"),
    ],
)  # fmt: skip
def test_a_misfit_is_refused_with_its_pointer(given_values: Any, said: str) -> None:
    with pytest.raises(UnableToReadReport) as refused:
        read(given_values)
    assert (str(refused.value), refused.value.place) == (said, said.partition("：")[0])
    with pytest.raises(UnableToReadReport):
        from_published(given_values)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"kind": 1', "不是有效的 JSON（第 1 行第"),
        (b'{"kind": "\xff"}', "不是 UTF-8"),
        (b'{"a": 1, "a": 2}', "“a”写了两次"),
        (b'{"a": NaN}', "不是数"),
        (b'{"cover": {"\\ud800": 1}, "kind": "", "period": ""}', "/cover：名称中含有不能显示的字符"),
        (b'{"a\\ud800": 1, "a\\ud800": 2}', "“a”写了两次"),
        (b'{"a":' * 100_000, "层次过深"),
        (b"[" * 300_000, "层次过深"),
        (b"[" + b"[]," * 900_000, "内容过多"),
    ],
)
def test_text_that_is_no_honest_json_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnableToReadReport, match=said):
        read_report(data, "a.json")
