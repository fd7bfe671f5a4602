"""离任: open duties are moved or stay with somebody; never with nobody."""

from datetime import datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import UnableToVacate, generate_duties, vacate_post
from postpermit.duties.queries import desk_of, open_duties_on
from postpermit.office.models import Holding
from postpermit.office.operations import hold_post, record_absence
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding(bureau: Bureau, at: datetime) -> Holding:
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return Holding.objects.get(post="ECOLOGY-1", role="A", to_on__isnull=True)


def test_open_duties_move_to_another_desk(bureau: Bureau, holding: Holding, at: datetime) -> None:
    before = open_duties_on(holding.post).count()
    assert before
    target = bureau.post("ECOLOGY-2")
    assert (
        vacate_post(holding=holding, on=at.date(), to_post=target, by=bureau("approval-head"), at=at)
        == before
    )
    assert open_duties_on(target).count() == before
    assert not open_duties_on(holding.post).exists()


def test_without_a_target_somebody_must_stay_on_the_post(
    bureau: Bureau, holding: Holding, at: datetime
) -> None:
    Holding.objects.filter(post=holding.post, role="B").delete()
    with pytest.raises(UnableToVacate, match="项待办"):
        vacate_post(holding=holding, on=at.date(), by=bureau("approval-head"), at=at)


def test_a_successor_takes_over_by_post(bureau: Bureau, holding: Holding, at: datetime) -> None:
    new = bureau.officers["legal-2"]
    hold_post(post=holding.post, officer=new, role="A", from_on=at.date(), by=bureau("approval-head"), at=at)
    assert set(desk_of(bureau.standing("legal-2"), at.date())) >= set(
        open_duties_on(holding.post).filter(opens_on__lte=at.date())
    )


def test_a_seconded_officer_gets_no_new_duty_and_the_second_person_sees_the_desk(
    bureau: Bureau, at: datetime
) -> None:
    away = bureau.officers["ecology-1"]
    record_absence(
        officer=away,
        kind="SECONDMENT",
        from_on=at.date(),
        to_on=at.date().replace(month=12),
        by=bureau("approval-head"),
        at=at,
    )
    standing = bureau.standing("ecology-2")
    assert "ECOLOGY-1" in standing.post_codes
    assert standing.actor(division="ECOLOGY").ref == bureau.officers["ecology-2"].ref
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    assert Duty.objects.filter(kind="plan-monitoring").exists()
