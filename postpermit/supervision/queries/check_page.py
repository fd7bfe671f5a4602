"""One check with what its page shows: divisions and their signatures, findings, audit runs, readings, whom it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import may, visible_to
from postpermit.office.models import Post
from postpermit.office.standing import Standing
from postpermit.office.states import Rank
from postpermit.supervision.models import (
    AuditRun,
    DivisionReview,
    FeedbackNotice,
    Finding,
    ReadingOrder,
    ReportCheck,
    ReportVersion,
    SectionSignature,
)
from postpermit.supervision.queries.checks import Tally, marks_of
from postpermit.supervision.rules import audit_rules
from postpermit.trail.models import reference

RUNS = 6


@dataclass(frozen=True)
class SectionLine:
    """A section in a division's part; ``confirmed`` False: the plan gives it to nobody, so it stands here for now."""

    code: str
    label: str
    confirmed: bool
    signature: SectionSignature | None


@dataclass(frozen=True)
class DivisionPart:
    """A division's part of the check."""

    review: DivisionReview
    sections: Sequence[SectionLine]
    tally: Tally

    @property
    def signed(self) -> int:
        """How many sections are signed."""
        return sum(1 for s in self.sections if s.signature)


@dataclass(frozen=True)
class RuleGap:
    """A rule that could not judge, with its sentence and what it lacked."""

    number: str
    sentence: str
    clause: str
    lacks: Sequence[str]


@dataclass(frozen=True)
class CheckPage:
    """Everything beside the check itself."""

    parts: Sequence[DivisionPart]
    versions: Sequence[ReportVersion]
    findings: Sequence[Finding]
    notice: FeedbackNotice | None
    runs: Sequence[AuditRun]
    readings: Sequence[ReadingOrder]
    waits: Sequence[Duty]
    gaps: Sequence[RuleGap] = field(default_factory=list)


def check_page_of(check: ReportCheck, standing: Standing) -> CheckPage:
    """The parts of the page in a fixed number of queries: findings that this officer may see, a reader its own orders."""
    reviews = list(check.reviews.select_related("division").order_by("pk"))
    seen = visible_to(standing, Finding).filter(check_matter=check)
    findings = list(seen.select_related("division", "hint").order_by("number", "pk"))
    readings = list(readings_of(check, standing))
    runs = list(check.runs.select_related("version").order_by("-pk")[:RUNS])
    notice = visible_to(standing, FeedbackNotice).filter(check_matter=check).first()
    things = [check, *reviews, *findings, *readings, *([notice] if notice else [])]
    return CheckPage(
        _parts(check, reviews),
        list(check.versions.order_by("-number").defer("content")),
        findings,
        notice,
        runs,
        readings,
        awaited([reference(t) for t in things]),
        gaps_of(runs[0]) if runs else [],
    )


def readings_of(check: ReportCheck, standing: Standing) -> "QuerySet[ReadingOrder]":
    """The readings of a check that this officer may see: a technical body only those given to its own posts."""
    rows = check.readings.select_related("post").order_by("pk")
    return (
        rows if may(standing, "view", "supervision.correction") else rows.filter(post__in=standing.post_codes)
    )


def _parts(check: ReportCheck, reviews: Sequence[DivisionReview]) -> list[DivisionPart]:
    signed = SectionSignature.objects.filter(review__in=reviews, ended_by__isnull=True)
    held = {(s.review_id, s.section): s for s in signed.select_related("version")}
    tallies = marks_of([check])[check.pk].tallies
    return [
        DivisionPart(
            review,
            [
                SectionLine(s.code, s.label, s.confirmed, held.get((review.pk, s.code)))
                for s in law.report_sections(check.report.kind)
                if review.division_id in s.divisions
            ],
            tallies[review.division_id],
        )
        for review in reviews
    ]


def gaps_of(run: AuditRun) -> list[RuleGap]:
    """无法判断, by rule: each lack once."""
    lacks: dict[str, list[str]] = {}
    for number, lack in run.gaps:
        lacks.setdefault(number, []).append(lack)
    return [
        RuleGap(rule.number, rule.sentence, rule.clause, list(dict.fromkeys(lacks[rule.number])))
        for rule in audit_rules()
        if rule.number in lacks
    ]


def readers() -> list[tuple[str, str]]:
    """The posts of contracted technical bodies to which a report may be given."""
    posts = Post.objects.filter(rank=Rank.READER, closed_on__isnull=True).order_by("code")
    return [(p.code, p.title) for p in posts]
