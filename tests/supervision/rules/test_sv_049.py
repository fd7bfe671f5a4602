"""SV-49: 排放量较上一期变化很大，而产量变化不大。"""

from datetime import date

import pytest

from postpermit.supervision.report import Report, Row
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, permit, report, row


def emitted(total: str, **changes: str) -> Row:
    """An amount of DA001 NOx."""
    return row("air-amount", **AMOUNT_ROW | {"total": total, **changes})


def made(amount: str, name: str = "镀件") -> Row:
    """A product."""
    return row("production", record="主要产品产量", name=name, amount=amount, measure="t")


def before(*rows: Row, period: str = "2025") -> tuple[Report, ...]:
    """What is on file: the year before."""
    return (report(period="2024"), report(*rows, period=period))


def said(now: Report, *then: Row) -> list[tuple[str, str]]:
    """(found, expected) against the year before."""
    return [(h.found, h.expected) for h in fires(49, case(now, earlier=before(*then)))]


def test_a_jump_with_the_same_output_is_a_question() -> None:
    """SV-49 fires upwards and downwards."""
    now = report(emitted("2"), made("100"))
    (hit,) = fires(49, case(now, earlier=before(emitted("1"), made("100"))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "emissions")
    assert (hit.found, hit.expected) == ("2", "上一期 1 t，产量变化不大，请说明原因")
    assert said(now, emitted("5"), made("100")) != []


@pytest.mark.parametrize(("total", "hits"), [("1.5", 0), ("1.51", 1), ("0.5", 0), ("0.49", 1)])
def test_half_is_the_boundary(total: str, hits: int) -> None:
    """SV-49 at its boundary: exactly 50 % is allowed."""
    assert len(said(report(emitted(total), made("100")), emitted("1"), made("100"))) == hits


@pytest.mark.parametrize(("output", "hits"), [("120", 1), ("121", 0), ("80", 1), ("79", 0)])
def test_output_within_a_fifth_is_stable(output: str, hits: int) -> None:
    """SV-49 asks only where the output stayed within its band."""
    assert len(said(report(emitted("2"), made(output)), emitted("1"), made("100"))) == hits


def test_the_plant_s_own_total_speaks_for_its_outlets() -> None:
    """SV-49 compares the whole plant where both reports tell it; load may move between outlets."""
    then = (emitted("1"), emitted("1", outlet="DA002"), emitted("2", type="全厂合计", outlet=""), made("9"))
    now = (
        emitted("2"),
        emitted("0.1", outlet="DA002"),
        emitted("2.1", type="全厂合计", outlet=""),
        made("9"),
    )
    assert said(report(*now), *then) == []


def test_trifles_flows_and_new_pollutants_are_not_compared() -> None:
    """SV-49 leaves alone what is below the floor, volumes, and what was not there before."""
    for now, then in (
        (emitted("0.09"), emitted("0.01")),
        (emitted("900", pollutant="流量"), emitted("9", pollutant="流量")),
        (emitted("9", pollutant="颗粒物"), emitted("1")),
        (emitted("/"), emitted("1")),
    ):
        assert said(report(now, made("9")), then, made("9")) == []


def test_without_history_or_output_it_cannot_judge() -> None:
    """SV-49 says 无法判断 without the period before; without output only where there is a jump."""
    now = report(emitted("2"))
    missing = ["没有上一期执行报告，无法比较排放量变化"]
    assert lacks(49, case(now)) == missing
    assert lacks(49, case(now, earlier=before(emitted("1"), period="2023"))) == missing
    expected = ["没有两期可比的产量，无法判断排放量变化是否合理"]
    assert lacks(49, case(now, earlier=before(emitted("1")))) == expected
    assert (
        lacks(49, case(report(emitted("2"), made("5")), earlier=before(emitted("1"), made("5", "铸件"))))
        == expected
    )
    assert fires(49, case(now, earlier=before(emitted("1.9")))) == []
    assert fires(49, case(report())) == []


def test_before_the_first_permit_no_report_was_owed() -> None:
    """SV-49 lacks nothing where the permit was first issued within the period."""
    now = report(emitted("2"), made("100"))
    assert fires(49, case(now, permit=permit(first_issued_on=date(2026, 5, 1)), earlier=())) == []
    assert lacks(49, case(now, permit=permit(first_issued_on=date(2025, 12, 31)), earlier=())) != []
