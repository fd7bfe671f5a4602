"""The demo holds a year of enforcement in progress: every state, on any day of the year on which it is built."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from postpermit import law, workdays
from postpermit.duties.models import Duty, Record
from postpermit.enforcement.models import (
    CampaignFinding,
    LoadedChecklist,
    PenaltyCase,
    SignedPaper,
    Visit,
    VisitAnswer,
    VisitComplaint,
    VisitFinding,
    VisitPicture,
)
from postpermit.enforcement.queries.answers import conflicts_of
from postpermit.enforcement.queries.case_standing import clocks_on
from postpermit.enforcement.rules.clock import ClockState
from postpermit.enforcement.states import CaseState, ComplaintState, VisitOutcome, VisitState
from postpermit.linkage.models import Slip
from postpermit.office.calendars import calendar_now
from postpermit.office.operations import found_divisions
from postpermit.oversight.enforcement import ENFORCEMENT_INVARIANTS
from postpermit.planning.models import Beat, CapException, Draw, PlannedVisit, YearPlan
from postpermit.planning.queries.inputs import REPLACED
from postpermit.planning.queries.unit_lists import units_in
from postpermit.planning.states import DrawState
from postpermit.trail.actors import SYSTEM
from postpermit.web.cli.demo_cases import CasesOfDemo
from postpermit.web.cli.demo_district import Size, settle
from postpermit.web.cli.demo_lists import write_lists
from postpermit.web.cli.demo_plan import PlanOfYear
from postpermit.web.cli.demo_slips import Story, moment
from postpermit.web.cli.demo_visits import Visits
from postpermit.web.desk.places import addresses_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SMALL = Size(keys=3, simple=24, registered=45, unlisted=2)


@pytest.fixture
def on(tmp_path: Path) -> Callable[[date], Path]:
    """Build a small demo on a day; answers where its files lie."""

    def built(today: date) -> Path:
        found_divisions(rows=law.district().divisions, by=SYSTEM, at=moment(date(2025, 1, 2)))
        cast, _ = settle(today, SMALL)
        PlanOfYear(cast, today, cast.people).tell()
        Story(cast, today).run()
        Visits(cast, today, cast.people).tell()
        CasesOfDemo(cast, today, cast.people).tell()
        write_lists(tmp_path, f"{today.year}Q3")
        return tmp_path

    return built


def test_a_year_in_progress_has_a_visit_and_a_case_in_every_state(on: Callable[[date], Path]) -> None:
    today = date(2026, 11, 26)
    files = on(today)
    assert set(Visit.objects.values_list("state", flat=True)) == set(VisitState)
    assert set(Visit.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(VisitOutcome)
    assert set(PenaltyCase.objects.values_list("state", flat=True)) >= set(CaseState) - {
        CaseState.NOT_PUNISHED,
        CaseState.WITHDRAWN,
    }
    clocks = {c.state for case in PenaltyCase.objects.all() for c in clocks_on(case, today, calendar_now())}
    assert {ClockState.RUNNING, ClockState.STOPPED, ClockState.LATE, ClockState.MET} <= clocks
    assert set(VisitComplaint.objects.values_list("state", flat=True)) == set(ComplaintState)
    assert CampaignFinding.objects.values("state").distinct().count() == 3
    _visits_of_today(today)
    _plan_and_draws(today)
    _files(files)
    for name, check in ENFORCEMENT_INVARIANTS.items():
        if name != "cases-within-their-clock":  # the demo shows late ones on purpose
            assert list(check(2026, today)) == [], name


def _visits_of_today(today: date) -> None:
    waiting = Visit.objects.filter(
        state="ASSIGNED", scheduled_on=today, officers__officer__user__username="enforcement-1"
    )
    assert waiting.count() == 2  # whoever the draw of officers fell upon
    underway = Visit.objects.get(state="UNDERWAY", officers__officer__user__username="enforcement-1")
    assert conflicts_of(underway) == ("4.1.1",)
    assert VisitAnswer.objects.filter(visit=underway).count() > 8
    photos = VisitPicture.objects.filter(visit=underway, kind="EVIDENCE")
    assert photos.count() == 3
    assert all(p.taken_from == "照片" for p in photos)
    assert set(VisitFinding.objects.values_list("state", flat=True)) >= {
        "OPEN",
        "CORRECTING",
        "SLIPPED",
        "IN_CASE",
        "RESOLVED",
    }
    gone = Visit.objects.filter(outcome__in=("SHUT", "MOVED"))
    assert all(
        Slip.objects.filter(facility=v.facility, description__contains=v.number).exists() for v in gone
    )
    assert SignedPaper.objects.filter(original_system="CITY-ENFORCEMENT").count() == 2
    assert CapException.objects.count() == Visit.objects.filter(exception__isnull=False).count() == 1
    assert not Record.objects.filter(kind="inspection", facts__visit__isnull=True).exists()
    # What the station sampled alone was done, and did not fall out of the plan as if nobody had asked for it.
    alone = PlannedVisit.objects.filter(inspects=False, monitors=True, week__lt=today - timedelta(weeks=12))
    assert alone.filter(state="DONE").exists() and not alone.filter(why=REPLACED).exists()


def _plan_and_draws(today: date) -> None:
    plan = YearPlan.objects.get()
    assert plan.state == "PUBLISHED" and plan.gap is not None
    assert PlannedVisit.objects.filter(state="DONE").count() > 20
    assert set(Draw.objects.values_list("state", flat=True)) >= {DrawState.PUBLISHED, DrawState.ABORTED}
    waits = Draw.objects.exclude(state__in=(DrawState.PUBLISHED, DrawState.ABORTED)).get()
    assert waits.public_day is not None and waits.public_day > today
    days = Draw.objects.filter(imported_from="").values_list("public_day", flat=True)
    assert all(day is not None and workdays.shipped().working(day) for day in days)
    assert Beat.objects.count() == 2
    refs = Duty.objects.filter(state="OPEN", subject_ref__regex=r"^(enforcement|planning)\.").values_list(
        "subject_ref", flat=True
    )
    assert set(addresses_of(refs)) == set(refs)  # every one of them leads to its page


def _files(folder: Path) -> None:
    table = list(load_workbook(folder / "市级随机抽取结果.xlsx").active.values)
    assert len(units_in(table, "REGISTERED")) == 12
    header, *rows = load_workbook(folder / "汽修行业检查单.xlsx").active.values
    read = [dict(zip(map(str, header), (str(c or "") for c in row), strict=True)) for row in rows]
    assert len(law.checklist_from_rows(read, code="x", title="汽修", since=date(2026, 1, 1)).questions) == 4
    assert LoadedChecklist.objects.count() == 1
    assert "teams: 3" in (folder / "推演_增加检查组.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("today", [date(2026, 1, 3), date(2026, 5, 3)])
def test_it_can_be_built_on_any_day_of_the_year(on: Callable[[date], Path], today: date) -> None:
    on(today)
    assert set(Visit.objects.values_list("state", flat=True)) >= {"ASSIGNED", "UNDERWAY", "ENDED", "CLOSED"}
    assert YearPlan.objects.count() == (today >= date(2026, 1, 5))
