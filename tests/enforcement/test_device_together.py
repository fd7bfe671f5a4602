"""The same act from several connections at once, and two telephones in the same moment."""

from datetime import date, datetime
from typing import Any

import pytest

from postpermit.enforcement.models import DeviceAct, VisitAnswer, VisitPicture
from postpermit.enforcement.operations.device_acts import take
from postpermit.enforcement.queries.answers import answers_of
from tests.bureau import Bureau, found_bureau, unit_row
from tests.enforcement.sent import answer, photo, picture, sent_visit
from tests.linkage.test_together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Bureau:
    """Committed, so that every connection sees them."""
    return found_bureau(date(2026, 11, 24))


def test_repeated_at_once_it_takes_effect_once_and_two_telephones_keep_both(
    people: Bureau, at: datetime
) -> None:
    visit = sent_visit(people, *people.units(unit_row(1), at=at))
    data = photo()
    shown, mine = picture(visit, data), answer(visit)
    theirs = answer(visit, result="FAILS", note="过期", device="two")
    told: list[dict[str, Any]] = []

    def send(raw: bytes, held: bytes | None, who: str) -> Any:
        return lambda: told.append(take(raw=raw, data=held, by=people(who), at=at))

    met = together(
        *(send(shown, data, "enforcement-1") for _ in range(3)),
        *(send(mine, None, "enforcement-1") for _ in range(3)),
        *(send(theirs, None, "enforcement-2") for _ in range(2)),
    )
    assert met == [None] * 8
    assert sorted(r["duplicate"] for r in told) == [False] * 3 + [True] * 5
    assert (DeviceAct.objects.count(), VisitPicture.objects.count(), VisitAnswer.objects.count()) == (3, 1, 2)
    assert {row.result for row in answers_of(visit)["1.1.1"]} == {"MEETS", "FAILS"}
