"""SV-53: 许可证要求自动监测的项目，报告中没有自动监测数据。"""

from decimal import Decimal

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import AutomaticFacts, MonitoringFacts
from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, permit, report, row

AUTOMATIC = permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "AUTOMATIC", "连续"),))
NOTHING = {"count": "/", "min": "/", "max": "/", "mean": "/"}


def told(**changes: str) -> Row:
    """A row of the instrument's data."""
    return row("air-concentration", **STATISTICS_ROW | {"device": "自动监测", "count": "8000"} | changes)


@pytest.mark.parametrize("count", ["/", "", "0"])
def test_an_instrument_that_reports_nothing_is_a_hit(count: str) -> None:
    """SV-53 fires on a blank or zero count without results, from the report alone."""
    (hit,) = fires(53, case(report(told(**NOTHING | {"count": count})), permit=AUTOMATIC))
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert (hit.cell[-10:], hit.found) == ("“有效监测数据数量”", count)


def test_sampling_by_hand_alone_is_a_hit() -> None:
    """SV-53 fires on the device; 自动监测、手工监测 together is none."""
    (hit,) = fires(53, case(report(told(device="手工监测")), permit=AUTOMATIC))
    assert (hit.found, hit.expected) == ("手工监测", "自动监测")
    for device in ("自动监测", "自动监测、手工监测", ""):
        assert fires(53, case(report(told(device=device)), permit=AUTOMATIC)) == []


def test_what_the_instrument_did_measure_was_only_left_out() -> None:
    """SV-53 is formal when the automatic data are there."""
    known = (AutomaticFacts("DA001", "氮氧化物", mean=Decimal(30)),)
    (hit,) = fires(53, case(report(told(**NOTHING)), permit=AUTOMATIC, automatic=known))
    assert hit.kind == "FORMAL"
    (hit,) = fires(53, case(report(told(**NOTHING)), permit=AUTOMATIC, automatic=()))
    assert hit.kind == "SUBSTANTIVE"


def test_manual_pairs_missing_pairs_and_outlets_out_of_use_are_none() -> None:
    """SV-53 judges only rows that are there, with a duty, in use."""
    assert fires(53, case(report(told(**NOTHING)))) == []
    assert fires(53, case(report(), permit=AUTOMATIC)) == []
    assert fires(53, case(report(told(**NOTHING | {"remark": "锅炉停用"})), permit=AUTOMATIC)) == []
    stood = report(told(**NOTHING), chapters={"explanation": "全年停产。"})
    assert fires(53, case(stood, permit=AUTOMATIC)) == []


def test_without_requirements_it_cannot_judge() -> None:
    """SV-53 needs to know what is monitored by instrument."""
    assert lacks(53, case(report(told()), permit=None)) == ["登记信息中没有自行监测要求"]
