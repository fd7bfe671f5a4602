"""The calendar in force: the shipped official lists, and those loaded since."""

from datetime import date, datetime

from django.db import transaction

from postpermit import workdays
from postpermit.office.models import LoadedCalendar
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record


def calendar_now() -> workdays.Calendar:
    """Shipped lists with the loaded rows laid over them, the newest row of a year on top. One small query."""
    calendar = workdays.shipped()
    for row in LoadedCalendar.objects.order_by("pk"):
        calendar = calendar.with_year(
            workdays.YearList(
                year=row.year,
                notice=row.notice,
                published=row.published,
                days_off=tuple(date.fromisoformat(d) for d in row.days_off),
                working_weekends=tuple(date.fromisoformat(d) for d in row.working_weekends),
            )
        )
    return calendar


def store_year(listed: workdays.YearList, *, by: Actor, at: datetime) -> LoadedCalendar:
    """Keep an official list as a row; loading a corrected one later adds a row, the old one stays."""
    with transaction.atomic():
        row = LoadedCalendar.objects.create(
            year=listed.year,
            notice=listed.notice,
            published=listed.published,
            days_off=[d.isoformat() for d in listed.days_off],
            working_weekends=[d.isoformat() for d in listed.working_weekends],
            loaded_by=by.signature,
            loaded_at=at,
        )
        record(
            "load-calendar",
            label="载入工作日安排",
            subjects=[row],
            by=by,
            at=at,
            clause="plan:18.1",
            facts={"year": listed.year, "notice": listed.notice},
        )
        return row
