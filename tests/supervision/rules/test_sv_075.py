"""SV-75: 当年有建设项目验收，年报没有验收内容。"""

import pytest

from postpermit.supervision.report import UnknownTable
from tests.supervision.building import case, fires, lacks, report, row

PROJECTS = ("喷漆线技改项目",)


def test_an_accepted_project_not_mentioned_is_a_hit() -> None:
    """SV-75 fires for 审批科 and names the project."""
    (hit,) = fires(75, case(report(), accepted_projects=PROJECTS))
    assert (hit.kind, hit.division, hit.section, hit.clause) == (
        "FORMAL",
        "APPROVAL",
        "compliance",
        "measures:37",
    )
    assert (hit.found, hit.expected) == ("没有提及", "写明喷漆线技改项目的验收情况")
    assert hit.cell == "遵守法律法规情况"


@pytest.mark.parametrize(
    "read",
    [
        report(chapters={"compliance": "喷漆线技改项目于5月通过竣工环保验收。"}),
        report(row("production", record="投资", name="喷漆线", remark="已验收")),
        report(attachments=("验收监测报告.pdf",)),
        report(unknown=(UnknownTable("表九", "表九", (("项目", "验收日期"),)),)),
    ],
)
def test_a_mention_anywhere_is_enough(read) -> None:  # type: ignore[no-untyped-def]
    """SV-75 looks in text, tables, attachments and tables that nobody knows."""
    assert fires(75, case(read, accepted_projects=PROJECTS)) == []


def test_no_project_and_no_annual_report_are_no_matter() -> None:
    """SV-75 does not apply where nothing was accepted, or to a quarter."""
    assert fires(75, case(report(), accepted_projects=())) == []
    assert fires(75, case(report(kind="QUARTERLY", period="2026Q2"))) == []


def test_without_the_list_of_projects_it_cannot_judge() -> None:
    """SV-75 says 无法判断 when acceptance is not registered."""
    assert lacks(75, case(report())) == ["没有建设项目验收信息"]
