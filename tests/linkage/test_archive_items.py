"""年度、保管期限、件号: given when archived, one after another."""

from datetime import date, datetime

import pytest

from postpermit.duties.operations import record_act
from postpermit.linkage.models import Slip
from postpermit.linkage.operations import archive_slips
from tests.bureau import Bureau
from tests.linkage.test_paper import city

pytestmark = pytest.mark.django_db


def test_items_run_on_within_a_year_and_term(bureau: Bureau, at: datetime) -> None:
    slips = [city(bureau, at, city_number=f"SH-{n}") for n in range(3)]
    meeting = record_act(
        kind="meeting-dispatch", on=date(2026, 11, 20), who="甲", result="会", by=bureau("approval-1"), at=at
    )
    for batch in (slips[:2], slips[2:]):
        fresh = list(Slip.objects.filter(pk__in=[s.pk for s in batch]).order_by("pk"))
        archive_slips(slips=fresh, meeting=meeting, by=bureau("approval-1"), at=at)
    found = Slip.objects.order_by("archive_item").values_list("archive_year", "archive_term", "archive_item")
    assert list(found) == [(2026, "30年", 1), (2026, "30年", 2), (2026, "30年", 3)]
