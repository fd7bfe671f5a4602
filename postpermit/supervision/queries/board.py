"""The campaign board: due, received, late, checked, noticed, corrected, handed over; by class, street and division."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from postpermit.register.states import ManagementClass
from postpermit.supervision.models import DivisionReview, FeedbackNotice, Finding, ReportCheck
from postpermit.supervision.states import NOTICE_OUT, CheckState, FindingState, ReviewState

DECIDED = (CheckState.SIGNED, CheckState.NOTIFIED, CheckState.SETTLING, CheckState.CLOSED)
HANDED = (FindingState.HANDED_OVER, FindingState.ANSWERED)
FIGURES = ("due", "received", "late", "missing", "checked", "noticed", "corrected", "handed_over", "closed")
FIGURE_LABELS = ("应报", "已收", "逾期报送", "逾期未报", "已检查", "已反馈", "已整改", "已移交", "已办结")


@dataclass
class Line:
    """One line of the board: a label, the filter that opens its rows, and a count per figure."""

    label: str
    filters: str
    due: int = 0
    received: int = 0
    late: int = 0
    missing: int = 0
    checked: int = 0
    noticed: int = 0
    corrected: int = 0
    handed_over: int = 0
    closed: int = 0

    @property
    def figures(self) -> list[tuple[str, int]]:
        """(name of the figure, count) in the order of the board."""
        return [(name, int(getattr(self, name))) for name in FIGURES]


@dataclass(frozen=True)
class DivisionLine:
    """What a division has to do in the campaign, and what it found."""

    division: str
    label: str
    waiting: int
    open: int
    signed: int
    findings: int
    unresolved: int
    handed_over: int


@dataclass(frozen=True)
class Board:
    """The whole, its parts, and the divisions."""

    whole: Line
    classes: list[Line]
    streets: list[Line]
    divisions: list[DivisionLine]


def with_figures(checks: "QuerySet[ReportCheck]", on: date) -> "QuerySet[ReportCheck]":
    """The checks with one boolean per figure, so that a figure and the rows it opens can never differ."""
    told = FeedbackNotice.objects.filter(check_matter=OuterRef("pk"), state__in=NOTICE_OUT)
    handed = Finding.objects.filter(check_matter=OuterRef("pk"), state__in=HANDED)
    corrected = Finding.objects.filter(check_matter=OuterRef("pk"), state=FindingState.CORRECTED)
    return checks.annotate(is_noticed=Exists(told), is_handed=Exists(handed), is_corrected=Exists(corrected))


def figure_filter(name: str, on: date) -> Q:
    """Which checks a figure counts. Lateness only against a day that the permit or a notice gives."""
    given = Q(report__due_source__in=("permit", "notice"))
    return {
        "due": ~Q(state=CheckState.NOT_OWED),
        # A stop note counts neither here nor there, so that due less received is what is still to come.
        "received": Q(report__submitted_on__isnull=False) & ~Q(state=CheckState.NOT_OWED),
        "late": given & Q(report__submitted_on__gt=F("report__due_on")),
        "missing": given
        & Q(report__submitted_on__isnull=True, report__due_on__lt=on)
        & ~Q(state=CheckState.NOT_OWED),
        "checked": Q(state__in=DECIDED, report__submitted_on__isnull=False),
        "noticed": Q(is_noticed=True),
        "corrected": Q(is_corrected=True),
        "handed_over": Q(is_handed=True),
        "closed": Q(state=CheckState.CLOSED),
    }.get(name, Q())


def board_of(checks: "QuerySet[ReportCheck]", on: date) -> Board:
    """The board over these checks in a fixed number of queries."""
    counted = {name: Count("pk", filter=figure_filter(name, on)) for name in FIGURES}
    rows = (
        with_figures(checks.order_by(), on)
        .values("report__facility__management_class", "report__facility__street")
        .annotate(**counted)
    )
    whole = Line("全部", "")
    classes: dict[str, Line] = {}
    streets: dict[str, Line] = {}
    labels = dict(ManagementClass.choices())
    for row in rows:
        klass, street = row["report__facility__management_class"], row["report__facility__street"]
        one = classes.setdefault(klass, Line(labels.get(klass, klass), f"klass={klass}"))
        two = streets.setdefault(street, Line(street or "（街镇未登记）", f"street={street}"))
        for line in (whole, one, two):
            _add(line, row)
    by_count = sorted(streets.values(), key=lambda line: (-line.due, line.label))
    return Board(whole, [classes[k] for k in sorted(classes)], by_count, _divisions(checks))


def _add(line: Line, row: Mapping[str, Any]) -> None:
    for name in FIGURES:
        setattr(line, name, getattr(line, name) + row[name])


def _divisions(checks: "QuerySet[ReportCheck]") -> list[DivisionLine]:
    keys = checks.order_by().values("pk")
    reviews = (
        DivisionReview.objects.filter(check_matter__in=keys)
        .values("division", "division__short_name", "division__order")
        .annotate(
            waiting=Count("pk", filter=Q(state=ReviewState.WAITING)),
            open=Count("pk", filter=Q(state=ReviewState.OPEN)),
            signed=Count("pk", filter=Q(state=ReviewState.SIGNED)),
        )
        .order_by("division__order")
    )
    found = {
        row["division"]: row
        for row in Finding.objects.filter(check_matter__in=keys)
        .exclude(state__in=(FindingState.PROPOSED, FindingState.DROPPED))
        .values("division")
        .annotate(
            findings=Count("pk"),
            unresolved=Count("pk", filter=Q(resolved_on__isnull=True)),
            handed=Count("pk", filter=Q(state__in=HANDED)),
        )
        .order_by()
    }
    return [_line(row, found.get(row["division"], {})) for row in reviews]


def _line(row: Mapping[str, Any], found: Mapping[str, Any]) -> DivisionLine:
    return DivisionLine(
        row["division"],
        row["division__short_name"],
        row["waiting"],
        row["open"],
        row["signed"],
        found.get("findings", 0),
        found.get("unresolved", 0),
        found.get("handed", 0),
    )


def flat_lines(lines: Iterable[Line]) -> list[tuple[Any, ...]]:
    """The lines as rows of a spreadsheet."""
    return [(line.label, *(count for _, count in line.figures)) for line in lines]
