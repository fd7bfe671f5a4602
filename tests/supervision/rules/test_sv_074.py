"""SV-74: 时段内有预警或保障要求，报告没有特殊时段内容。"""

from datetime import date
from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import OutletFacts
from tests.supervision.building import case, fires, lacks, permit, report, row

ALERT = ((date(2026, 12, 3), date(2026, 12, 5)),)


def test_an_alert_without_a_word_is_asked_about() -> None:
    """SV-74 fires for 污防科 and names the days."""
    (hit,) = fires(74, case(report(), alerts=ALERT))
    assert (hit.kind, hit.division, hit.section, hit.clause) == (
        "QUESTION",
        "POLLUTION",
        "emissions",
        "regulation:35",
    )
    assert (hit.found, hit.expected) == ("没有特殊时段内容", "2026年12月3日至2026年12月5日的排放和措施")


def test_where_the_permit_limits_such_times_it_is_more_than_a_question() -> None:
    """SV-74 is substantive when the permit holds amounts for special times."""
    bound = permit(special_amounts={("DA001", "氮氧化物"): Decimal("0.1")})
    (hit,) = fires(74, case(report(), permit=bound, alerts=ALERT))
    assert hit.kind == "SUBSTANTIVE"


@pytest.mark.parametrize(
    ("first", "last", "hits"),
    [
        (date(2025, 12, 30), date(2025, 12, 31), 0),
        (date(2025, 12, 30), date(2026, 1, 1), 1),
        (date(2026, 12, 31), date(2027, 1, 2), 1),
        (date(2027, 1, 1), date(2027, 1, 2), 0),
    ],
)
def test_one_day_in_the_period_is_enough(first: date, last: date, hits: int) -> None:
    """SV-74 at its boundaries: first and last day of the period."""
    assert len(fires(74, case(report(), alerts=((first, last),)))) == hits


def test_a_filled_table_answers() -> None:
    """SV-74 does not fire beside a filled table; a row of / is none."""
    filled = row(
        "special-amount", on="2026-12-03", outlet="DA001", pollutant="氮氧化物", permitted="5", total="2"
    )
    assert fires(74, case(report(filled), alerts=ALERT)) == []
    assert (
        len(fires(74, case(report(row("special-air", on="/", outlet="/", pollutant="无")), alerts=ALERT)))
        == 1
    )


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("重污染天气黄色预警期间按要求限产30%。", 0),
        ("特殊时段停用喷漆线。", 0),
        ("未启动重污染天气应急响应，特殊时段统计表不适用。", 1),
        ("特殊时段有组织废气污染物监测数据统计表", 1),
    ],
)
def test_measures_told_in_words_answer_and_a_denial_does_not(text: str, hits: int) -> None:
    """SV-74 reads the chapters; a denial or the form's own caption tells of no measures."""
    assert len(fires(74, case(report(chapters={"monitoring": text}), alerts=ALERT))) == hits


def test_who_is_not_bound_is_not_asked() -> None:
    """SV-74 does not apply without waste gas, or when production stood still."""
    water = permit(outlets=(OutletFacts("DW001", "", "WATER"),))
    assert fires(74, case(report(), permit=water)) == []
    assert fires(74, case(report(chapters={"explanation": "全年停产。"}), alerts=ALERT)) == []


def test_without_a_list_of_alerts_it_cannot_judge() -> None:
    """SV-74 says 无法判断 when nobody recorded alerts; none recorded is known."""
    assert lacks(74, case(report())) == ["没有重污染天气预警和保障时段的记录"]
    assert fires(74, case(report(), alerts=())) == []
