"""One division's part of a check with everything that it needs to decide, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.supervision.models import DivisionReview, Finding, Hint, ReportVersion, SectionSignature
from postpermit.supervision.queries.beside import beside
from postpermit.supervision.queries.facts import facts_of
from postpermit.supervision.queries.sections import (
    SectionView,
    absent_tables,
    by_place,
    cover_of,
    tables_of,
)
from postpermit.supervision.report import Report, UnknownTable, from_kept
from postpermit.supervision.report.changes import Change, changes
from postpermit.supervision.rules.facts import Facts
from postpermit.supervision.states import HintState
from postpermit.trail.models import reference


@dataclass(frozen=True)
class ReviewPage:
    """``read``: None while no report has come. ``earlier``: the unit's report of the same kind before this one."""

    review: DivisionReview
    version: ReportVersion | None
    read: Report | None
    earlier: Report | None
    sections: Sequence[SectionView]
    loose: Sequence[Finding]
    duty: Duty | None

    @property
    def unread(self) -> Sequence[str]:
        """Sentences about what could not be read, each with its place."""
        return self.read.unread if self.read else ()

    @property
    def unknown(self) -> Sequence[UnknownTable]:
        """Tables that no heading recognises."""
        return self.read.unknown if self.read else ()

    @property
    def listed(self) -> Sequence[str] | None:
        """The attachments that the report names; None when its file cannot tell."""
        return self.read.attachments if self.read else None

    @property
    def asked(self) -> list[SectionView]:
        """The sections that the division signs."""
        return [s for s in self.sections if s.asked]

    @property
    def unsigned(self) -> list[SectionView]:
        """Those that wait for a signature."""
        return [s for s in self.asked if s.signature is None]

    @property
    def waiting(self) -> int:
        """Hints and proposals that wait for an answer."""
        return sum(s.waiting for s in self.sections)

    @property
    def reasons(self) -> list[str]:
        """Reasons given in this check so far, to be taken again."""
        return list(dict.fromkeys(h.why for s in self.sections for h in s.hints if h.why))


@dataclass(frozen=True)
class _Held:
    """What the sections are cut from."""

    kind: str
    division: str
    read: Report | None
    earlier: Report | None
    facts: Facts
    hints: Sequence[Hint]
    findings: Sequence[Finding]
    signatures: Sequence[SectionSignature]
    changes: Sequence[Change]


def review_page_of(review: DivisionReview, standing: Standing, on: date) -> ReviewPage:
    """The newest version as this division checks it; findings only as far as this officer may see them."""
    check = review.check_matter
    kind = check.report.kind
    versions = list(check.versions.order_by("-number")[:2])
    read = from_kept(versions[0].content) if versions else None
    old = from_kept(versions[1].content) if len(versions) > 1 else None
    facts = facts_of(check, on)
    held = _Held(
        kind,
        review.division_id,
        read,
        _before(facts, kind, check.report.period),
        facts,
        list(check.hints.filter(division=review.division_id).select_related("finding").order_by("pk")),
        list(_findings(review, standing)),
        list(review.signatures.select_related("version", "ended_by").order_by("pk")),
        changes(old, read) if old and read else (),
    )
    sections = [_section(code, held) for code in _codes(held)]
    shown = {s.code for s in sections}
    duties = awaited([reference(review)])
    return ReviewPage(
        review,
        versions[0] if versions else None,
        read,
        held.earlier,
        sections,
        [f for f in held.findings if f.section not in shown],
        duties[0] if duties else None,
    )


def _findings(review: DivisionReview, standing: Standing) -> "QuerySet[Finding]":
    rows = visible_to(standing, Finding).filter(
        check_matter=review.check_matter_id, division=review.division_id
    )
    return rows.select_related("hint").order_by("number", "pk")


def _before(facts: Facts, kind: str, period: str) -> Report | None:
    """The unit's report of the same kind before this period."""
    return next((r for r in facts.earlier or () if r.kind == kind and r.period != period), None)


def _codes(held: _Held) -> list[str]:
    """The division's sections of this kind, and others of its own in which something stands all the same."""
    forms = law.report_form().tables
    met = {h.section for h in held.hints if h.state != HintState.GONE} | {f.section for f in held.findings}
    if held.read is not None:
        met |= {forms[code].section for code, rows in held.read.tables.items() if rows}
        met |= {code for code, chapter in held.read.chapters.items() if chapter.text.strip()}
    rows = law.district().sections.values()
    return [s.code for s in rows if held.division in s.divisions and (held.kind in s.kinds or s.code in met)]


def _section(code: str, held: _Held) -> SectionView:
    row = law.district().sections[code]
    hints = [h for h in held.hints if h.section == code]
    marked = by_place(held.hints)
    read = held.read
    chapter = read.chapters.get(code) if read else None
    mine = [s for s in held.signatures if s.section == code]
    return SectionView(
        code,
        row.label,
        row.confirmed,
        held.kind in row.kinds,
        [d for d in row.divisions if d != held.division],
        chapter,
        marked.get(chapter.place, ()) if chapter and chapter.place else (),
        cover_of(read, marked) if read and code == "basic" else (),
        tables_of(code, read, held.earlier, marked) if read else (),
        absent_tables(code, read) if read and held.kind in row.kinds else (),
        hints,
        [f for f in held.findings if f.section == code],
        beside(code, held.facts, held.kind),
        [c for c in held.changes if c.section == code],
        next((s for s in mine if s.ended_by_id is None), None),
        next((s for s in reversed(mine) if s.ended_by_id is not None), None),
    )
