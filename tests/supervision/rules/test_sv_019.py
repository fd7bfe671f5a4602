"""SV-19: 许可证载明的排放口没有填报，也没有说明停排原因。"""

import pytest

from postpermit.supervision.rules.facts import LimitFacts, MonitoringFacts, Obligation, OutletFacts
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, case, fires, lacks, permit, report, row

AIR, AMOUNT = "air-concentration", "air-amount"
SECOND = OutletFacts("DA002", "2号锅炉废气排放口", "AIR", "ORDINARY", "大气")
ASKED = MonitoringFacts("DA002", "氮氧化物", "MANUAL", "1次/月")
ONE = row(AIR, **STATISTICS_ROW)


def with_second(**changes: object) -> object:
    """The usual permit with a second boiler that has to be monitored."""
    held = permit()
    second = OutletFacts(**{**SECOND.__dict__, **changes})  # type: ignore[arg-type]
    return permit(outlets=(*(held.outlets or ()), second), monitoring=(*(held.monitoring or ()), ASKED))


def test_an_outlet_without_a_row_is_a_hit() -> None:
    """SV-19 fires, as a matter of filling in for an ordinary outlet."""
    (hit,) = fires(19, case(report(ONE), permit=with_second()))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-19", "FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表"
    assert (hit.found, hit.expected) == ("未填报", "填报 DA002 2号锅炉废气排放口，或者说明停排原因")
    assert hit.message.startswith("DA002：")


@pytest.mark.parametrize("changes", [{"automatic": True}, {"type": "MAIN"}])
def test_silence_on_a_main_or_automatic_outlet_is_worse(changes: dict[str, object]) -> None:
    """SV-19 is substantive when the report does not say a word of it, formal when it is at least named."""
    (hit,) = fires(19, case(report(ONE), permit=with_second(**changes)))
    assert hit.kind == "SUBSTANTIVE"
    named = report(ONE, chapters={"monitoring": "DA002 按方案监测。"})
    (hit,) = fires(19, case(named, permit=with_second(**changes)))
    assert hit.kind == "FORMAL"


@pytest.mark.parametrize(
    "said", ["DA002全年未运行。", "2号锅炉废气排放口本年停用。", "2号锅炉为备用锅炉，未启用。", "全年停产。"]
)
def test_a_reason_of_stopping_is_enough(said: str) -> None:
    """SV-19 does not fire where the text tells why."""
    read = report(ONE, chapters={"explanation": said})
    assert fires(19, case(read, permit=with_second(type="MAIN"))) == []


def test_a_reason_in_a_remark_or_a_note_of_stop_is_enough() -> None:
    """SV-19 reads remarks and the note of the platform too."""
    read = report(row(AIR, **STATISTICS_ROW | {"remark": "DA002对应锅炉停炉"}))
    assert fires(19, case(read, permit=with_second())) == []
    noted = Obligation("ANNUAL", "2026", stop_note=True)
    assert fires(19, case(report(ONE), permit=with_second(), obligation=noted)) == []


def test_only_outlets_that_are_asked_for_are_expected() -> None:
    """SV-19 leaves out rain, diffuse points, outlets without any duty, and media whose table is not there."""
    held = permit()
    others = (
        OutletFacts("YS001", "", "RAIN"),
        OutletFacts("厂界", "", "DIFFUSE"),
        OutletFacts("DA003", "", "AIR"),
    )
    assert fires(19, case(report(ONE), permit=permit(outlets=(*(held.outlets or ()), *others)))) == []


def test_a_quarterly_report_is_asked_for_permitted_amounts() -> None:
    """SV-19 looks at amounts where that is all there is: main outlets and permitted amounts only."""
    read = report(row(AMOUNT, **AMOUNT_ROW), kind="QUARTERLY", period="2026Q3")
    assert fires(19, case(read, permit=with_second())) == []
    (hit,) = fires(19, case(read, permit=with_second(type="MAIN")))
    assert (hit.kind, hit.section, hit.cell) == ("SUBSTANTIVE", "emissions", "废气污染物实际排放量报表")


def test_nothing_registered_but_outlets_asks_for_all_of_them() -> None:
    """SV-19 expects every outlet while nobody has registered what is asked of them."""
    bare = permit(outlets=(OutletFacts("DA001"), OutletFacts("DA002")), limits=None, monitoring=None)
    assert len(fires(19, case(report(ONE), permit=bare))) == 1
    known = permit(outlets=bare.outlets, limits=(LimitFacts("DA001", "氮氧化物", "50"),), monitoring=None)
    assert fires(19, case(report(ONE), permit=known)) == []


def test_without_the_permits_outlets_it_cannot_judge() -> None:
    """SV-19 says 无法判断, and nothing where no table is there."""
    assert lacks(19, case(report(ONE), permit=None)) == ["登记信息中没有排放口"]
    assert fires(19, case(report(), permit=None)) == []
