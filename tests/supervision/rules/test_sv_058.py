"""SV-58: 检测机构未在市级监管部门备案。"""

from datetime import date

from postpermit.supervision.rules.facts import Sample
from tests.supervision.building import case, fires, lacks, report, verdict


def sampled(laboratory: str, filed: bool | None, on: date = date(2026, 3, 1), **more: bool) -> Sample:
    """A sample of a laboratory."""
    return Sample("DA001", "氮氧化物", on, None, laboratory=laboratory, laboratory_filed=filed, **more)  # type: ignore[arg-type]


def test_a_laboratory_that_is_not_filed_is_one_hit() -> None:
    """SV-58 fires once for a laboratory, at its first sample."""
    (hit,) = fires(
        58,
        case(
            report(),
            samples=(sampled("甲（演示）", False), sampled("甲（演示）", None), sampled("乙（演示）", True)),
        ),
    )
    assert (hit.kind, hit.division, hit.section) == ("SUBSTANTIVE", "ECOLOGY", "monitoring")
    assert (hit.found, hit.cell) == ("甲（演示）", "自行监测结果 DA001 氮氧化物 2026年3月1日")
    assert hit.message == "甲（演示）：检测机构未在市级监管部门备案。"


def test_filed_laboratories_instruments_and_other_years_are_none() -> None:
    """SV-58 judges manual samples of the period."""
    others = (
        sampled("甲", True),
        sampled("乙", False, manual=False),
        sampled("丙", False, date(2025, 12, 31)),
    )
    assert fires(58, case(report(), samples=others)) == []
    assert fires(58, case(report(kind="QUARTERLY", period="2026Q1"), samples=(sampled("甲", False),))) == []


def test_a_laboratory_of_which_nothing_is_known_is_said() -> None:
    """SV-58 lacks the filing of that laboratory; the others are judged."""
    assert lacks(58, case(report())) == ["没有上传的自行监测结果"]
    assert lacks(58, case(report(), samples=(sampled("", None),))) == ["不知道未写明的检测机构是否已备案"]
    said = verdict(58, case(report(), samples=(sampled("甲", None), sampled("乙", False))))
    assert (len(said.hits), said.gaps) == (1, ("不知道甲是否已备案",))
