"""``duties --year``: the year as the rules give it, reading only, whatever is stored."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties, record_act
from postpermit.duties.queries import ledger
from postpermit.trail.actors import COMMAND_LINE, Actor
from postpermit.trail.models import Entry
from tests.bureau import Bureau, number_of, unit_row

pytestmark = pytest.mark.django_db
FIELDS = ["id", "kind", "clause", "obligor", "subject", "subject_name", "period", "opens_on", "due_on", "provisional",
          "target", "done", "state", "overdue", "discharged_by"]  # fmt: skip
OFFICER = Actor("officer:e", "执", division="ENFORCEMENT")


def rows_of(kind: str, on: date, year: int = 2026) -> list[dict[str, Any]]:
    return [r for r in ledger(year, on) if r["kind"] == kind]


def test_rows_have_the_agreed_fields_in_the_agreed_order(bureau: Bureau, at: datetime, today: date) -> None:
    bureau.units(unit_row(1, 管理类别="重点管理"), unit_row(2, 管理类别="登记管理"), at=at)
    rows = ledger(2026, today)
    assert [list(r) for r in rows] == [FIELDS] * len(rows)
    assert rows == sorted(rows, key=lambda r: (r["due_on"], r["kind"], r["subject"]))
    assert {r["state"] for r in rows} <= {"OPEN", "DISCHARGED", "WAIVED", "VOID"}


def test_reading_writes_nothing(bureau: Bureau, at: datetime, today: date) -> None:
    bureau.units(unit_row(1), at=at)
    entries = Entry.objects.count()
    ledger(2026, today)
    assert (Duty.objects.count(), Entry.objects.count()) == (0, entries)


def test_past_windows_of_the_year_are_there_and_overdue(bureau: Bureau, at: datetime, today: date) -> None:
    bureau.units(unit_row(1, 管理类别="重点管理"), at=at)
    first, second = rows_of("inspect-key", today)
    assert (first["period"], first["overdue"], second["period"], second["overdue"]) == (
        "2026H1",
        True,
        "2026H2",
        False,
    )
    assert not rows_of("inspect-key", date(2026, 6, 30))[0]["overdue"]


def test_what_was_recorded_shows_as_discharged_with_or_without_a_stored_duty(
    bureau: Bureau, at: datetime, today: date
) -> None:
    (unit,) = bureau.units(unit_row(1, 管理类别="重点管理"), at=at)
    record = record_act(
        kind="inspection", facility=unit, on=date(2026, 3, 3), who="甲", result="无", by=OFFICER, at=at
    )
    before = rows_of("inspect-key", today)[0]
    assert (before["state"], before["discharged_by"]) == ("DISCHARGED", f"duties.record:{record.pk}")
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    after = rows_of("inspect-key", today)[0]
    assert (after["state"], after["discharged_by"]) == (before["state"], before["discharged_by"])
    assert rows_of("inspect-key", date(2026, 3, 2))[0]["state"] == "OPEN"


def test_quotas_show_target_and_done_per_distinct_unit(bureau: Bureau, at: datetime, today: date) -> None:
    units = bureau.units(*(unit_row(n, 管理类别="登记管理") for n in range(1, 12)), at=at)
    for unit, day in ((units[0], 3), (units[0], 4), (units[1], 5)):
        record_act(
            kind="inspection", facility=unit, on=date(2026, 5, day), who="甲", result="无", by=OFFICER, at=at
        )
    (row,) = rows_of("inspect-registered", today)
    assert (row["target"], row["done"], row["state"], row["subject"]) == (3, 2, "OPEN", "")
    record_act(
        kind="inspection", facility=units[2], on=date(2026, 5, 9), who="甲", result="无", by=OFFICER, at=at
    )
    assert rows_of("inspect-registered", today)[0]["state"] == "DISCHARGED"


def test_the_id_is_stable_before_and_after_storing(bureau: Bureau, at: datetime, today: date) -> None:
    bureau.units(unit_row(1), at=at)
    assert [r["id"] for r in ledger(2026, today)] == [r["id"] for r in ledger(2026, today)]
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    stored = {str(d.public_id) for d in Duty.objects.all()}
    assert {r["id"] for r in ledger(2026, today)} == stored


def test_a_permit_held_too_shortly_has_no_report_not_even_a_voided_one(bureau: Bureau, at: datetime) -> None:
    row = unit_row(1, 首次发证日期=date(2025, 10, 2), 有效期起=date(2025, 10, 2), 有效期止=date(2030, 10, 1))
    bureau.units(row, at=at, 报告要求=[{"编号": number_of(1), "报告类型": "年报", "提交期限": "次年1月31日"}])
    assert rows_of("submit-report-annual", date(2026, 11, 24)) == []


def test_the_number_of_queries_does_not_grow_with_the_units(
    bureau: Bureau, at: datetime, today: date
) -> None:
    bureau.units(unit_row(1), at=at)
    with CaptureQueriesContext(
        connection,
    ) as one:
        ledger(2026, today)
    bureau.units(*(unit_row(n, 管理类别="重点管理") for n in range(2, 32)), at=at)
    with CaptureQueriesContext(connection) as thirty:
        ledger(2026, today)
    assert len(one) == len(thirty) <= 12
