"""Days and deadlines in the words an office uses."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from postpermit import workdays
from postpermit.office.calendars import calendar_now
from postpermit.office.models import LoadedCalendar

WEEKDAYS = "一二三四五六日"


def day_text(value: date | datetime | None) -> str:
    """2026-11-23 周一."""
    if value is None:
        return ""
    on = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{on:%Y-%m-%d} 周{WEEKDAYS[on.weekday()]}"


def moment_text(value: datetime | None) -> str:
    """2026-11-23 09:05."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def current_calendar() -> workdays.Calendar:
    """The calendar in force, made again only when somebody has loaded a list since."""
    newest = LoadedCalendar.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _calendar(newest)


@lru_cache(maxsize=2)
def _calendar(newest: int | None) -> workdays.Calendar:
    return calendar_now()


def deadline_words(due_on: date, today: date, calendar: workdays.Calendar | None = None) -> tuple[str, str]:
    """(剩 3 个工作日 / 今天到期 / 逾期 2 个工作日, tone). A tone never stands without the words."""
    if due_on == today:
        return "今天到期", "warning"
    try:
        days = workdays.between(calendar or workdays.shipped(), min(due_on, today), max(due_on, today))
    except (
        workdays.OutOfRange
    ):  # a very old or very distant day lies outside the calendars: said in plain days
        apart = abs((due_on - today).days)
        return (
            (f"逾期 {apart} 天（自然日）", "danger")
            if due_on < today
            else (f"剩 {apart} 天（自然日）", "quiet")
        )
    if due_on < today:
        return f"逾期 {days} 个工作日", "danger"
    return f"剩 {days} 个工作日", "warning" if days <= 3 else "quiet"
