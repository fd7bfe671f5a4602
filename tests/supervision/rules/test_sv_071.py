"""SV-71: 应急预案未备案，或备案已超过规定年限。"""

from datetime import date

import pytest

from postpermit.supervision.report import Report
from tests.supervision.building import case, fires, lacks, permit, report


def saying(text: str) -> Report:
    """An annual report of 2026 with this in the chapter of other matters."""
    return report(chapters={"other": text})


def test_a_filing_of_long_ago_is_a_hit() -> None:
    """SV-71 fires for 污防科, with the day that the register holds."""
    (hit,) = fires(71, case(report(), permit=permit(emergency_plan_filed_on=date(2020, 3, 1))))
    assert (hit.kind, hit.division, hit.section, hit.clause) == (
        "SUBSTANTIVE",
        "POLLUTION",
        "other",
        "plan:a3.4.4",
    )
    assert (hit.found, hit.cell) == ("2020年3月1日", "登记信息“应急预案备案日期”")
    assert hit.expected == "2023年12月31日以后备案，至少每3年修订"


@pytest.mark.parametrize(("filed", "hits"), [(date(2023, 12, 31), 0), (date(2023, 12, 30), 1)])
def test_three_years_to_the_day_are_kept(filed: date, hits: int) -> None:
    """SV-71 at its boundary, counted back from the end of the period."""
    assert len(fires(71, case(report(), permit=permit(emergency_plan_filed_on=filed)))) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("突发环境事件应急预案于2025年03月01日备案。", 0),
        ("应急预案已编制。备案编号310107-2025-012-L。", 0),
        ("应急预案2018年5月首次备案，2024年6月修订后重新备案。", 0),
        ("应急预案于2020年5月3日备案。固废2026年1月清运。", 1),
        ("应急预案已编制，尚未备案。", 1),
        ("未编制应急预案。", 1),
    ],
)
def test_without_a_day_in_the_register_the_report_is_read(text: str, hits: int) -> None:
    """SV-71 reads what the report itself says of the plan and its filing."""
    found = fires(71, case(saying(text), permit=permit(emergency_plan_needed=True)))
    assert [h.kind for h in found] == ["SUBSTANTIVE"] * hits


def test_where_the_need_is_unknown_the_reports_word_is_a_question() -> None:
    """SV-71 asks only, when nobody knows whether the unit needs a plan."""
    (hit,) = fires(71, case(saying("应急预案尚未备案。")))
    assert (hit.kind, hit.cell) == ("QUESTION", "其他排污许可证规定的内容执行情况")


def test_who_needs_no_plan_is_not_asked() -> None:
    """SV-71 does not apply to a unit that needs none, nor to a quarterly report."""
    unneeded = permit(emergency_plan_needed=False, emergency_plan_filed_on=date(2015, 1, 1))
    assert fires(71, case(report(), permit=unneeded)) == []
    assert fires(71, case(report(kind="QUARTERLY", period="2026Q2"))) == []


def test_neither_known_nor_told_it_cannot_judge() -> None:
    """SV-71 says 无法判断 when register and report are both silent."""
    assert lacks(71, case(report())) == ["登记信息和报告中都没有应急预案备案情况"]
    assert lacks(71, case(report(), permit=None)) == ["登记信息和报告中都没有应急预案备案情况"]
