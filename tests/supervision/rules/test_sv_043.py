"""SV-43: 废水排放量大于取水量，没有说明其他水源。"""

from postpermit.supervision.report import Row
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, report, row


def water(name: str, amount: str, measure: str = "t", number: int = 1) -> Row:
    """A row of water among the materials."""
    return row("production", number, record="取排水", name=name, amount=amount, measure=measure)


def test_more_out_than_in_is_a_question() -> None:
    """SV-43 fires; the chapter's division asks."""
    (hit,) = fires(43, case(report(water("工业新鲜水", "1000"), water("废水排放量", "1200", number=2))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "APPROVAL", "basic")
    assert hit.cell == "排污单位基本信息表 第2行“数量或内容”"
    assert (hit.found, hit.expected) == ("1200 t", "不大于取水量 1000 t")


def test_a_tenth_more_is_allowed() -> None:
    """SV-43 at its boundary."""
    taken = water("取水量", "1000")
    assert fires(43, case(report(taken, water("废水排放量", "1100")))) == []
    assert len(fires(43, case(report(taken, water("废水排放量", "1101"))))) == 1


def test_other_sources_are_added_and_units_compared() -> None:
    """SV-43 counts every source, in t and 万t alike."""
    sources = (water("工业新鲜水", "0.1", "万t"), water("生活用水", "300", "m³"))
    assert fires(43, case(report(*sources, water("废水排放量", "1400", "吨")))) == []
    assert len(fires(43, case(report(*sources, water("废水排放量", "1500"))))) == 1


def test_the_outlets_volumes_stand_in() -> None:
    """SV-43 takes the water that the outlets report where the materials say nothing, workshops left out."""
    texts = AMOUNT_ROW | {"pollutant": "流量", "total": "900", "type": "废水总排放口"}
    rows = [
        row("water-amount", 1, **texts | {"outlet": "DW001"}),
        row("water-amount", 2, **texts | {"outlet": "DW002", "type": "车间或生产设施排放口"}),
    ]
    assert fires(43, case(report(*rows, water("取水量", "900")))) == []
    (hit,) = fires(43, case(report(*rows, water("取水量", "500"))))
    assert (hit.section, hit.division, hit.found) == ("emissions", "POLLUTION", "900 t")


def test_without_intake_or_unit_it_cannot_judge() -> None:
    """SV-43 says 无法判断 in an annual report; a quarterly one never tells the intake."""
    gone = water("废水排放量", "1200")
    assert lacks(43, case(report(gone))) == ["没有取水量，无法核对废水排放量"]
    assert lacks(43, case(report(gone, water("取水量", "1", "")))) == [
        "取水量或废水排放量没有可识别的计量单位"
    ]
    volume = row("water-amount", **AMOUNT_ROW | {"pollutant": "流量"})
    assert fires(43, case(report(volume, kind="QUARTERLY", period="2026Q1"))) == []
    assert fires(43, case(report(water("取水量", "1")))) == []
