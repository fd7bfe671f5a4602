"""我的工作台 of an inspector: the visits on which he is sent, also where somebody else leads."""

from datetime import timedelta

import pytest

from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, text_of

pytestmark = pytest.mark.django_db


def test_whoever_goes_along_sees_the_visit_on_his_desk_and_nobody_else(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    visits.assigned(2, scheduled_on=visits.today + timedelta(days=30))
    for account, shown in (("enforcement-1", True), ("enforcement-2", True), ("enforcement-3", False)):
        body = text_of(client_of(visits, account).get("/"))
        assert ("我参加的检查" in body, visit.number in body.partition('id="late"')[0]) == (shown, shown), (
            account
        )
        assert visits.units[2].name not in body.partition("我参加的检查")[2].partition("</section>")[0]
    visits.finish(visits.underway(3))
    assert visits.units[3].name not in text_of(client_of(visits, "enforcement-2").get("/"))
