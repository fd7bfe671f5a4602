"""SV-82: 排污登记已超过有效期，或变动未按时变更登记。"""

from datetime import date

import pytest

from postpermit.supervision.rules.facts import PermitFacts
from tests.supervision.building import case, fires, lacks, permit, verdict

SINCE = date(2025, 6, 1)


def registered(**changes: date) -> PermitFacts:
    """A registered unit."""
    return permit(management_class="REGISTERED", **changes)


def test_a_registration_of_long_ago_is_a_hit() -> None:
    """SV-82 fires without a report, for 审批科."""
    (hit,) = fires(82, case(None, permit=registered(), registered_on=date(2020, 4, 30)))
    assert (hit.kind, hit.division, hit.clause) == ("SUBSTANTIVE", "APPROVAL", "regulation:24")
    assert (hit.found, hit.expected) == ("登记于2020年4月30日", "2025年4月30日前延续登记")


@pytest.mark.parametrize(("on", "hits"), [(date(2027, 2, 1), 0), (date(2027, 2, 2), 1)])
def test_five_years_to_the_day_are_kept(on: date, hits: int) -> None:
    """SV-82 at its boundary."""
    assert len(fires(82, case(None, on=on, permit=registered(), registered_on=date(2022, 2, 1)))) == hits


@pytest.mark.parametrize(
    ("filed", "on", "found"),
    [
        (date(2026, 5, 21), date(2027, 2, 1), []),
        (date(2026, 5, 22), date(2027, 2, 1), ["变更登记于2026年5月22日"]),
        (None, date(2026, 5, 21), []),
        (None, date(2026, 5, 22), ["没有变更登记"]),
        (date(2024, 1, 1), date(2027, 2, 1), ["没有变更登记"]),
    ],
)
def test_a_change_is_filed_within_twenty_days(filed: date | None, on: date, found: list[str]) -> None:
    """SV-82 at its boundaries; a filing before the change belongs to another one."""
    unit = registered(changed_on=date(2026, 5, 1))
    unit = unit if filed is None else registered(changed_on=date(2026, 5, 1), change_filed_on=filed)
    assert [h.found for h in fires(82, case(None, on=on, permit=unit, registered_on=SINCE))] == found


def test_permits_are_not_registrations() -> None:
    """SV-82 does not apply to a holder of a permit."""
    assert fires(82, case(None, registered_on=date(2015, 1, 1))) == []


def test_without_the_day_of_registration_it_cannot_judge() -> None:
    """SV-82 says 无法判断 without that day or the class, and judges a change all the same."""
    assert lacks(82, case(None, permit=registered())) == ["没有排污登记日期"]
    assert lacks(82, case(None, permit=None)) == ["没有排污登记日期"]
    assert lacks(82, case(None, permit=permit(management_class=""))) == ["登记信息中没有管理类别"]
    said = verdict(82, case(None, permit=registered(changed_on=date(2026, 5, 1))))
    assert (len(said.hits), len(said.gaps)) == (1, 1)
