"""SV-45: 治理设施运行时间明显少于生产运行时间。"""

from postpermit.supervision.report import Row
from tests.supervision.building import case, fires, lacks, report, row


def making(amount: str, name: str = "正常运行时间", unit: str = "电镀线") -> Row:
    """Hours of production."""
    return row("production", unit=unit, record="运行时间和生产负荷", name=name, amount=amount, measure="h")


def treating(amount: str, code: str = "TA001", kind: str = "废气治理设施", **more: str) -> Row:
    """Hours of treatment."""
    return row(
        "facility-normal", kind=kind, code=code, parameter="运行时间", amount=amount, measure="h", **more
    )


def test_far_fewer_hours_are_a_question_and_none_at_all_more() -> None:
    """SV-45 fires; production without its treatment is 未按证排污."""
    few, none = fires(45, case(report(making("1000"), treating("500"), treating("0", "TA002"))))
    assert (few.kind, few.division, few.section) == ("QUESTION", "POLLUTION", "facilities")
    assert (few.found, few.expected) == ("500", "不少于 800 h（生产 1000 h）")
    assert (none.kind, none.found) == ("SUBSTANTIVE", "0")


def test_the_share_is_the_boundary() -> None:
    """SV-45 at its boundary: 80 % for gas, 50 % for water that can wait."""
    rows = (making("1000"), treating("800"), treating("500", "TW001", "废水治理设施"))
    assert fires(45, case(report(*rows))) == []
    assert len(fires(45, case(report(making("1000"), treating("799"))))) == 1
    assert len(fires(45, case(report(making("1000"), treating("499", "TW001", ""))))) == 1


def test_the_line_that_ran_least_is_the_measure() -> None:
    """SV-45 does not know which line a facility serves."""
    assert fires(45, case(report(making("1000"), making("400", unit="喷漆线"), treating("400")))) == []
    assert fires(45, case(report(making("1000"), making("100", "非正常运行时间"), treating("700")))) != []


def test_a_facility_that_stood_by_is_excused() -> None:
    """SV-45 does not fire on what the remark calls a spare, nor in a year without production."""
    assert fires(45, case(report(making("1000"), treating("10", remark="备用设施")))) == []
    stopped = {"explanation": "本年度停产。"}
    assert fires(45, case(report(making("1000"), treating("0"), chapters=stopped))) == []


def test_without_production_hours_it_cannot_judge() -> None:
    """SV-45 says 无法判断 without hours of production; without hours of treatment it does not apply."""
    assert lacks(45, case(report(treating("10")))) == ["没有生产运行时间，无法与治理设施运行时间比较"]
    assert fires(45, case(report(making("1000")))) == []
