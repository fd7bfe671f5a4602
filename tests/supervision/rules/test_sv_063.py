"""SV-63: 异常情况缺少起止时间、原因、措施或是否报告。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import case, fires, report, row
from tests.supervision.rules.test_sv_062 import EVENT


def told(number: int = 1, **changes: str) -> Row:
    """A row of the event."""
    return row("facility-abnormal", number, **EVENT | changes)


def test_a_full_event_is_none() -> None:
    """SV-63 does not fire."""
    assert fires(63, case(report(told()))) == []


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("from", "开始时段"),
        ("to", "结束时段"),
        ("cause", "故障原因"),
        ("response", "采取的应对措施"),
        ("reported", "是否报告"),
    ],
)
@pytest.mark.parametrize("blank", ["", "/", "无"])
def test_what_is_not_said_is_named(column: str, label: str, blank: str) -> None:
    """SV-63 fires on the blank cell."""
    (hit,) = fires(63, case(report(told(**{column: blank}), kind="QUARTERLY", period="2026Q1")))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "POLLUTION", "facilities")
    assert hit.cell == f"污染防治设施异常情况汇总表 第1行“{label}”"
    assert (hit.found, hit.expected) == ("空白", f"填写{label}")


def test_several_blanks_of_one_event_are_one_hit() -> None:
    """SV-63 asks once for an event."""
    (hit,) = fires(63, case(report(told(cause="", to="/"))))
    assert hit.expected == "填写结束时段、故障原因"


def test_a_further_pollutant_with_merged_cells_is_the_same_event() -> None:
    """SV-63: cells merged with the row above are not blank."""
    blank = {"from": "", "to": "", "cause": "", "response": "", "reported": ""}
    rows = told(pollutant="颗粒物"), told(2, pollutant="二氧化硫", **blank)
    assert fires(63, case(report(*rows))) == []
    other = told(2, facility="喷淋塔（TA002）", **blank)
    assert len(fires(63, case(report(told(), other)))) == 1
    again = told(2, **blank | {"cause": "停电", "response": "启用备用电源"})
    assert len(fires(63, case(report(told(), again)))) == 1


def test_a_form_without_the_column_cannot_have_it_filled() -> None:
    """SV-63 asks for 是否报告 only where the table has it."""
    cells = {column: text for column, text in EVENT.items() if column != "reported"}
    assert fires(63, case(report(row("facility-abnormal", **cells)))) == []
    assert fires(63, case(report())) == []
