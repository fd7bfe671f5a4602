"""签署: each division signs its own sections, one by one or all at once; a clean report can be signed in a batch."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from postpermit import law
from postpermit.supervision.models import DivisionReview, Finding, Hint, ReportVersion, SectionSignature
from postpermit.supervision.operations.settling import about_check, hold, reviewing_divisions, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.states import FindingState, HintState, ReviewState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToSignSections(Refused):
    """There is no report, a hint or a proposal of the section is unanswered, or it is not this division's."""


@transaction.atomic
def sign_sections(
    *, review: DivisionReview, sections: Collection[str], opinion: str = "", by: Actor, at: datetime
) -> DivisionReview:
    """Sign some or all of the division's sections of the newest version; with the last one the review is signed.

    A section is not signed while a hint or a proposal in it waits for this division's answer. Signing what is signed
    already changes nothing.
    """
    check = hold(review.check_matter_id)
    review = DivisionReview.objects.get(pk=review.pk)
    version = check.versions.order_by("-number").first()
    _refuse_unready(review, version, by)
    assert version is not None
    mine = reviewing_divisions(check.report.kind).get(review.division_id, [])
    wanted = [code for code in mine if code in set(sections)]
    if not wanted:
        raise UnableToSignSections("请选择要签署的章节。", place="sections")
    standing = set(
        SectionSignature.objects.filter(review=review, ended_by__isnull=True).values_list(
            "section", flat=True
        )
    )
    # With the last signature nothing of the division may wait, wherever in the report it stands.
    last = not set(mine) - standing - set(wanted)
    _refuse_unanswered(review, None if last else wanted)
    fresh = [code for code in wanted if code not in standing]
    SectionSignature.objects.bulk_create(
        [
            SectionSignature(
                review=review,
                section=code,
                version=version,
                opinion=opinion.strip(),
                signed_ref=by.ref,
                signed_name=by.signature,
                signed_at=at,
            )
            for code in fresh
        ]
    )
    if fresh:
        facts = {"division": review.division_id, "sections": fresh, "version": version.number}
        record(
            "sign-sections",
            label="签署章节",
            subjects=[check, review],
            by=by,
            at=at,
            clause="plan:5.2",
            facts=facts,
        )
    if last:
        advance(review, "sign", by=by, at=at, clause="plan:5.2", facts={"division": review.division_id})
        rehang(review, about_check(check, division=review.division_id), by=by, at=at)
    settle(check, by=by, at=at)
    return review


@transaction.atomic
def sign_clean(*, reviews: Sequence[DivisionReview], by: Actor, at: datetime) -> int:
    """Sign every section of several reports at once: only where nothing is hinted, proposed or found. All or nothing."""
    for review in sorted(reviews, key=lambda r: r.check_matter_id):  # always locked in one order
        if not is_clean(review):
            raise UnableToSignSections(
                f"“{review.check_matter.report.facility.name}”有未核实的提示或已确认的问题，不能批量签署。",
                place="reviews",
            )
        mine = reviewing_divisions(review.check_matter.report.kind).get(review.division_id, [])
        sign_sections(review=review, sections=mine, opinion="未发现问题", by=by, at=at)
    return len(reviews)


def is_clean(review: DivisionReview) -> bool:
    """Nothing of this division's waits or was found in the report."""
    ours = Q(check_matter=review.check_matter_id, division=review.division_id)
    hinted = Hint.objects.filter(ours, state__in=(HintState.OPEN, HintState.CONFIRMED)).exists()
    return not hinted and not Finding.objects.filter(ours).exclude(state=FindingState.DROPPED).exists()


def _refuse_unready(review: DivisionReview, version: ReportVersion | None, by: Actor) -> None:
    if version is None:
        raise UnableToSignSections("还没有收到报告，不能签署。", place="sections")
    if by.division != review.division_id:
        raise UnableToSignSections("章节由本科室人员签署。", place="sections")
    if review.state != ReviewState.OPEN:
        raise UnableToSignSections(
            f"本科室的检查当前为“{ReviewState(review.state).label}”。", place="sections"
        )


def _refuse_unanswered(review: DivisionReview, sections: Sequence[str] | None) -> None:
    ours = Q(check_matter=review.check_matter_id, division=review.division_id)
    if sections is not None:
        ours &= Q(section__in=sections)
    open_hints = Hint.objects.filter(ours, state=HintState.OPEN).values_list("section", flat=True)
    proposals = Finding.objects.filter(ours, state=FindingState.PROPOSED).values_list("section", flat=True)
    names = law.district().sections
    waiting = sorted({names[code].label for code in [*open_hints, *proposals]})
    if waiting:
        raise UnableToSignSections(
            f"“{'、'.join(waiting)}”还有未核实的系统提示或未决定的建议，请先逐条处理。", place="sections"
        )
