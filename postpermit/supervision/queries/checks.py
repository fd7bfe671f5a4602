"""Report checks as a list: filters, and what a page of it shows beside each row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Left, Right

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.register.states import ReportKind
from postpermit.supervision.models import (
    Campaign,
    DivisionReview,
    FeedbackNotice,
    Finding,
    Hint,
    ReportCheck,
)
from postpermit.supervision.report import first_and_last
from postpermit.supervision.states import RESOLVED, CheckState, FindingState, HintState, ReviewState

# A default makes nobody late: only a day that the permit or a notice gives.
BINDING = ("permit", "notice")


@dataclass
class Tally:
    """What one division has in one check. ``hints``: unanswered; ``answered``: dismissed; ``found``: not dropped."""

    hints: int = 0
    answered: int = 0
    confirmed: int = 0
    found: int = 0


@dataclass
class Marks:
    """Beside a row of the list: tallies by division, its own review, the soonest duty, and whether it may be batch-signed."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    own: Tally = field(default_factory=Tally)
    mine: DivisionReview | None = None
    duty: Duty | None = None
    clean: bool = False

    @property
    def total(self) -> Tally:
        """All divisions together."""
        rows = self.tallies.values()
        return Tally(*(sum(getattr(t, n) for t in rows) for n in ("hints", "answered", "confirmed", "found")))


def check_list(
    standing: Standing,
    *,
    on: date,
    kind: str = "",
    period: str = "",
    state: str = "",
    division: str = "",
    klass: str = "",
    street: str = "",
    campaign: str = "",
    late: str = "",
    q: str = "",
) -> "QuerySet[ReportCheck]":
    """Checks that this officer may see, newest period first. ``division``: those that wait for its review.

    ``late``: "report" not sent, or sent after a binding day; "work" with a duty that has run over its day.
    """
    rows = visible_to(standing, ReportCheck)
    for path, value in (
        ("report__kind", kind),
        ("report__period", period),
        ("state", state),
        ("report__facility__management_class", klass),
        ("report__facility__street", street),
    ):
        if value:
            rows = rows.filter(**{path: value})
    if campaign:
        rows = rows.filter(campaign__public_id=campaign) if is_public_id(campaign) else rows.none()
    if division:
        waiting = DivisionReview.objects.filter(division=division, state=ReviewState.OPEN)
        rows = rows.filter(pk__in=waiting.values("check_matter"))
    if late == "report":
        rows = rows.filter(_late_report(on))
    elif late == "work":
        rows = rows.filter(pk__in=_late_work(on))
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(report__facility__search_text__contains=word)
    return _ordered(rows).select_related("report__facility", "campaign").prefetch_related("reviews__division")


def is_public_id(text: str) -> bool:
    """Whether an address names something that could be an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _late_report(on: date) -> Q:
    missing = Q(report__submitted_on__isnull=True, report__due_on__lt=on) & ~Q(state=CheckState.NOT_OWED)
    late = Q(report__submitted_on__gt=F("report__due_on"))
    return Q(report__due_source__in=BINDING) & (missing | late)


def _late_work(on: date) -> set[int]:
    """Checks with a duty of their own, of a review, the notice or a finding that has run over its day. Five queries."""
    late = Duty.objects.filter(state=DutyState.OPEN, due_on__lt=on, subject_ref__startswith="supervision.")
    keys: dict[str, list[int]] = defaultdict(list)
    for ref in late.values_list("subject_ref", flat=True):
        label, _, key = ref.partition(":")
        keys[label].append(int(key))
    out = set(keys["supervision.reportcheck"])
    for model in (DivisionReview, FeedbackNotice, Finding):
        held = model._default_manager.filter(pk__in=keys[model._meta.label_lower])
        out |= {pk for pk in held.values_list("check_matter", flat=True) if pk is not None}
    return out


def _ordered(rows: "QuerySet[ReportCheck]") -> "QuerySet[ReportCheck]":
    """By the last month of the period: 2026Q4, 2026-12 and 2026 end together."""
    period = F("report__period")
    month = Case(
        When(report__kind=ReportKind.ANNUAL, then=Value(12)),
        When(report__kind=ReportKind.QUARTERLY, then=Cast(Right(period, 1), IntegerField()) * 3),
        default=Cast(Right(period, 2), IntegerField()),
        output_field=IntegerField(),
    )
    return rows.annotate(year=Left(period, 4), month=month).order_by("-year", "-month", "report__kind", "-pk")


def periods_checked(standing: Standing) -> list[str]:
    """Every period of a check that this officer may see, newest first."""
    known = visible_to(standing, ReportCheck).order_by().values_list("report__period", flat=True).distinct()
    return sorted(known, key=lambda p: (first_and_last(p) or (date.min, date.min))[::-1], reverse=True)


def streets_checked(standing: Standing) -> list[str]:
    """Every street with a unit whose check this officer may see."""
    street = "report__facility__street"
    rows = visible_to(standing, ReportCheck).exclude(**{street: ""}).order_by(street)
    return list(rows.values_list(street, flat=True).distinct())


def campaigns_known(standing: Standing) -> list[Campaign]:
    """The campaigns that this officer may see, newest first."""
    return list(visible_to(standing, Campaign).order_by("-pk")[:50])


def marks_of(checks: Sequence[ReportCheck], division: str = "") -> dict[int, Marks]:
    """Check → what stands beside it; ``division``: whose review and batch signature are asked. A fixed number of queries."""
    out = {c.pk: Marks() for c in checks}
    _count_hints(out)
    _count_findings(out)
    for check in checks:
        marks = out[check.pk]
        marks.mine = next((r for r in check.reviews.all() if r.division_id == division), None)
        marks.own = marks.tallies[division]
        nothing = not (marks.own.hints or marks.own.confirmed or marks.own.found)
        marks.clean = marks.mine is not None and marks.mine.state == ReviewState.OPEN and nothing
    _time(out, checks)
    return out


def _count_hints(out: dict[int, Marks]) -> None:
    rows = Hint.objects.filter(check_matter__in=out).order_by()
    for check, division, state, count in rows.values_list("check_matter", "division", "state").annotate(
        n=Count("pk")
    ):
        tally = out[check].tallies[division]
        tally.hints += count if state == HintState.OPEN else 0
        tally.answered += count if state == HintState.DISMISSED else 0
        tally.confirmed += count if state == HintState.CONFIRMED else 0


def _count_findings(out: dict[int, Marks]) -> None:
    rows = Finding.objects.filter(check_matter__in=out).exclude(state=FindingState.DROPPED).order_by()
    for check, division, count in rows.values_list("check_matter", "division").annotate(n=Count("pk")):
        if check is not None:
            out[check].tallies[division].found += count


def _time(out: dict[int, Marks], checks: Sequence[ReportCheck]) -> None:
    """The soonest day that runs on each check, on whomsoever's desk."""
    owner = {f"supervision.reportcheck:{c.pk}": c.pk for c in checks}
    owner |= {f"supervision.divisionreview:{r.pk}": c.pk for c in checks for r in c.reviews.all()}
    notices = FeedbackNotice.objects.filter(check_matter__in=out).values_list("pk", "check_matter")
    owner |= {f"supervision.feedbacknotice:{pk}": check for pk, check in notices}
    findings = Finding.objects.filter(check_matter__in=out).exclude(state__in=RESOLVED)
    owner |= {f"supervision.finding:{pk}": c for pk, c in findings.values_list("pk", "check_matter") if c}
    for duty in awaited(owner):
        marks = out[owner[duty.subject_ref]]
        marks.duty = marks.duty or duty
