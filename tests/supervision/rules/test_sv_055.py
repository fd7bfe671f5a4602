"""SV-55: 自动监测数据的有效率低于规定比例。"""

from decimal import Decimal

import pytest

from postpermit.supervision.report import Report
from postpermit.supervision.rules.facts import AutomaticFacts, MonitoringFacts
from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, permit, report, row

AUTOMATIC = permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "AUTOMATIC", "连续"),))


def known(capture: str | None) -> tuple[AutomaticFacts, ...]:
    """Automatic data with this valid share."""
    return (AutomaticFacts("DA001", "氮氧化物", capture=Decimal(capture) if capture else None),)


def told(**chapters: str) -> Report:
    """A report with the instrument's row."""
    return report(row("air-concentration", **STATISTICS_ROW | {"device": "自动监测"}), chapters=chapters)


@pytest.mark.parametrize(("capture", "hit"), [("0.75", False), ("0.7499", True), ("1", False), ("0", True)])
def test_less_than_the_share_is_a_hit(capture: str, hit: bool) -> None:
    """SV-55 at its boundary: three quarters are enough."""
    found = fires(55, case(told(), permit=AUTOMATIC, automatic=known(capture)))
    assert [h.expected for h in found] == (["不低于 75%"] if hit else [])


def test_it_is_worse_when_the_report_does_not_say_why() -> None:
    """SV-55 asks where the outage is told, and is substantive where nothing is said or trouble is denied."""
    for text, kind in (
        ("自动监测设备于6月发生故障，已更换主板。", "QUESTION"),
        ("自动监测设备运行正常，未发生故障。", "SUBSTANTIVE"),
        ("本年度布袋除尘器发生故障。", "SUBSTANTIVE"),
    ):
        (hit,) = fires(55, case(told(facilities=text), permit=AUTOMATIC, automatic=known("0.5")))
        assert (hit.kind, hit.found, hit.division) == (kind, "50%", "ECOLOGY")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第1行“有效监测数据数量”"


def test_without_automatic_data_it_cannot_judge() -> None:
    """SV-55 lacks the data or the share; a permit without instruments asks for none."""
    assert lacks(55, case(told(), permit=AUTOMATIC)) == ["没有自动监测数据"]
    assert lacks(55, case(report(), permit=None)) == ["没有自动监测数据"]
    assert lacks(55, case(told(), permit=AUTOMATIC, automatic=known(None))) == [
        "DA001 氮氧化物 没有自动监测数据有效率"
    ]
    assert fires(55, case(report())) == []
    assert fires(55, case(report(kind="MONTHLY", period="2026-03"), permit=AUTOMATIC)) == []
