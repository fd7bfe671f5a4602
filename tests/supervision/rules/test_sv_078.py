"""SV-78: 报告停产，自动监测或用电显示在运行。"""

from datetime import date
from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import AutomaticFacts
from tests.supervision.building import case, fires, lacks, report

STOPPED = report(chapters={"explanation": "受订单影响，全年停产。"})
DAYS = (date(2026, 5, 1), date(2026, 5, 2))


def test_days_of_running_are_a_hit_for_each_outlet() -> None:
    """SV-78 fires with the days counted once, whatever the number of pollutants."""
    seen = (
        AutomaticFacts("DA001", "氮氧化物", running_days=DAYS),
        AutomaticFacts("DA001", "颗粒物", running_days=DAYS[:1]),
    )
    (hit,) = fires(78, case(STOPPED, automatic=seen))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "POLLUTION", "explanation")
    assert (hit.cell, hit.found) == ("其他需要说明的情况", "自动监测有 2 天显示运行")
    assert hit.message.startswith("DA001：")


@pytest.mark.parametrize(("used", "hits"), [("3650", 0), ("3650.1", 1), ("0", 0)])
def test_a_little_electricity_is_kept_and_more_is_not(used: str, hits: int) -> None:
    """SV-78 at its boundary: 10 kWh for every day of the period."""
    assert len(fires(78, case(STOPPED, electricity=Decimal(used)))) == hits


def test_days_outside_the_period_do_not_count() -> None:
    """SV-78 looks at the period only."""
    before = AutomaticFacts("DA001", "氮氧化物", running_days=(date(2025, 12, 31),))
    assert fires(78, case(STOPPED, automatic=(before,))) == []


def test_without_a_claim_it_does_not_apply() -> None:
    """SV-78 neither fires nor lacks anything while the unit says that it ran."""
    assert fires(78, case(report())) == []
    assert fires(78, case(report(), electricity=Decimal(10**6))) == []


def test_a_claimed_stop_without_data_cannot_be_judged() -> None:
    """SV-78 says 无法判断 when it has neither automatic data nor electricity; one of them is enough."""
    assert lacks(78, case(STOPPED)) == ["报告称停产，但没有自动监测和用电数据"]
    assert fires(78, case(STOPPED, automatic=())) == []
