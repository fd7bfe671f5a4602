"""Opening the checks of what is owed: one per report, one review per division, all in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty
from postpermit.duties.rules.reports import KINDS, source_of
from postpermit.register.models import Facility
from postpermit.supervision.models import Campaign, DivisionReview, ExecutionReport, ReportCheck
from postpermit.supervision.operations.settling import hold, reviewing_divisions, settle
from postpermit.supervision.states import CheckState, ReviewState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

KIND_OF = {duty: kind for kind, duty in KINDS.items()}


class UnableToOpenCheck(Refused):
    """The unit holds no permit, or the period is none of that kind of report."""


@dataclass(frozen=True)
class Owed:
    """A report that a unit owes; ``due_source``: permit, notice or default."""

    facility: Facility
    kind: str
    period: str
    due_on: date | None
    due_source: str


def owed_reports(kind: str, period: str) -> list[Owed]:
    """Every report of that kind and period that the ledger of duties holds, whatever became of the duty."""
    rows = Duty.objects.filter(kind=KINDS[kind], period=period, facility__isnull=False)
    found = rows.exclude(state="VOID").select_related("facility").order_by("pk")
    return [
        Owed(d.facility, kind, period, d.due_on, source_of(str(d.basis.get("note", ""))))
        for d in found
        if d.facility is not None
    ]


def owed_by(facility: Facility, kind: str, period: str) -> Owed:
    """The same for one unit; without a duty the due date is unknown and only a default."""
    return owed_by_all([facility], kind, period)[0]


def owed_by_all(units: Sequence[Facility], kind: str, period: str) -> list[Owed]:
    """The same for each of these units, in one query."""
    rows = Duty.objects.filter(kind=KINDS[kind], period=period, facility__in=[u.pk for u in units])
    duties = {d.facility_id: d for d in rows.exclude(state="VOID").order_by("-pk")}
    out = []
    for unit in units:
        duty = duties.get(unit.pk)
        source = source_of(str(duty.basis.get("note", ""))) if duty else "default"
        out.append(Owed(unit, kind, period, duty.due_on if duty else None, source))
    return out


@transaction.atomic
def open_checks(
    *, owed: Iterable[Owed], campaign: Campaign | None = None, by: Actor, at: datetime
) -> list[ReportCheck]:
    """A check for each report owed that has none yet; one that has is taken into the campaign. One entry for all."""
    wanted = {(o.facility.pk, o.kind, o.period): o for o in owed}
    try:
        with transaction.atomic():
            return _open(wanted, campaign, by, at)
    except IntegrityError:
        # Somebody else opened one of them in between: now it is there to be found.
        return _open(wanted, campaign, by, at)


def _open(
    wanted: Mapping[tuple[int, str, str], Owed], campaign: Campaign | None, by: Actor, at: datetime
) -> list[ReportCheck]:
    known = {
        (c.report.facility_id, c.report.kind, c.report.period): c
        for c in ReportCheck.objects.filter(
            report__period__in={p for _, _, p in wanted}, report__kind__in={k for _, k, _ in wanted}
        ).select_related("report")
    }
    fresh = [o for key, o in wanted.items() if key not in known]
    kept = [known[key] for key in wanted if key in known]
    if campaign is not None:
        free = [c.pk for c in kept if c.campaign_id is None]
        ReportCheck.objects.filter(pk__in=free).update(campaign=campaign)
    made = _make(fresh, campaign)
    if made:
        subjects = [*made, *([campaign] if campaign else [])]
        facts = {"checks": len(made)}
        record(
            "open-checks",
            label="开始执行报告检查",
            subjects=subjects,
            by=by,
            at=at,
            clause="plan:5.1",
            facts=facts,
        )
    return made


def _make(fresh: list[Owed], campaign: Campaign | None) -> list[ReportCheck]:
    reports = ExecutionReport.objects.bulk_create(
        [
            ExecutionReport(
                facility=o.facility, kind=o.kind, period=o.period, due_on=o.due_on, due_source=o.due_source
            )
            for o in fresh
        ],
        batch_size=500,
    )
    checks = ReportCheck.objects.bulk_create(
        [
            ReportCheck(
                state=CheckState.AWAITED,
                report=r,
                campaign=campaign,
                reviews_open=len(reviewing_divisions(r.kind)),
            )
            for r in reports
        ],
        batch_size=500,
    )
    DivisionReview.objects.bulk_create(
        [
            DivisionReview(state=ReviewState.WAITING, check_matter=c, division_id=division)
            for c in checks
            for division in reviewing_divisions(c.report.kind)
        ],
        batch_size=500,
    )
    return checks


@transaction.atomic
def excuse_check(*, check: ReportCheck, why: str, by: Actor, at: datetime) -> ReportCheck:
    """The report is not owed after all (held too briefly, cancelled): nothing is reviewed."""
    check = hold(check.pk)
    advance(check, "excuse", by=by, at=at, clause="plan:5.1", why=why, facts={"period": check.report.period})
    for review in check.reviews.filter(state=ReviewState.WAITING):
        advance(review, "stop", by=by, at=at, clause="plan:5.2", facts={"division": review.division_id})
    settle(check, by=by, at=at)
    return check
