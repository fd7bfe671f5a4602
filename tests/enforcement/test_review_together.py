"""Two at once on one unit: whoever goes on with a visit and whoever opens a case from its finding do not block each other."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit
from postpermit.trail.errors import Refused
from tests.bureau import found_bureau, moment
from tests.conftest import TODAY
from tests.enforcement.building import open_visits


@pytest.mark.django_db(transaction=True)
def test_going_on_and_opening_a_case_take_their_locks_in_one_order() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 一次只让一个人写")
    desk = open_visits(found_bureau(TODAY), moment(TODAY))
    visit = desk.underway(2)
    finding = desk.find(visit)
    desk.finish(visit, "NOBODY")
    faults: list[Exception] = []

    def run(act: Any, **told: Any) -> None:
        try:
            act(**told, by=desk.by(), at=desk.at)
        except Refused:
            pass
        except Exception as error:  # noqa: BLE001 -- a deadlock is what is looked for
            faults.append(error)
        finally:
            connections.close_all()

    case = {
        "facility": desk.units[2], "title": "未按规定设置排放口", "conduct": "outlets", "act_from": TODAY, "found_on": TODAY,
        "findings": [finding],
    }  # fmt: skip
    for _ in range(6):
        seen = Visit.objects.get(pk=visit.pk)
        pair = [
            threading.Thread(target=run, args=(do.resume_visit,), kwargs={"visit": seen, "why": "再查"}),
            threading.Thread(target=run, args=(do.open_case,), kwargs=case),
        ]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        seen.refresh_from_db()
        if seen.state == "UNDERWAY":
            desk.finish(seen, "NOBODY")
    assert faults == []
    assert PenaltyCase.objects.count() == 1
