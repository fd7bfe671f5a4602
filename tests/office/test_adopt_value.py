"""Values come into force on the strength of a document; numbers follow their pattern without gap."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from postpermit import law
from postpermit.office.models import AdoptedValue, CalendarFeed, RunningNumber
from postpermit.office.operations import UnableToAdopt, adopt_value, next_number, open_feed
from postpermit.office.values import adopted_lines, lay_adopted_values
from postpermit.trail.models import Entry
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db


def adopt(bureau: Bureau, at: datetime, **changes: object) -> AdoptedValue:
    """Adopt three days for accepting, from today."""
    given = {
        "name": "slip.accept.days",
        "text": "3",
        "since": at.date(),
        "document": "普环〔2026〕9号",
    } | changes
    return adopt_value(**given, by=bureau("approval-head"), at=at)  # type: ignore[arg-type]


def test_an_adopted_value_holds_at_once_and_after_the_next_start(bureau: Bureau, at: datetime) -> None:
    adopt(bureau, at)
    assert law.value("slip.accept.days", on=at.date()).value == 3
    law.adopt(())
    assert [v.value for v in adopted_lines()] == [3]
    entry = Entry.objects.get(verb="adopt-value")
    assert entry.facts["before"] == "2"
    assert entry.facts["document"] == "普环〔2026〕9号"


def test_it_takes_a_document_and_a_value_of_the_right_kind(bureau: Bureau, at: datetime) -> None:
    for wrong, place in (
        ({"document": " "}, "document"),
        ({"text": "三天"}, "text"),
        ({"name": "no.such"}, "name"),
    ):
        with pytest.raises(UnableToAdopt) as refused:
            adopt(bureau, at, **wrong)
        assert refused.value.place == place
    with pytest.raises(UnableToAdopt, match="文号"):
        adopt(bureau, at, name="number.slip", text="{year}-{n}-{x}")
    assert not AdoptedValue.objects.exists()


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("draw.algorithm", ("MD5", "sm3", "SHA256", "SHA-256、SM3", ""), "SM3"),
        ("draw.public.hour", ("9:15", "25:00", "09:60", "０９:15", "上午九点"), "16:30"),
    ],
)
def test_a_value_that_can_only_be_one_of_some_words_is_one_of_them(
    bureau: Bureau, at: datetime, name: str, wrong: tuple[str, ...], right: str
) -> None:
    for text in wrong:
        with pytest.raises(UnableToAdopt) as met:
            adopt(bureau, at, name=name, text=text)
        assert met.value.place == "text"
    adopt(bureau, at, name=name, text=right)
    assert law.value(name, on=at.date()).value == right


def test_the_later_of_two_lines_of_one_day_counts(bureau: Bureau, at: datetime) -> None:
    adopt(bureau, at)
    adopt(bureau, at, text="4")
    assert law.value("slip.accept.days", on=at.date()).value == 4


def test_laying_again_when_nothing_changed_is_one_query(bureau: Bureau, at: datetime) -> None:
    adopt(bureau, at)
    lay_adopted_values()
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        lay_adopted_values()
    assert len(seen.captured_queries) == 1


def test_numbers_run_without_gap_by_the_pattern_in_force(bureau: Bureau, at: datetime) -> None:
    on = at.date()
    assert [next_number("slip", on) for _ in range(2)] == ["2026-001", "2026-002"]
    adopt(bureau, at, name="number.slip", text="普环联〔{year}〕{n}号", since=on + timedelta(days=1))
    assert next_number("slip", on + timedelta(days=1)) == "普环联〔2026〕3号"
    assert next_number("slip", date(2027, 1, 4)) == "普环联〔2027〕1号"
    assert RunningNumber.objects.get(kind="slip", year=2026).last == 3


def test_a_new_feed_address_ends_the_old_one(bureau: Bureau, at: datetime) -> None:
    post, by = bureau.post("STATION-1"), bureau("station-1")
    first = open_feed(post=post, by=by, at=at)
    second = open_feed(post=post, by=by, at=at)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert len(second.token) >= 40
    assert CalendarFeed.objects.filter(post=post, ended_at__isnull=True).get() == second
