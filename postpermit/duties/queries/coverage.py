"""方案落实情况: per clause and kind how a year stands, by class, with what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.rules.records import QUOTA_CLASS
from postpermit.duties.states import DutyState
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.trail.models import Entry

LIVE = (DutyState.OPEN, DutyState.WAIVING)
BUCKETS = {
    "on-time": "按期",
    "late-done": "逾期已补",
    "late-open": "逾期未办",
    "to-come": "未到期",
    "waived": "免办",
}


COUNTED = "counted"
COLOURS = {"on-time": "#1f7a44", "late-done": "#b7791f", "late-open": "#b3261e"}


def in_bucket(on: date) -> dict[str, Q]:
    """Bucket → which duties stand there on a day. Every duty that is not void stands in exactly one."""
    done = Q(state=DutyState.DISCHARGED)
    return {
        "on-time": done & Q(discharged_on__lte=F("due_on")),
        "late-done": done & Q(discharged_on__gt=F("due_on")),
        "late-open": Q(state__in=LIVE, due_on__lt=on),
        "to-come": Q(state__in=LIVE, due_on__gte=on),
        "waived": Q(state=DutyState.WAIVED),
    }


@dataclass
class Figures:
    """Counts of one row: total, and per bucket. ``target``, ``done``, ``short`` only for quotas."""

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    target: int = 0
    done: int = 0
    short: int = 0

    def add(self, row: dict[str, Any]) -> None:
        """Add one row of the grouped query."""
        self.total += row["n"]
        self.counts[row["bucket"]] += row["n"]

    @property
    def share(self) -> dict[str, int]:
        """Whole per cents, for who hears the bar instead of seeing it."""
        return {
            b.replace("-", "_"): round(100 * self.counts[b] / self.total) if self.total else 0
            for b in BUCKETS
        }

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """(x, width, colour) of the bar's coloured parts, in hundredths."""
        out, x = [], 0.0
        for bucket, colour in COLOURS.items():
            width = 100 * self.counts[bucket] / self.total if self.total else 0
            out.append((f"{x:.2f}", f"{width:.2f}", colour))
            x += width
        return out

    @property
    def met(self) -> int:
        """Done, on time or late."""
        return self.counts["on-time"] + self.counts["late-done"]

    @property
    def missing(self) -> int:
        """Due already and not done."""
        return self.counts["late-open"]


@dataclass
class KindRow:
    """One kind of duty with its classes."""

    kind: str
    label: str
    clause: str
    whole: Figures
    classes: dict[str, Figures]
    quota: bool = False


@dataclass
class ClauseRow:
    """One clause: what it asks, whether it must, and the kinds that stand on it."""

    ref: str
    label: str
    wording: str
    strength: str
    kinds: list[KindRow]

    @property
    def whole(self) -> Figures:
        """All kinds together."""
        out = Figures()
        for row in self.kinds:
            out.total += row.whole.total
            out.counts += row.whole.counts
            out.short += row.whole.short
        return out


def grouped(rows: "QuerySet[Duty]", on: date) -> Iterable[Any]:
    """Counts by kind, class and bucket. One query that reads the index alone."""
    whens = [When(q, then=Value(name)) for name, q in in_bucket(on).items()]
    bucket = Case(*whens, default=Value("other"), output_field=CharField())
    return (
        rows.exclude(state=DutyState.VOID)
        .order_by()
        .annotate(bucket=bucket)
        .values("kind", "klass", "bucket")
        .annotate(n=Count("pk"))
        .order_by("kind", "klass", "bucket")
    )


def quotas(rows: "QuerySet[Duty]") -> dict[str, dict[str, int]]:
    """Quota kinds: target, done, short."""
    found = rows.exclude(state=DutyState.VOID).filter(kind__in=[*QUOTA_CLASS, "learning-exchange"])
    out: dict[str, dict[str, int]] = {}
    for duty in found.filter(target__isnull=False):
        figures = out.setdefault(duty.kind, {"target": 0, "done": 0, "short": 0})
        figures["target"] += duty.target or 0
        figures["done"] += duty.done
        figures["short"] += duty.short
    return out


def year_of(year: int) -> Q:
    """Duties whose due date lies in the year; a range, so that the index serves it."""
    return Q(due_on__gte=date(year, 1, 1), due_on__lte=date(year, 12, 31))


def coverage_by_clause(standing: Standing | None, year: int, on: date) -> list[ClauseRow]:
    """Every clause that gives duties, in the order printed. ``standing`` None: the whole district, for reports.

    Remembered in this process until the next entry of the trail: no duty changes without one.
    """
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    posts = tuple(sorted((p.code, p.rank) for p in standing.posts)) if standing is not None else None
    key = (newest, posts, year, on, connection.settings_dict["NAME"])
    if _remembered.get("newest") != newest:
        _remembered.clear()
        _remembered["newest"] = newest
    if key not in _remembered:
        rows = visible_to(standing, Duty) if standing is not None else Duty.objects.all()
        _remembered[key] = _by_clause(rows.filter(year_of(year)), on)
    return _remembered[key]


_remembered: dict[Any, Any] = {}


def _by_clause(rows: "QuerySet[Duty]", on: date) -> list[ClauseRow]:
    kinds: dict[str, KindRow] = {}
    for row in grouped(rows, on):
        known = law.duty_kind(row["kind"])
        kind = kinds.setdefault(row["kind"], KindRow(known.kind, known.label, known.clause, Figures(), {}))
        kind.whole.add(row)
        kind.classes.setdefault(row["klass"], Figures()).add(row)
    for name, figures in quotas(rows).items():
        whole = kinds[name].whole
        kinds[name].quota = True
        whole.target, whole.done, whole.short = figures["target"], figures["done"], figures["short"]
    order = [k.kind for k in law.duty_kinds()]
    out = []
    for clause in law.clauses():
        found = sorted(
            (k for k in kinds.values() if k.clause == clause.ref), key=lambda k: order.index(k.kind)
        )
        if found:
            out.append(ClauseRow(clause.ref, clause.label, clause.wording, clause.strength.label, found))
    return out


def duties_in(rows: "QuerySet[Duty]", bucket: str, on: date) -> "QuerySet[Duty]":
    """The rows behind a figure; ``counted``: behind a total, which leaves out what no longer applies."""
    if bucket == COUNTED:
        return rows.exclude(state=DutyState.VOID)
    return rows.exclude(state=DutyState.VOID).filter(in_bucket(on)[bucket]) if bucket in BUCKETS else rows
