"""Two people at the same moment, in two real connections: the ceiling and the plan hold."""

from datetime import date, datetime

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.planning.models import PlannedVisit
from postpermit.trail.errors import Refused
from tests.bureau import found_bureau
from tests.enforcement.building import open_visits
from tests.linkage.test_together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_prepare_the_last_visit_or_close_at_once_one_is_told(
    transactional_db: None, at: datetime
) -> None:
    desk = open_visits(found_bureau(date(2026, 11, 24)), at)
    planned = desk.plan(3)
    first, second = PlannedVisit.objects.get(pk=planned.pk), PlannedVisit.objects.get(pk=planned.pk)
    met = together(lambda: desk.prepare(3, planned=first), lambda: desk.prepare(3, planned=second))
    assert sorted(isinstance(e, Refused) for e in met) == [False, True]
    assert Visit.objects.count() == 1
    visit = desk.ended(2)
    desk.answer_all(visit)
    copies = [Visit.objects.get(pk=visit.pk) for _ in range(2)]
    met = together(
        *(lambda v=v: do.close_visit(visit=v, by=desk.by(), at=at) for v in copies)  # type: ignore[misc]
    )
    assert sorted(isinstance(e, Refused) for e in met) == [False, True]
