"""``demo-year``: a simulated district lives a whole year through the real operations, and the report says what held.

Own throw-away directory, own clock, seeded chance: the same seed prints the same bytes.
"""

import gc
import json
import os
import shutil
import tempfile
from datetime import date, timedelta
from typing import Any

from postpermit.trail.errors import Refused

KEYS, SIMPLE, REGISTERED = 12, 48, 300
WIND_DOWN = 190


class UnableToPlay(Refused):
    """The year lies outside the calendars that can be told."""


def run(arguments: Any) -> int:
    """0 when every loop is closed and every invariant holds, else 1."""
    if not 2017 <= arguments.year <= 2034:
        raise UnableToPlay("年度应在 2017—2034 之间。")
    # A year of acts makes millions of short-lived objects and no cycles to speak of: look for those less often.
    gc.set_threshold(200_000, 20, 20)
    folder = tempfile.mkdtemp(prefix="pp-year-")
    os.environ["POSTPERMIT_DATA"] = folder
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django  # only after the throw-away directory is chosen

    django.setup()
    try:
        report = play(arguments.seed, arguments.year)
    finally:
        from django.db import connections

        connections.close_all()
        shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print("\n".join(words(report)))
    return 0 if report["ok"] else 1


def play(seed: int, year: int) -> dict[str, Any]:
    """The year from New Year's Day to the weeks after it in which the last loops are closed."""
    from postpermit.oversight.conformity import conformity, invariant_words
    from postpermit.trail.together import together
    from postpermit.web.cli.year.brigade import Brigade
    from postpermit.web.cli.year.loops import Loops
    from postpermit.web.cli.year.reports import Reports
    from postpermit.web.cli.year.stage import Stage
    from postpermit.web.cli.year.story import Story
    from postpermit.web.cli.year.work import Work

    seed_ids(seed)
    facts, holders = _open_stage(seed, year)
    stage = Stage(seed, year)
    stage.begin(date(year, 1, 1))
    reports = Reports(stage, holders)
    work, loops = Work(stage, reports), Loops(stage)
    story, brigade = Story(stage, work), Brigade(stage)
    story.beforehand()
    last = date(year, 12, 31)
    on = date(year, 1, 1)
    while on <= last:
        if stage.working(on):
            stage.begin(on)
            with together():  # a day's entries are sealed together, which takes a third of the time
                _working_day(stage, work, loops, story, reports, brigade)
        on += timedelta(days=1)
    end = _wind_down(stage, work, loops, story, reports, brigade, on)
    report = conformity(year, end)
    checked, inspected = reports.facts(), _enforcement()
    return {
        "ok": report.holds and not checked["unanswered"] and not inspected["without_visit"],
        "seed": seed,
        "year": year,
        "until": end.isoformat(),
        "district": facts | _acts(),
        "reports": checked,
        "enforcement": inspected,
        "clauses": report.clauses,
        "loops": report.loops,
        "open_loops": report.open_loops,
        "invariants": [
            {"name": name, "sentence": invariant_words()[name], "ok": not faults, "faults": faults[:10]}
            for name, faults in report.invariants.items()
        ],
    }


def _open_stage(seed: int, year: int) -> tuple[dict[str, int], dict[str, Any]]:
    """Roster, register and the ledgers of the year, through the doors that a real office uses."""
    from postpermit.duties.operations import generate_duties
    from postpermit.office.operations import import_roster
    from postpermit.register.invented import invent
    from postpermit.register.models import Facility
    from postpermit.register.operations import import_register
    from postpermit.register.workbook import write_workbook
    from postpermit.supervision.invented.registering import fit_out
    from postpermit.trail.actors import COMMAND_LINE
    from postpermit.web.cli.demo_district import roster_rows
    from postpermit.web.cli.demo_slips import moment
    from postpermit.web.cli.init import prepare
    from postpermit.web.cli.year.reports import give_monthly_reports

    before = moment(date(year - 1, 12, 28), 9)
    prepare(at=before, empty=True)
    roster = import_roster(rows=roster_rows(), on=date(year - 1, 1, 4), by=COMMAND_LINE, at=before)
    assert roster.ok, roster.errors
    district = invent(
        today=date(year, 1, 1), seed=seed, keys=KEYS, simple=SIMPLE, registered=REGISTERED, unlisted=0
    )
    holders = fit_out(district.rows, seed=seed)
    give_monthly_reports(district.rows, holders, year)
    result = import_register(
        source=write_workbook(district.rows), by=COMMAND_LINE, at=before + timedelta(hours=1)
    )
    assert result.ok, result.errors[:3]
    generate_duties(year=year, by=COMMAND_LINE, at=moment(date(year, 1, 1), 7))
    counts = {
        k: Facility.objects.filter(management_class=k).count() for k in ("KEY", "SIMPLIFIED", "REGISTERED")
    }
    return {k.lower(): n for k, n in counts.items()}, holders


def _working_day(stage: Any, work: Any, loops: Any, story: Any, reports: Any, brigade: Any) -> None:
    from postpermit.duties.operations import generate_duties, run_passes
    from postpermit.planning.operations import follow_records
    from postpermit.trail.actors import COMMAND_LINE, SYSTEM

    today = stage.today
    if (today.day <= 7 and not stage.working(today - timedelta(days=1))) or (
        today.month == 1 and today.day < 6
    ):
        generate_duties(year=stage.year, by=COMMAND_LINE, at=stage.at())
        work.look_ahead()
    work.day()
    reports.day()
    brigade.day()
    loops.day()
    story.day()
    if today.weekday() == 0:
        follow_records(by=SYSTEM, at=stage.at())
        run_passes(by=SYSTEM, at=stage.at())


def _wind_down(stage: Any, work: Any, loops: Any, story: Any, reports: Any, brigade: Any, on: date) -> date:
    """Nothing new begins; what is open is brought to its end, and the last tasks are archived at a meeting."""
    from postpermit.duties.operations import generate_duties, run_passes
    from postpermit.oversight.conformity import loops_by_kind
    from postpermit.planning.operations import follow_records
    from postpermit.trail.actors import COMMAND_LINE, SYSTEM
    from postpermit.trail.together import together

    for day in range(WIND_DOWN):
        today = on + timedelta(days=day)
        if not stage.working(today):
            continue
        stage.begin(today)
        with together():
            if day < 12:
                work.day()
            reports.finish()
            brigade.finish()
            loops.hurry = day > 20
            loops.day()
            if today.weekday() == 4:
                story.explain()
            found = loops_by_kind()
            if day > 25 and not _open(found, ("linkage-task", "lead")):
                story.extra_meeting()
        if day > 25 and not _open(loops_by_kind()):
            break
    generate_duties(year=stage.year, by=COMMAND_LINE, at=stage.at())
    story.explain()
    follow_records(by=SYSTEM, at=stage.at())
    run_passes(by=SYSTEM, at=stage.at())
    return stage.today  # type: ignore[no-any-return]


def _open(loops: dict[str, dict[str, int]], but: tuple[str, ...] = ()) -> int:
    return sum(row["open"] for kind, row in loops.items() if kind not in but)


def seed_ids(seed: int) -> None:
    """Public ids from seeded chance too: a draw orders units by them, so the play would else go another way every time."""
    import random
    import uuid

    from django.apps import apps

    chance = random.Random(f"ids {seed}")

    def made() -> uuid.UUID:
        return uuid.UUID(int=chance.getrandbits(128), version=4)

    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.default is uuid.uuid4:
                field.default = made
                field.__dict__.pop("_get_default", None)


def _acts() -> dict[str, int]:
    from postpermit.duties.models import Duty, Record
    from postpermit.trail.models import Entry

    return {
        "duties": Duty.objects.count(),
        "records": Record.objects.count(),
        "entries": Entry.objects.count(),
    }


def _enforcement() -> dict[str, Any]:
    """What the year of the brigade came to; an inspection that was entered without a visit is a fault."""
    from postpermit.duties.models import Record
    from postpermit.enforcement.models import PenaltyCase, Visit
    from postpermit.enforcement.states import VisitOutcome
    from postpermit.planning.models import CapException, Draw, DrawReplacement, PlannedVisit

    ended = {str(o): Visit.objects.filter(outcome=o).count() for o in VisitOutcome}
    return {
        "planned": PlannedVisit.objects.count(),
        "draws": Draw.objects.filter(state="PUBLISHED").count(),
        "aborted": Draw.objects.filter(state="ABORTED").count(),
        "replaced": DrawReplacement.objects.count(),
        "outcomes": ended,
        "rechecks": Visit.objects.filter(kind="RECHECK").count(),
        "exceptions": CapException.objects.count(),
        "cases": PenaltyCase.objects.count(),
        "heard": PenaltyCase.objects.filter(hearing_on__isnull=False).count(),
        "not_punished": PenaltyCase.objects.filter(other_dates__has_key="not_punished_on").count(),
        "withdrawn": PenaltyCase.objects.filter(other_dates__has_key="withdrawn_on").count(),
        "without_visit": Record.objects.filter(kind="inspection", facts__visit__isnull=True).count(),
    }


def _enforcement_words(told: dict[str, Any]) -> str:
    from postpermit.enforcement.states import VisitOutcome

    ended = "，".join(f"{VisitOutcome(o).label} {n}" for o, n in told["outcomes"].items())
    return (
        f"执法：计划检查 {told['planned']}；抽取公布 {told['draws']}，中止 {told['aborted']}，递补 {told['replaced']}；检查结局 "
        f"{ended}；复查 {told['rechecks']}，超频次批准 {told['exceptions']}，处罚案件 {told['cases']}"
        f"（听证 {told['heard']}，不予处罚 {told['not_punished']}，撤销 {told['withdrawn']}）；没有检查的办理记录 "
        f"{told['without_visit']}"
    )


def words(report: dict[str, Any]) -> list[str]:
    """The report for reading."""
    from postpermit.oversight.conformity import LOOP_WORDS

    out = [f"{report['year']} 年（种子 {report['seed']}）方案落实情况，截至 {report['until']}"]
    for row in report["clauses"]:
        out.append(
            f"{row['label']}（{row['strength']}）：应办 {row['due']}，按期 {row['on_time']}，逾期已补 {row['late_done']}，"
            f"逾期未办 {row['late_open']}，免办 {row['waived']}，未闭环 {row['open_loops']}"
        )
        out += [
            f"    {k['label']}：应办 {k['due']}，按期 {k['on_time']}，逾期已补 {k['late_done']}，逾期未办 {k['late_open']}"
            + (f"，目标 {k['target']} 完成 {k['done']}" if k["target"] else "")
            for k in row["kinds"]
        ]
    told = report["reports"]
    out.append(
        f"执行报告：年报 {told['reports']['ANNUAL']}，季报 {told['reports']['QUARTERLY']}，月报 {told['reports']['MONTHLY']}；系统提示 "
        f"{told['hints']}，问题 {told['findings']}，意见单 {told['notices']}；预埋的实质性错误 {told['planted']} 处，"
        f"未有结果 {len(told['unanswered'])} 处"
    )
    out.append(_enforcement_words(report["enforcement"]))
    out += [
        f"闭环：{LOOP_WORDS[name]} 发起 {n['begun']}，办结 {n['closed']}，未闭环 {n['open']}"
        for name, n in report["loops"].items()
    ]
    out += [
        f"{'成立' if row['ok'] else '不成立'}：{row['sentence']}{'；'.join(row['faults'])}"
        for row in report["invariants"]
    ]
    out.append("全部闭环，各项成立。" if report["ok"] else "有未闭环或不成立的项目，见上。")
    return out
