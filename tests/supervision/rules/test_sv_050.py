"""SV-50: 各时段数值全部相同，或文字与上一年度报告雷同。"""

import pytest

from postpermit.supervision.report import Report, Row
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, report, row

LONG = "各项污染防治设施按照操作规程运行，" * 20
OTHER = "按照自行监测方案取样和分析，" * 25


def same(*pollutants: str, value: str = "0.253", **changes: str) -> list[Row]:
    """Amounts that are the same in every quarter."""
    parts = dict.fromkeys(("p1", "p2", "p3", "p4"), value)
    return [
        row("air-amount", n, **AMOUNT_ROW | parts | {"pollutant": p, **changes})
        for n, p in enumerate(pollutants, 1)
    ]


TWO = ("氮氧化物", "颗粒物")


def test_pollutants_that_never_change_are_a_question() -> None:
    """SV-50 fires once for the report, with the pollutants."""
    (hit,) = fires(50, case(report(*same(*TWO)), earlier=()))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "emissions")
    assert hit.found == "氮氧化物、颗粒物"


def test_one_is_chance() -> None:
    """SV-50 at its boundary; spellings and outlets of one pollutant are one."""
    assert fires(50, case(report(*same("氮氧化物", "NOx")))) == []


@pytest.mark.parametrize("value", ["0", "0.01", "0.25", "50", "0.250", "/", ""])
def test_zeros_and_single_figures_say_nothing(value: str) -> None:
    """SV-50 leaves zeros, blanks and rounding to two figures alone."""
    assert fires(50, case(report(*same(*TWO, value=value)))) == []


def test_one_other_quarter_is_change_enough() -> None:
    """SV-50 wants every period the same; a quarterly report has three, a monthly one none."""
    assert fires(50, case(report(*same(*TWO, p3="0.254")))) == []
    quarter = {"kind": "QUARTERLY", "period": "2026Q1"}
    assert len(fires(50, case(report(*same(*TWO, p4=""), **quarter)))) == 1
    assert fires(50, case(report(*same(*TWO), kind="MONTHLY", period="2026-01"))) == []


def told(period: str, **chapters: str) -> Report:
    """An annual report with these chapters."""
    return report(period=period, chapters=chapters)


def test_a_copy_of_last_year_s_text_is_a_question() -> None:
    """SV-50 fires when every chapter of some length is word for word last year's; white space does not matter."""
    now = told("2026", facilities=LONG, internal=OTHER, tax="已缴纳。")
    (hit,) = fires(50, case(now, earlier=(told("2025", facilities=LONG + "\n", internal=OTHER),)))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "POLLUTION", "facilities")
    assert hit.found.endswith("与上一年度逐字相同")


def test_one_chapter_written_anew_is_no_copy() -> None:
    """SV-50 does not fire when a long chapter differs, or when only one chapter is long."""
    then = (told("2025", facilities=LONG, internal=LONG, explanation="无。"),)
    assert fires(50, case(told("2026", facilities=LONG, internal=OTHER), earlier=then)) == []
    assert fires(50, case(told("2026", internal=LONG, explanation="无。"), earlier=then)) == []


def test_the_length_is_the_boundary() -> None:
    """SV-50 wants 400 characters in chapters of 40: short sentences may be the same every year."""
    for first, second, hits in ((200, 200, 1), (200, 199, 0), (360, 40, 1), (361, 39, 0)):
        texts = {"facilities": (LONG + LONG)[:first], "internal": OTHER[:second]}
        now, then = (told(period, **texts) for period in ("2026", "2025"))
        assert len(fires(50, case(now, earlier=(then,)))) == hits


def test_text_that_still_names_last_year_needs_no_length() -> None:
    """SV-50 fires on a short copy that gives itself away, not on one that names this year too."""
    for year, hits in (("2025年", 1), ("2025年、2026年", 0), ("", 0)):
        texts = {"facilities": year + LONG[:50], "internal": OTHER[:50]}
        now, then = (told(period, **texts) for period in ("2026", "2025"))
        assert len(fires(50, case(now, earlier=(then,)))) == hits


def test_without_last_year_long_texts_cannot_be_judged() -> None:
    """SV-50 says 无法判断 only when there is something to compare."""
    now = told("2026", facilities=LONG, internal=OTHER)
    assert lacks(50, case(now)) == ["没有上一年度执行报告，无法比较文字是否雷同"]
    assert fires(50, case(report())) == []
