"""SV-24: 设施编号与许可证载明的设施不一致。"""

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import EquipmentFacts, PermitFacts
from tests.supervision.building import case, fires, lacks, permit, report, row, verdict

NORMAL, ABNORMAL, EXCEEDED = "facility-normal", "facility-abnormal", "air-exceedance"


def line(code: str, number: int = 1) -> Row:
    """The running hours of a facility."""
    return row(
        NORMAL, number, kind="废气治理设施", code=code, parameter="运行时间", amount="4000", measure="h"
    )


def holding(*codes: str) -> PermitFacts:
    """A permit with these facilities."""
    return permit(equipment=tuple(EquipmentFacts(code) for code in codes))


def test_a_facility_that_the_permit_does_not_hold_is_a_hit() -> None:
    """SV-24 fires once for a code, at its first cell."""
    read = report(line("TA001"), line("TA009", 2), line("TA009", 3))
    (hit,) = fires(24, case(read, permit=holding("TA001")))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-24",
        "SUBSTANTIVE",
        "POLLUTION",
        "facilities",
    )
    assert (hit.cell, hit.found) == ("污染治理设施正常运转情况表 第2行“污染治理设施编号”", "TA009")


def test_a_treatment_facility_without_a_row_is_a_matter_of_filling_in() -> None:
    """SV-24 the other way round is formal; stores of waste and production lines have no rows."""
    (hit,) = fires(24, case(report(line("TA001")), permit=holding("TA001", "TW001", "TS001", "MF0001")))
    assert (hit.kind, hit.found, hit.expected) == ("FORMAL", "未填报", "填报 TW001 的运行情况")


@pytest.mark.parametrize("said", ["TW001全年停用。", "全年停产。"])
def test_a_facility_that_stood_still_may_be_left_out(said: str) -> None:
    """SV-24 accepts a reason."""
    read = report(line("TA001"), chapters={"explanation": said})
    assert fires(24, case(read, permit=holding("TA001", "TW001"))) == []


@pytest.mark.parametrize(
    "written", ["TA001-TA003", "TA001~003", "TA001、TA002、TA003", "布袋除尘器（ta001）、TA002及TA003"]
)
def test_spans_and_lists_are_all_their_codes(written: str) -> None:
    """SV-24 reads several codes in one cell."""
    assert fires(24, case(report(line(written)), permit=holding("TA001", "TA002", "TA003"))) == []


def test_names_instead_of_codes_are_not_compared() -> None:
    """SV-24 cannot miss a code in a table of names."""
    assert fires(24, case(report(line("布袋除尘器")), permit=holding("TA001"))) == []


def test_codes_of_other_tables_are_compared_too() -> None:
    """SV-24 looks at failures and exceedances; production lines only where the register holds some."""
    failure = row(ABNORMAL, facility="喷淋塔（TA007）")
    exceeded = row(EXCEEDED, facility="MF0009", outlet="DA001", pollutant="氮氧化物")
    assert [
        h.found for h in fires(24, case(report(failure, exceeded), permit=holding("TA001", "MF0001")))
    ] == [
        "喷淋塔（TA007）",
        "MF0009",
    ]
    said = verdict(24, case(report(failure, exceeded), permit=holding("TA001")))
    assert ([h.found for h in said.hits], said.gaps) == (["喷淋塔（TA007）"], ("登记信息中没有生产设施",))


def test_without_the_permits_facilities_it_cannot_judge() -> None:
    """SV-24 says 无法判断, and nothing where the report names no facility."""
    assert lacks(24, case(report(line("TA001")), permit=None)) == ["登记信息中没有生产设施和治理设施"]
    assert lacks(24, case(report(line("TA001")))) == ["登记信息中没有生产设施和治理设施"]
    assert fires(24, case(report())) == []
