"""DU-20: a notice of the state moves the annual report's day; the value is one dated line and re-issues open duties."""

from datetime import date, datetime

import pytest

from postpermit import law, workdays
from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties, record_act
from postpermit.duties.operations.adopting import regenerate
from postpermit.duties.rules import Law, Planned
from postpermit.duties.rules.reports import moved_by_notice, source_of
from postpermit.office.operations import UnableToAdopt, adopt_value
from postpermit.register.models import Facility
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau, number_of, unit_row
from tests.duties.test_rules import holder, year_of

NAME = "report.annual.deadline_notice"
ASKED = (("ANNUAL", "次年1月31日"), ("QUARTERLY", "季后15日"), ("MONTHLY", "次月15日"))


def told(year: int) -> Law:
    """The law on New Year's Day of that year."""
    return Law(workdays.shipped(), date(year, 1, 1), None)


def submitted(year: int, **unit: object) -> dict[str, Planned]:
    """Period → the report planned for it in the year."""
    found = year_of(holder(reports=ASKED, **unit), year=year, on=date(year, 6, 1))
    return {p.period: p for p in found if p.kind.startswith("submit-report")}


def test_the_notice_of_a_year_moves_its_annual_report_and_says_so() -> None:
    """DU-20: the day of the notice, its source, and that the notice is not confirmed."""
    moved = submitted(2025)["2024"]
    assert moved.due.on == date(2025, 2, 28)
    assert source_of(moved.due.basis.note) == "notice"
    assert not moved.confirmed


def test_a_year_without_a_notice_keeps_the_day_of_the_permit() -> None:
    """DU-20 does not act where no notice came."""
    kept = submitted(2026)["2025"]
    assert (kept.due.on, source_of(kept.due.basis.note), kept.confirmed) == (
        date(2026, 1, 31),
        "permit",
        True,
    )
    assert moved_by_notice("ANNUAL", 2026, told(2026)) is None


def test_quarterly_and_monthly_reports_are_untouched() -> None:
    """DU-20 speaks of annual reports only."""
    rows = submitted(2025)
    assert [rows[p].due.on for p in ("2024Q4", "2025Q1", "2025-03")] == [
        date(2025, 1, 15),
        date(2025, 4, 15),
        date(2025, 4, 15),
    ]
    assert {source_of(rows[p].due.basis.note) for p in rows if p != "2024"} == {"permit"}
    assert [moved_by_notice(k, 2025, told(2025)) for k in ("QUARTERLY", "MONTHLY")] == [None, None]


def test_a_notice_moves_only_the_year_it_names() -> None:
    """DU-20 at its boundary: the day lies in the year whose reports it moves."""
    assert moved_by_notice("ANNUAL", 2024, told(2024)) == date(2024, 2, 29)
    assert moved_by_notice("ANNUAL", 2025, told(2024)) is None


def test_a_notice_also_gives_a_day_where_the_permit_has_none() -> None:
    """DU-20: a default makes nobody late, a notice does."""
    unit = holder(reports=(("ANNUAL", ""),))
    for year, source, due_on in (
        (2025, "notice", date(2025, 2, 28)),
        (2026, "default", date(2026, 1, 31)),
    ):
        (found,) = [
            p for p in year_of(unit, year=year, on=date(year, 6, 1)) if p.kind == "submit-report-annual"
        ]
        assert (source_of(found.due.basis.note), found.due.on) == (source, due_on)


@pytest.fixture
def units(bureau: Bureau, at: datetime) -> list[Facility]:
    """Two holders that owe annual and quarterly reports, with next year's ledger."""
    rows = [unit_row(n, 管理类别="重点管理") for n in (1, 2)]
    asked = [
        {"编号": number_of(n), "报告类型": kind, "提交期限": text}
        for n in (1, 2)
        for kind, text in (("年报", "次年1月31日"), ("季报", "季后15日"))
    ]
    made = bureau.units(*rows, at=at, 报告要求=asked)
    for year in (2026, 2027):
        generate_duties(year=year, by=COMMAND_LINE, at=at)
    return made


def days(kind: str, year: int) -> dict[str, set[str]]:
    """Period → due days of the stored duties."""
    out: dict[str, set[str]] = {}
    for duty in Duty.objects.filter(kind=kind, due_on__year=year):
        out.setdefault(duty.period, set()).add(f"{duty.due_on} {duty.state}")
    return out


def adopt(bureau: Bureau, at: datetime, text: str) -> None:
    """Confirm the notice's day as an officer would, and bring the ledgers in line."""
    given = {"since": date(2027, 1, 1), "document": "环办〔2027〕演示1号", "by": bureau("approval-head")}
    adopt_value(name=NAME, text=text, at=at, **given)  # type: ignore[arg-type]
    regenerate(by=bureau("approval-head"), at=at)


@pytest.mark.django_db
def test_adopting_the_value_reissues_the_open_duties(
    bureau: Bureau, units: list[Facility], at: datetime
) -> None:
    """DU-20: one dated value moves every open annual duty of the year, and no other duty."""
    quarterly = days("submit-report-quarterly", 2027)
    assert days("submit-report-annual", 2027) == {"2026": {"2027-01-31 OPEN"}}
    adopt(bureau, at, "2027-02-28")
    assert days("submit-report-annual", 2027) == {"2026": {"2027-02-28 OPEN"}}
    assert days("submit-report-quarterly", 2027) == quarterly
    assert days("submit-report-annual", 2026) == {"2025": {"2026-01-31 OPEN"}}
    duty = Duty.objects.filter(kind="submit-report-annual", period="2026").first()
    assert duty is not None
    assert (source_of(duty.basis["note"]), duty.confirmed) == ("notice", True)
    adopt(bureau, at, law.NO_DAY)
    assert days("submit-report-annual", 2027) == {"2026": {"2027-01-31 OPEN"}}


@pytest.mark.django_db
def test_what_was_done_before_the_notice_stays_done(
    bureau: Bureau, units: list[Facility], at: datetime
) -> None:
    """DU-20 re-issues what is open; a report that is there is not asked for again."""
    record_act(
        kind="report-annual",
        facility=units[0],
        on=date(2026, 3, 1),
        who="钱",
        result="已提交",
        facts={"period": "2025"},
        by=bureau("approval-1"),
        at=at,
    )
    adopt(bureau, at, "2027-02-28")
    states = Duty.objects.filter(kind="submit-report-annual", period="2025").values_list("facility", "state")
    assert dict(states) == {units[0].pk: "DISCHARGED", units[1].pk: "OPEN"}


@pytest.mark.django_db
def test_a_day_is_a_day_or_none(bureau: Bureau, units: list[Facility], at: datetime) -> None:
    """DU-20 takes a date or 无, nothing else."""
    with pytest.raises(UnableToAdopt) as refused:
        adopt(bureau, at, "二月底")
    assert refused.value.place == "text"
