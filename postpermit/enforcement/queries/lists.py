"""Industry lists beside annex 3: of each the version in force on a day, those of the unit's industry first."""

from datetime import date

from postpermit.enforcement.models import LoadedChecklist
from postpermit.enforcement.rules.applicability import fits_industry
from postpermit.register.models import Facility

Choices = list[tuple[str, str]]


def lists_on(on: date) -> list[LoadedChecklist]:
    """Of each industry list the version in force on a day."""
    seen: dict[str, LoadedChecklist] = {}
    for row in LoadedChecklist.objects.filter(since__lte=on).defer("rows"):  # newest first within a name
        seen.setdefault(row.name, row)
    return list(seen.values())


def offered_lists(unit: Facility | None, on: date) -> tuple[Choices, str]:
    """The lists to choose among, and the one that is proposed for the unit's industry, or ""."""
    code = unit.industry_code if unit else ""
    rows = sorted(lists_on(on), key=lambda row: not fits_industry(row.industries, code))
    fitting = [row for row in rows if fits_industry(row.industries, code)]
    choices = [
        (
            str(row.public_id),
            f"{row.name}（{row.since:%Y-%m-%d} 起{'，适用本单位行业' if row in fitting else ''}）",
        )
        for row in rows
    ]
    return choices, str(fitting[0].public_id) if fitting else ""
