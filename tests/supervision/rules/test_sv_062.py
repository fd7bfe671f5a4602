"""SV-62: 台账或自动监测显示设施异常，报告的异常情况表是空白。"""

from datetime import date

import pytest

from postpermit.supervision.rules.facts import AutomaticFacts, LedgerSum
from tests.supervision.building import case, fires, lacks, report, row

TWICE = (LedgerSum("污染防治设施运行管理信息", abnormal=2),)
EVENT = {
    "from": "2026-03-05 09:00",
    "to": "2026-03-05 11:00",
    "facility": "布袋除尘器（TA001）",
    "cause": "滤袋破损",
    "response": "更换滤袋",
    "reported": "是",
}


def test_what_the_ledger_shows_and_the_table_does_not_is_a_hit() -> None:
    """SV-62 fires on the empty table."""
    (hit,) = fires(62, case(report(), ledger=TWICE))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "POLLUTION", "facilities")
    assert (hit.cell, hit.found, hit.expected) == ("污染防治设施异常情况汇总表", "空白", "台账记有 2 次异常")


def test_days_of_fault_count_in_the_period_only() -> None:
    """SV-62 fires on marked days too, in quarterly reports as well."""
    fact = AutomaticFacts(
        "DA001", "氮氧化物", fault_days=(date(2026, 8, 1), date(2026, 8, 2), date(2026, 1, 1))
    )
    (hit,) = fires(62, case(report(kind="QUARTERLY", period="2026Q3"), automatic=(fact,)))
    assert (hit.expected, hit.division) == ("自动监测标记故障 2 日", "POLLUTION")
    assert fires(62, case(report(kind="QUARTERLY", period="2026Q2"), automatic=(fact,))) == []


def test_an_event_in_the_table_or_none_anywhere_is_none() -> None:
    """SV-62 asks only whether the table is empty."""
    assert fires(62, case(report(row("facility-abnormal", **EVENT)), ledger=TWICE)) == []
    assert fires(62, case(report(), ledger=(LedgerSum("监测"),))) == []


@pytest.mark.parametrize("said", ["/", "无", "无异常情况", "未发生故障", "设施运行正常", "不适用"])
def test_a_row_that_says_nothing_happened_is_a_blank_table(said: str) -> None:
    """SV-62 reads 无 as nothing."""
    nothing = dict.fromkeys(EVENT, "/") | {"facility": said}
    assert len(fires(62, case(report(row("facility-abnormal", **nothing)), ledger=TWICE))) == 1


def test_told_in_words_it_is_only_formal() -> None:
    """SV-62: the text tells of it, the table was forgotten; a denial tells of nothing."""
    for text, kind in (
        ("3月5日布袋除尘器发生故障，已更换。", "FORMAL"),
        ("运行正常，未发生故障或异常。", "SUBSTANTIVE"),
    ):
        (hit,) = fires(62, case(report(chapters={"facilities": text}), ledger=TWICE))
        assert hit.kind == kind


def test_without_ledger_and_automatic_data_it_cannot_judge() -> None:
    """SV-62 needs one of the two; a filled table needs none."""
    assert lacks(62, case(report())) == ["没有台账登记数据，也没有自动监测数据"]
    assert fires(62, case(report(row("facility-abnormal", **EVENT)))) == []
