"""What must be known before a report is taken in: whose it is, when it is due, and what was received of it already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.rules.periods import period_words
from postpermit.duties.rules.reports import KINDS, source_of
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.models import Facility
from postpermit.register.search import search_facilities
from postpermit.supervision.models import ExecutionReport, FeedbackNotice, ReportVersion
from postpermit.supervision.queries.lists import find_units
from postpermit.supervision.report import Report, previous_periods
from postpermit.supervision.report.periods import period_on

HOLDERS = ("KEY", "SIMPLIFIED")
# How many periods of a kind are offered for choosing, the running one first.
OFFERED = {"QUARTERLY": 9, "ANNUAL": 4, "MONTHLY": 25}
KIND_WORDS = {"QUARTERLY": "季报", "ANNUAL": "年报", "MONTHLY": "月报"}
WIDE = str.maketrans("()", "（）")
Key = tuple[int, str]


@dataclass
class Filed:
    """What is held of a report. ``last``: its newest version, 0 for none; ``digests``: file → version; ids "" if none."""

    due_on: date | None = None
    due_source: str = "default"
    submitted_on: date | None = None
    stop_note: str = ""
    check_id: UUID | None = None
    state: str = ""
    last: int = 0
    digests: dict[str, int] = field(default_factory=dict)
    notice_id: UUID | None = None


def holders(standing: Standing) -> "QuerySet[Facility]":
    """The units that file reports, as far as this officer sees them."""
    rows = visible_to(standing, Facility).filter(management_class__in=HOLDERS)
    return rows.only("name", "number", "public_id").order_by("name", "pk")


def units_on_covers(reads: Sequence[Report]) -> list[Facility | None]:
    """The unit of each report: by the permit number on its cover, else by the exact name. Few queries."""
    numbers = [r["permit_number"].bare for r in reads]
    names = ["".join(r["unit_name"].text.split()) for r in reads]
    found = find_units(_asked(numbers, names))
    if None in found:  # brackets are written in either width
        wide = find_units(_asked(numbers, [n.translate(WIDE) for n in names]))
        found = [a or b for a, b in zip(found, wide, strict=True)]
    return found


def _asked(numbers: Sequence[str], names: Sequence[str]) -> list[dict[str, str]]:
    return [{"unit_number": n, "unit": name} for n, name in zip(numbers, names, strict=True)]


def unit_typed(standing: Standing, typed: str) -> tuple[Facility | None, str]:
    """The unit that a person means by a name, a number or a part of them; otherwise None and what is wrong."""
    seen = visible_to(standing, Facility).filter(management_class__in=HOLDERS)
    last = typed.rsplit(maxsplit=1)[-1].upper() if typed.strip() else ""
    exact = list(seen.filter(number=last).exclude(number="")[:1]) or list(seen.filter(name=typed)[:2])
    found = exact if len(exact) == 1 else list(search_facilities(seen, typed)[:4])
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, f"没有找到“{typed[:40]}”这家持证单位。"
    names = "、".join(f"{u.name}（{u.number}）" for u in found[:3])
    return (
        None,
        f"“{typed[:40]}”对应不止一家单位，请写全名称或编号：{names}{'等' if len(found) > 3 else ''}。",
    )


def filed(keys: Iterable[Key]) -> dict[Key, Filed]:
    """(unit, period) → what is held of that report. A fixed number of queries."""
    wanted = set(keys)
    out = {key: Filed() for key in wanted}
    units, periods = {u for u, _ in wanted}, {p for _, p in wanted}
    _duties(out, units, periods)
    reports = ExecutionReport.objects.filter(facility__in=units, period__in=periods)
    of_check: dict[int, Filed] = {}
    for report in reports.select_related("check_matter"):
        held = out.get((report.facility_id, report.period))
        if held is None:
            continue
        held.due_on, held.due_source = report.due_on, report.due_source
        held.submitted_on, held.stop_note = report.submitted_on, report.stop_note
        check = report.check_matter
        held.check_id, held.state = check.public_id, check.state
        of_check[check.pk] = held
    _versions(of_check)
    return out


def _duties(out: dict[Key, Filed], units: set[int], periods: set[str]) -> None:
    rows = Duty.objects.filter(kind__in=KINDS.values(), facility__in=units, period__in=periods)
    for duty in rows.exclude(state="VOID").order_by("-pk"):
        if held := out.get((duty.facility_id or 0, duty.period)):
            held.due_on, held.due_source = duty.due_on, source_of(str(duty.basis.get("note", "")))


def _versions(of_check: dict[int, Filed]) -> None:
    rows = ReportVersion.objects.filter(check_matter__in=of_check).order_by("number")
    for check, number, digest in rows.values_list("check_matter", "number", "sha256"):
        of_check[check].last = number
        of_check[check].digests[digest] = number
    told = FeedbackNotice.objects.filter(check_matter__in=of_check, issued_on__isnull=False)
    for check, notice in told.values_list("check_matter", "public_id"):
        of_check[check].notice_id = notice


def last_version(held: Filed) -> ReportVersion | None:
    """The newest version of a report, None when none has come."""
    rows = ReportVersion.objects.filter(check_matter__public_id=held.check_id) if held.check_id else None
    return rows.order_by("-number").first() if rows is not None else None


def periods_offered(today: date, kind: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """(季报, [(2026Q3, 2026年第3季度) …]) for choosing a period, newest first; only those of ``kind`` when it is known."""
    out = []
    for each, count in OFFERED.items():
        if kind in ("", each):
            running = period_on(each, today)
            rows = [running, *previous_periods(running, count - 1)]
            out.append((KIND_WORDS[each], [(p, period_words(p)) for p in rows]))
    return out
