"""SV-60: 监测方法不是许可证规定的方法。"""

from datetime import date

import pytest

from postpermit.supervision.rules.facts import MonitoringFacts, PermitFacts, Sample
from tests.supervision.building import case, fires, lacks, permit, report, verdict

OURS = "固定污染源废气 氮氧化物的测定 非分散红外吸收法 HJ 692-2014，定电位电解法 HJ 693-2014"


def wanted(method: str = OURS) -> PermitFacts:
    """A permit with that method for the air row."""
    return permit(monitoring=(MonitoringFacts("DA001", "氮氧化物", "MANUAL", "1次/月", method),))


def sampled(method: str, manual: bool = True) -> tuple[Sample, ...]:
    """Two samples by that method."""
    return tuple(Sample("DA001", "NOx", date(2026, m, 1), None, method=method, manual=manual) for m in (1, 2))


@pytest.mark.parametrize(
    "used", ["HJ 693-2014", "HJ693", "定电位电解法（HJ/T 693-2030）", OURS, "ｈｊ 692—2014"]
)
def test_the_permits_method_in_any_spelling_or_edition_is_none(used: str) -> None:
    """SV-60 compares the numbers of standards, not spellings or years."""
    assert fires(60, case(report(), permit=wanted(), samples=sampled(used))) == []


def test_another_method_is_one_question() -> None:
    """SV-60 fires once for the pair and method."""
    (hit,) = fires(60, case(report(), permit=wanted(), samples=sampled("HJ 57-2017")))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "monitoring")
    assert (hit.found, hit.expected) == ("HJ 57-2017", OURS)
    assert hit.cell == "自行监测结果 DA001 NOx 2026年1月1日"


def test_methods_without_a_number_are_compared_as_words() -> None:
    """SV-60: one name within the other is the same method."""
    assert fires(60, case(report(), permit=wanted("重量法"), samples=sampled("颗粒物 重量法"))) == []
    assert len(fires(60, case(report(), permit=wanted("重量法"), samples=sampled("比色法")))) == 1


def test_instruments_and_pairs_outside_the_permit_are_none() -> None:
    """SV-60 judges manual samples that the permit asks for."""
    assert fires(60, case(report(), permit=wanted(), samples=sampled("比色法", manual=False))) == []
    other = (Sample("DA009", "氨", date(2026, 1, 1), None, method="比色法"),)
    assert fires(60, case(report(), permit=wanted(), samples=other)) == []


def test_what_it_needs_and_lacks_is_said() -> None:
    """SV-60 lacks samples, requirements, methods of the permit or of a sample."""
    assert lacks(60, case(report())) == ["没有上传的自行监测结果"]
    assert lacks(60, case(report(), permit=None, samples=())) == ["登记信息中没有自行监测要求"]
    assert lacks(60, case(report(), samples=sampled("HJ 693"))) == ["登记信息中没有监测方法"]
    assert lacks(60, case(report(), permit=wanted(), samples=sampled(""))) == [
        "DA001 氮氧化物 的监测结果没有写明方法"
    ]
    two = permit(
        monitoring=(*(wanted().monitoring or ()), MonitoringFacts("DA002", "氨", "MANUAL", "1次/年"))
    )
    said = verdict(
        60, case(report(), permit=two, samples=(Sample("DA002", "氨", date(2026, 1, 1), None, method="甲"),))
    )
    assert said.gaps == ("DA002 氨 登记信息中没有监测方法",)
