"""SV-6: 应有的章节缺失，或章节没有内容。"""

from datetime import date
from typing import Any

import pytest

from postpermit import law
from postpermit.supervision.report import Report, UnknownTable
from postpermit.supervision.rules.facts import AbnormalFacts
from tests.supervision.building import case, fires, lacks, report, row


def texts(kind: str = "ANNUAL", without: tuple[str, ...] = (), **changed: str) -> dict[str, str]:
    """Every chapter of a kind with a sentence, some left out or changed."""
    told = {s.code: f"{s.label}已按要求落实。" for s in law.report_sections(kind)} | changed
    return {code: text for code, text in told.items() if code not in without}


def annual(without: tuple[str, ...] = (), rows: tuple[Any, ...] = (), **changed: str) -> Report:
    """An annual report with such chapters."""
    return report(*rows, chapters=texts("ANNUAL", without, **changed))


def test_a_missing_chapter_is_named() -> None:
    """SV-6 fires: the chapter, and the division of its section."""
    (hit,) = fires(6, case(annual(without=("monitoring",))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert (hit.cell, hit.found, hit.expected) == ("自行监测情况", "没有这一章", "有“自行监测情况”一章")
    assert hit.message == "自行监测情况：应有的章节缺失，或章节没有内容。"


@pytest.mark.parametrize("text", ["", "无", "/", "不适用", "无。", "—"])
def test_a_heading_without_content_is_an_empty_chapter(text: str) -> None:
    """SV-6 takes a bare 无 or 不适用 for nothing said."""
    (hit,) = fires(6, case(annual(internal=text)))
    assert (hit.section, hit.found) == ("internal", text or "没有内容")


@pytest.mark.parametrize("text", ["不适用，本单位没有自建污水站。", "无组织排放为主，无治理设施。"])
def test_a_reason_is_content(text: str) -> None:
    """SV-6 is content with 不适用 and why."""
    assert fires(6, case(annual(facilities=text))) == []


@pytest.mark.parametrize("code", ["explanation", "other", "compliance", "tax"])
def test_some_chapters_may_say_none(code: str) -> None:
    """SV-6 takes 无 for an answer where there may really be nothing; a blank is none."""
    assert fires(6, case(annual(**{code: "无"}))) == []
    assert len(fires(6, case(annual(**{code: ""})))) == 1


def test_a_table_is_content_and_finds_its_chapter() -> None:
    """SV-6: rows stand for text and heading, rows of / do not."""
    told = row("ledger", record="生产设施运行管理信息", complete="是")
    assert fires(6, case(annual(rows=(told,), ledger=""))) == []
    assert fires(6, case(annual(rows=(told,), without=("ledger",)))) == []
    assert len(fires(6, case(annual(rows=(row("ledger", record="/", complete="/"),), ledger="")))) == 1


def test_chapters_of_older_forms_are_wanted_together_or_not_at_all() -> None:
    """SV-6: a form without the chapters on laws and tax is a form too; one of the two alone is not."""
    assert fires(6, case(annual(without=("compliance", "tax")))) == []
    (hit,) = fires(6, case(annual(without=("tax",))))
    assert hit.section == "tax"


def test_attachments_need_no_text() -> None:
    """SV-6: a heading over pictures, or files alone, is enough."""
    assert fires(6, case(annual(attachments=""))) == []
    files = report(chapters=texts(without=("attachments",)), attachments=("附图.pdf",))
    assert fires(6, case(files)) == []


@pytest.mark.parametrize("kind", ["QUARTERLY", "MONTHLY"])
def test_below_the_year_a_trouble_is_told_where_there_was_one(kind: str) -> None:
    """SV-6: without an abnormal event neither part on facilities is wanted; one of two explanations is enough."""
    period = "2026Q1" if kind == "QUARTERLY" else "2026-02"
    calm = report(
        kind=kind, period=period, chapters=texts(kind, without=("facilities", "basic"), explanation="无")
    )
    assert fires(6, case(calm)) == []
    assert (
        fires(6, case(report(kind=kind, period=period, chapters=texts(kind, without=("explanation",))))) == []
    )
    (hit,) = fires(6, case(calm, abnormal=(AbnormalFacts(date(2026, 2, 3), "TA001"),)))
    assert hit.section == "facilities"
    assert fires(6, case(calm, abnormal=(AbnormalFacts(date(2026, 5, 3), "TA001"),))) == []


def test_a_standstill_needs_little() -> None:
    """SV-6: whoever stood still for the whole period tells that, and who it is."""
    told = {"commitment": "特此承诺。", "basic": "见表。", "explanation": "本单位全年停产。"}
    assert fires(6, case(report(chapters=told))) == []
    assert [h.section for h in fires(6, case(report(chapters={**told, "commitment": ""})))] == ["commitment"]


def test_what_was_not_read_is_not_judged() -> None:
    """SV-6 says 无法判断 without kind or headings, and for an empty chapter beside tables nobody recognised."""
    assert lacks(6, case(report(kind=""))) == ["没有识别出报告类型，不知道应有哪些内容"]
    assert lacks(6, case(report(chapters={}))) == ["文件中没有识别出章节标题"]
    strange = UnknownTable("附表", "第9个表", (("甲", "乙"),))
    held = report(chapters=texts(internal=""), unknown=(strange,))
    assert lacks(6, case(held)) == [
        "有表格没有识别出来，不知道“企业内部管理体系建设与运行情况”一章有没有内容"
    ]
