"""SV-46: 有产量而排放量全部为零，或没有产量而有排放量。"""

from postpermit.supervision.report import Row
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, case, fires, lacks, report, row


def made(amount: str, record: str = "主要产品产量") -> Row:
    """A product."""
    return row("production", record=record, name="镀件", amount=amount, measure="t")


def emitted(total: str, **changes: str) -> Row:
    """An amount."""
    return row("air-amount", **AMOUNT_ROW | {"total": total, **changes})


def test_output_without_any_emission_is_a_question() -> None:
    """SV-46 fires when every amount is zero."""
    (hit,) = fires(46, case(report(made("5"), emitted("0"), emitted("0", outlet="", type="全厂合计"))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "emissions")
    assert (hit.found, hit.expected) == ("0", "有产量时填报实际排放量")


def test_measured_concentrations_make_it_substantive() -> None:
    """SV-46 becomes 未按证排污问题 when a permitted pollutant was measured above zero."""
    measured = row("air-concentration", **STATISTICS_ROW)
    (hit,) = fires(46, case(report(made("5"), emitted("0"), measured)))
    assert hit.kind == "SUBSTANTIVE"
    (hit,) = fires(46, case(report(made("5"), emitted("0", permitted="/"), measured)))
    assert hit.kind == "QUESTION"


def test_emission_without_output_is_a_question() -> None:
    """SV-46 fires on the reverse: no output, or a standstill, with amounts."""
    (hit,) = fires(46, case(report(made("0"), emitted("1.5"))))
    assert (hit.kind, hit.found, hit.expected) == ("QUESTION", "1.5", "没有产量时无排放量，或说明原因")
    stopped = report(
        emitted("1.5"), chapters={"explanation": "本季度停产。"}, kind="QUARTERLY", period="2026Q1"
    )
    assert len(fires(46, case(stopped))) == 1


def test_both_or_neither_agree() -> None:
    """SV-46 does not fire when output and emission are both there or both not, or nothing is reported."""
    assert fires(46, case(report(made("5"), emitted("0"), emitted("0.001", outlet="DA002")))) == []
    assert fires(46, case(report(made("0"), emitted("0")))) == []
    assert fires(46, case(report(made("5"), emitted("/")))) == []
    assert fires(46, case(report(emitted("1")))) == []
    assert fires(46, case(report(emitted("0"), chapters={"explanation": "本年度停产。"}))) == []


def test_water_volumes_are_no_pollutants() -> None:
    """SV-46 looks at pollutants: a flow is no emission."""
    flow = emitted("900", pollutant="工业废气排放量")
    assert len(fires(46, case(report(made("5"), emitted("0"), flow)))) == 1


def test_zeros_without_output_told_cannot_be_judged() -> None:
    """SV-46 says 无法判断 when all is zero and the report tells no output; capacity is none."""
    expected = ["排放量全部为零，报告中没有产量，无法核对"]
    assert lacks(46, case(report(emitted("0")))) == expected
    assert lacks(46, case(report(emitted("0"), made("5", "生产规模")))) == expected
