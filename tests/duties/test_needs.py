"""The needs of the supervising divisions for the yearly enforcement plan."""

from datetime import date

from tests.duties.test_rules import of_kind


def test_each_supervising_division_puts_its_needs_forward_before_the_plan_is_due() -> None:
    """DU-22"""
    found = of_kind("submit-needs")
    assert [(p.obligor, p.period, p.due.on, p.confirmed) for p in found] == [
        ("APPROVAL", "2026", date(2026, 1, 20), False),
        ("ECOLOGY", "2026", date(2026, 1, 20), False),
        ("POLLUTION", "2026", date(2026, 1, 20), False),
    ]
    (plan,) = of_kind("plan-enforcement")
    assert found[0].due.on < plan.due.on
