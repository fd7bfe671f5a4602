"""What each visit must hold by itself, and that nothing of enforcement waits for nobody or for two."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.enforcement.models import (
    CampaignFinding,
    LegalReview,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
    VisitOfficer,
)
from postpermit.enforcement.queries.codes import code_kinds
from postpermit.enforcement.rules.visits import GONE, start_fault
from postpermit.enforcement.rules.waits import WAITS
from postpermit.enforcement.states import CaseState, ReviewState, VisitOutcome
from postpermit.planning.models import Recusal
from postpermit.trail.models import EntrySubject, Matter, reference

WAITING: tuple[type[Matter], ...] = (
    Visit, VisitFinding, PenaltyCase, LegalReview, VisitComplaint, CampaignFinding,
)  # fmt: skip
OPEN = (DutyState.OPEN, DutyState.WAIVING)


def _each_waits_once(year: int, on: date) -> Iterator[str]:
    """每个等待办理的检查、问题、案件、法制审核、投诉和督察问题，都有待办在等人，只有一项。"""
    rows = Duty.objects.filter(subject_ref__startswith="enforcement.")
    held = Counter(rows.filter(state__in=OPEN).values_list("subject_ref", flat=True))
    let_off = set(rows.filter(state=DutyState.WAIVED).values_list("subject_ref", flat=True))
    still = _standing_still()
    for model in WAITING:
        label = model._meta.label_lower
        states = [
            key.partition("/")[2] for key in WAITS if key.startswith(f"{label}/") and key.count("/") == 1
        ]
        for thing in model._default_manager.filter(state__in=states).order_by("pk"):
            n, ref = held[reference(thing)], reference(thing)
            if n != 1 and not (n == 0 and (ref in let_off or ref in still)):
                yield f"{thing}（{thing.get_state_display()}）有 {n} 项待办"  # type: ignore[attr-defined]


def _standing_still() -> set[str]:
    """Cases for which nothing is due: the clock stands still without an end, or 法制科 has them."""
    paused = Q(pauses__isnull=False, pauses__to_on__isnull=True)
    reviewed = Q(reviews__state=ReviewState.ASKED)
    return {reference(case) for case in PenaltyCase.objects.filter(paused | reviewed).distinct()}


def _sites_have_codes(year: int, on: date) -> Iterator[str]:
    """须有检查码的现场检查，都先有检查码才开始。"""
    for visit in Visit.objects.filter(started_at__isnull=False).order_by("pk"):
        day = localdate(visit.started_at)
        if start_fault(visit.manner, visit.kind, visit.inspection_code, code_kinds(day)):
            yield f"{visit.number} 没有检查码就开始了"


def _endings_go_on(year: int, on: date) -> Iterator[str]:
    """关闭、搬迁的检查都请审批科核实，拒绝检查的都成为问题。"""
    asked = set(
        EntrySubject.objects.filter(entry__verb="ask-to-verify", subject__startswith="enforcement.visit:")
        .values_list("subject", flat=True)
    )  # fmt: skip
    for visit in Visit.objects.filter(outcome__in=GONE).order_by("pk"):
        if reference(visit) not in asked:
            yield f"{visit.number} 结局为{VisitOutcome(visit.outcome).label}，没有请审批科核实"
    refused = set(VisitFinding.objects.filter(conduct="refusal").values_list("visit", flat=True))
    for visit in Visit.objects.filter(outcome=VisitOutcome.REFUSED).exclude(pk__in=refused).order_by("pk"):
        yield f"{visit.number} 拒绝检查，没有成为问题"


def _recused_stay_away(year: int, on: date) -> Iterator[str]:
    """回避的人员不参加对该单位的检查。"""
    sent = VisitOfficer.objects.filter(left_as="", visit__started_at__isnull=False)
    for row in Recusal.objects.select_related("officer").order_by("pk"):
        went = sent.filter(
            officer=row.officer, visit__facility=row.facility_id, visit__scheduled_on__gte=row.from_on
        )
        if row.to_on is not None:
            went = went.filter(visit__scheduled_on__lte=row.to_on)
        for there in went.select_related("visit"):
            yield f"{there.visit.number} {row.officer.name} 应回避而参加了检查"


def _decided_by_others(year: int, on: date) -> Iterator[str]:
    """处罚决定、不予处罚决定由没有参与调查和审核的人作出。"""
    made = EntrySubject.objects.filter(entry__verb__in=("decide", "not-punish"))
    decided: dict[str, set[str]] = {}
    for ref, who in made.filter(subject__startswith="enforcement.penaltycase:").values_list(
        "subject", "entry__by"
    ):
        decided.setdefault(ref, set()).add(who)
    for case in PenaltyCase.objects.exclude(state=CaseState.FOUND).order_by("pk"):
        took_part = {m.officer.ref for m in case.members.select_related("officer")}
        took_part |= set(case.reviews.exclude(reviewed_ref="").values_list("reviewed_ref", flat=True))
        if decided.get(reference(case), set()) & took_part:
            yield f"{case.number} 的决定由参与调查或审核的人作出"


VISIT_INVARIANTS = {
    "each-waits-once": _each_waits_once,
    "sites-have-codes": _sites_have_codes,
    "endings-go-on": _endings_go_on,
    "recused-stay-away": _recused_stay_away,
    "decided-by-others": _decided_by_others,
}
