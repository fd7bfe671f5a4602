"""SV-44: 运行时间超过报告时段的小时数。"""

from postpermit.supervision.report import Row
from tests.supervision.building import case, fires, lacks, report, row


def making(name: str, amount: str, measure: str = "h", unit: str = "电镀线", **more: str) -> Row:
    """A row of running times among production."""
    return row(
        "production",
        unit=unit,
        record="运行时间和生产负荷",
        name=name,
        amount=amount,
        measure=measure,
        **more,
    )


def treating(amount: str, measure: str = "h", code: str = "TA001") -> Row:
    """A treatment facility's hours."""
    return row(
        "facility-normal",
        4,
        kind="废气",
        code=code,
        parameter="脱硫设施运行时间",
        amount=amount,
        measure=measure,
    )


def test_more_hours_than_the_year_has_are_a_formal_hit() -> None:
    """SV-44 fires for production and for treatment, each in its section."""
    made, treated = fires(44, case(report(making("正常运行时间", "9000"), treating("8761"))))
    assert (made.kind, made.division, made.section) == ("FORMAL", "APPROVAL", "basic")
    assert (made.found, made.expected) == ("9000", "不超过 8760 h")
    assert (treated.division, treated.section) == ("POLLUTION", "facilities")
    assert treated.cell == "污染治理设施正常运转情况表 第4行“数量”"
    assert treated.message == "TA001·脱硫设施运行时间：运行时间超过报告时段的小时数。"


def test_the_whole_period_is_possible() -> None:
    """SV-44 at its boundary: every hour, in leap years too; days are hours."""
    assert fires(44, case(report(making("运行时间", "8760"), treating("365", "天")))) == []
    assert len(fires(44, case(report(making("运行时间", "8784"))))) == 1
    assert fires(44, case(report(making("运行时间", "8784"), period="2028"))) == []
    assert len(fires(44, case(report(treating("366", "d"))))) == 1


def test_running_and_standing_exclude_one_another() -> None:
    """SV-44 adds normal, abnormal and stopped hours of one unit."""
    rows = (making("正常运行时间", "8000"), making("非正常运行时间", "60"))
    assert fires(44, case(report(*rows, making("停产时间", "700")))) == []
    (hit,) = fires(44, case(report(*rows, making("停产时间", "701"))))
    assert (hit.found, hit.expected) == ("8761 h", "正常、非正常运行和停产时间之和不超过 8760 h")
    other = making("停产时间", "8000", unit="喷漆线")
    assert fires(44, case(report(*rows, other))) == []


def test_hours_of_several_lines_are_not_judged() -> None:
    """SV-44 leaves sums over several lines alone, and other units."""
    assert fires(44, case(report(making("运行时间", "20000", unit="1号、2号线")))) == []
    assert fires(44, case(report(making("运行时间", "20000", remark="三条线合计")))) == []
    assert fires(44, case(report(making("1号运行时间", "8000"), making("2号运行时间", "8000")))) == []
    assert fires(44, case(report(making("运行时间", "20000", "min"), making("运行时间", "/")))) == []


def test_without_the_period_it_cannot_judge() -> None:
    """SV-44 needs the reporting period, if there are hours at all."""
    assert lacks(44, case(report(treating("9000"), period=""))) == ["报告时段不明，无法核对运行时间"]
    assert fires(44, case(report(period=""))) == []
