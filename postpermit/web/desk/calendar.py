"""Working days: the lists in force, and any deadline reckoned day by day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import workdays
from postpermit.web.asked import asked_number
from postpermit.web.door import power
from postpermit.web.forms import read_day
from postpermit.web.words import current_calendar


@power("office.calendar", "view", clauses=("plan:18.1",), title="工作日")
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A start and a number of working days typed in, or taken from a deadline's link: every day with its reason."""
    calendar = current_calendar()
    start_text, count_text = request.GET.get("start", ""), request.GET.get("n", "")
    reckoning, fault = None, ""
    if start_text or count_text:
        start = read_day(start_text.strip(), request.today)  # type: ignore[attr-defined]
        if start is None:
            fault = f"起算日“{start_text[:20]}”不是有效日期，请写成 2026-11-23。"
        elif (count := asked_number(count_text, 0, 500)) is None:
            fault = "工作日数请填 0 到 500 的整数。"
        else:
            try:
                reckoning = workdays.add(calendar, start, count)
            except ValueError as error:
                fault = str(error)
    this_year = request.today.year  # type: ignore[attr-defined]
    years = [workdays.describe(calendar, year) for year in (this_year - 1, this_year, this_year + 1)]
    context = {
        "reckoning": reckoning,
        "fault": fault,
        "start": start_text,
        "n": count_text,
        "years": years,
    }
    return render(request, "desk/calendar.html", context, status=422 if fault else 200)
