"""The year tried on the register as it stands."""

from datetime import date

from postpermit import law
from postpermit.duties.queries.desks import Desks
from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.rules import plan_year
from postpermit.duties.rules.facts import Law
from postpermit.duties.rules.what_if import Changes, Comparison, compare_years, with_classes
from postpermit.office.models import Division


def what_if(changes: Changes, year: int, on: date) -> Comparison:
    """``year`` judged on day ``on``: as it is, beside as it would be. Reads only."""
    units = facts_of_register()
    now = law_of(year, on)
    before = plan_year(units, year, on, now)
    calendar = now.calendar
    for listed in changes.calendars:
        calendar = calendar.with_year(listed)
    with law.trying(changes.values):
        tried = Law(calendar, now.on, now.annual_meeting)
        after = plan_year(with_classes(units, changes.classes), year, on, tried)
    names = dict(Division.objects.values_list("code", "short_name"))
    desks = Desks(on)

    def post(obligor: str) -> str:
        held = desks.of(obligor)
        return held.title if held else names.get(obligor, obligor)

    return compare_years(year, before, after, division=lambda c: names.get(c, c), post=post)
