"""延期原因: why something is late stands beside it and changes no date."""

from datetime import datetime

import pytest

from postpermit.duties.models import Delay, Duty
from postpermit.duties.operations import UnableToExplain, explain_delay, generate_duties
from postpermit.duties.queries import reasons_of
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.models import Entry
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(bureau: Bureau, at: datetime) -> list[Duty]:
    """Two duties of ENFORCEMENT whose day has passed."""
    bureau.units(unit_row(1, 管理类别="重点管理"), unit_row(2, 管理类别="重点管理"), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return list(Duty.objects.filter(kind="inspect-key", period="2026H1"))


def test_one_reason_for_many_rows_is_one_entry_and_moves_no_date(
    bureau: Bureau, at: datetime, late: list[Duty]
) -> None:
    before = [d.due_on for d in late]
    explain_delay(duties=late, code="GUARANTEE", text="", by=bureau("enforcement-1"), at=at)
    assert set(reasons_of(late).values()) == {"重大活动保障任务"}
    assert Entry.objects.filter(verb="explain-delay").count() == 1
    assert [Duty.objects.get(pk=d.pk).due_on for d in late] == before


def test_the_newest_reason_counts_and_the_earlier_stays(
    bureau: Bureau, at: datetime, late: list[Duty]
) -> None:
    explain_delay(duties=late[:1], code="STOPPED", by=bureau("enforcement-1"), at=at)
    explain_delay(duties=late[:1], code="OTHER", text="停电", by=bureau("enforcement-1"), at=at)
    assert reasons_of(late) == {late[0].pk: "其他：停电"}
    assert Delay.objects.count() == 2


def test_other_says_what_and_what_is_done_in_time_needs_no_reason(
    bureau: Bureau, at: datetime, late: list[Duty]
) -> None:
    with pytest.raises(UnableToExplain, match="说明"):
        explain_delay(duties=late, code="OTHER", text=" ", by=bureau("enforcement-1"), at=at)
    with pytest.raises(UnableToExplain):
        explain_delay(duties=late, code="WHIM", by=bureau("enforcement-1"), at=at)
    voided = Duty.objects.create(
        state="VOID",
        kind="inspect-key",
        obligor_id="ENFORCEMENT",
        period="x",
        opens_on=at.date(),
        due_on=at.date(),
    )
    with pytest.raises(UnableToExplain):
        explain_delay(duties=[voided, *late], code="STOPPED", by=bureau("enforcement-1"), at=at)
    assert not Delay.objects.exists()
