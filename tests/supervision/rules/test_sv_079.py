"""SV-79: 许可证将到期，尚未提出延续申请。"""

from datetime import date

import pytest

from tests.supervision.building import case, fires, lacks, permit, report

ENDS = date(2027, 5, 31)


def test_a_permit_that_ends_soon_is_told_of() -> None:
    """SV-79 fires without a report too, for 审批科, with the last day for applying."""
    (hit,) = fires(79, case(None, on=date(2027, 3, 15), permit=permit(valid_to=ENDS)))
    assert (hit.kind, hit.division, hit.clause) == ("QUESTION", "APPROVAL", "regulation:14")
    assert (hit.found, hit.expected) == ("有效期至2027年5月31日", "2027年4月1日前提出延续申请")
    assert hit.message == "许可证将到期，尚未提出延续申请。"


@pytest.mark.parametrize(
    ("on", "hits"),
    [
        (date(2027, 3, 1), 0),
        (date(2027, 3, 2), 1),
        (date(2027, 5, 31), 1),
        (date(2027, 6, 1), 0),
    ],
)
def test_it_begins_thirty_days_before_the_sixty_and_ends_with_the_permit(on: date, hits: int) -> None:
    """SV-79 at its boundaries; a permit that has ended is for SV-81."""
    assert len(fires(79, case(report(), on=on, permit=permit(valid_to=ENDS)))) == hits


@pytest.mark.parametrize(("on", "late"), [(date(2027, 4, 1), False), (date(2027, 4, 2), True)])
def test_past_the_sixty_days_it_says_so(on: date, late: bool) -> None:
    """SV-79 tells an early reminder from a limit that has passed."""
    (hit,) = fires(79, case(None, on=on, permit=permit(valid_to=ENDS)))
    assert ("已过延续申请期限" in hit.message) is late


def test_an_application_answers_unless_it_led_to_this_permit() -> None:
    """SV-79 counts only an application made in this validity."""
    on = date(2027, 4, 10)
    applied = permit(valid_to=ENDS, renewal_applied_on=date(2027, 3, 20))
    before = permit(valid_to=ENDS, renewal_applied_on=date(2022, 12, 1))
    assert fires(79, case(None, on=on, permit=applied)) == []
    assert len(fires(79, case(None, on=on, permit=before))) == 1


def test_registrations_and_ended_permits_are_for_other_rules() -> None:
    """SV-79 does not apply to them."""
    on = date(2027, 4, 10)
    assert fires(79, case(None, on=on, permit=permit(valid_to=ENDS, management_class="REGISTERED"))) == []
    assert fires(79, case(None, on=on, permit=permit(valid_to=ENDS, ended_on=date(2027, 4, 9)))) == []


def test_without_the_permit_it_cannot_judge() -> None:
    """SV-79 says 无法判断 without the permit."""
    assert lacks(79, case(None, permit=None)) == ["没有许可证登记信息"]
