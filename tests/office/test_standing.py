"""B代A: the second person sees and signs while the first is away, and only then."""

from datetime import date, datetime, timedelta

import pytest

from postpermit.office.desks import desk_post
from postpermit.office.models import Officer, Post
from postpermit.office.operations import (
    UnableToAddOfficer,
    UnableToHold,
    UnableToRecordAbsence,
    add_officer,
    disable_officer,
    end_stand_in,
    hold_post,
    import_roster,
    name_stand_in,
    record_absence,
)
from postpermit.office.states import AbsenceKind
from postpermit.trail.actors import COMMAND_LINE
from postpermit.web.cli.demo_district import roster_rows
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", list(AbsenceKind.__members__))
def test_the_second_person_acts_while_the_first_is_away(
    kind: str, bureau: Bureau, at: datetime, today: date
) -> None:
    record_absence(
        officer=bureau.officers["station-head"],
        kind=kind,
        from_on=today,
        to_on=today + timedelta(days=2),
        by=COMMAND_LINE,
        at=at,
    )
    acting = bureau.standing("station-1").actor("*:HEAD", division="STATION")
    assert acting.post == "STATION-HEAD"
    assert (
        acting.signature == f"{bureau.officers['station-1'].name}（代{bureau.officers['station-head'].name}）"
    )
    after = bureau.standing("station-1", today + timedelta(days=3))
    assert "STATION-HEAD" not in after.post_codes


def test_without_absence_the_second_person_has_no_say(bureau: Bureau) -> None:
    assert "STATION-HEAD" not in bureau.standing("station-1").post_codes


def test_a_named_stand_in_acts_for_dated_days(bureau: Bureau, at: datetime, today: date) -> None:
    row = name_stand_in(
        post=bureau.post("LEGAL-HEAD"),
        officer=bureau.officers["legal-2"],
        from_on=today,
        to_on=today + timedelta(days=9),
        reason="党校",
        by=COMMAND_LINE,
        at=at,
    )
    assert "LEGAL-HEAD" in bureau.standing("legal-2").post_codes
    end_stand_in(stand_in=row, on=today, by=COMMAND_LINE, at=at)
    assert "LEGAL-HEAD" not in bureau.standing("legal-2", today + timedelta(days=1)).post_codes


def test_a_seconded_officers_desk_gets_no_new_duty(bureau: Bureau, at: datetime, today: date) -> None:
    assert desk_post("STATION", "STAFF", today).code == "STATION-1"
    for who in ("station-1", "station-2"):
        record_absence(
            officer=bureau.officers[who],
            kind="SECONDMENT",
            from_on=today,
            to_on=today + timedelta(days=30),
            by=COMMAND_LINE,
            at=at,
        )
    assert desk_post("STATION", "STAFF", today).code in {"STATION-2", "STATION-3"}
    holders = desk_post("STATION", "STAFF", today).holdings.exclude(
        officer__in=[bureau.officers["station-1"], bureau.officers["station-2"]]
    )
    assert holders.exists()


def test_a_disabled_officer_stands_nowhere(bureau: Bureau, at: datetime) -> None:
    disable_officer(officer=bureau.officers["legal-1"], why="调离", by=COMMAND_LINE, at=at)
    assert bureau.standing("legal-1").posts == ()


def test_one_person_cannot_be_first_and_second_of_a_post(bureau: Bureau, at: datetime, today: date) -> None:
    with pytest.raises(UnableToHold, match="两人"):
        hold_post(
            post=bureau.post("LEGAL-1"),
            officer=bureau.officers["legal-1"],
            role="B",
            from_on=today,
            by=COMMAND_LINE,
            at=at,
        )


def test_days_in_the_wrong_order_are_refused(bureau: Bureau, at: datetime, today: date) -> None:
    with pytest.raises(UnableToRecordAbsence, match="早于"):
        record_absence(
            officer=bureau.officers["legal-1"],
            kind="LEAVE",
            from_on=today,
            to_on=today - timedelta(days=1),
            by=COMMAND_LINE,
            at=at,
        )


def test_an_account_is_given_once(bureau: Bureau, at: datetime) -> None:
    with pytest.raises(UnableToAddOfficer):
        add_officer(name="某", account="legal-1", by=COMMAND_LINE, at=at)


def test_a_roster_with_a_fault_writes_nothing_and_names_the_row(
    bureau: Bureau, at: datetime, today: date
) -> None:
    rows = roster_rows()
    rows[3] = [*rows[3]]
    rows[3][0] = "没有的科室"
    posts, people = Post.objects.count(), Officer.objects.count()
    result = import_roster(rows=rows, on=today, by=COMMAND_LINE, at=at)
    assert [(e["row"], e["column"]) for e in result.errors] == [(4, "科室")]
    assert (Post.objects.count(), Officer.objects.count()) == (posts, people)


def test_the_same_roster_twice_changes_nothing(bureau: Bureau, at: datetime, today: date) -> None:
    again = import_roster(rows=roster_rows(), on=today, by=COMMAND_LINE, at=at)
    assert (again.ok, again.posts, again.officers, again.holdings) == (True, 0, 0, 0)


def test_who_is_listed_first_as_a_second_person_keeps_his_certificate(bureau: Bureau) -> None:
    held = [o.certificate for name, o in bureau.officers.items() if name.startswith("enforcement-")]
    assert len(held) == 5 and all(held)
