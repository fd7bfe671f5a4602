"""What the year of plan, draws, visits and cases must hold: loops that are begun and closed, and what may never be."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from postpermit import law
from postpermit.duties.models import Delay, Duty, Record
from postpermit.duties.queries import law_of
from postpermit.duties.states import DutyState, RecordState
from postpermit.enforcement.models import (
    CampaignFinding,
    LegalReview,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
    VisitOfficer,
)
from postpermit.enforcement.rules.visits import Ended, discharges, fate_of_planned
from postpermit.enforcement.states import (
    RESOLVED,
    CampaignFindingState,
    CaseRole,
    CaseState,
    ComplaintState,
    VisitOutcome,
    VisitState,
)
from postpermit.oversight.visits import VISIT_INVARIANTS
from postpermit.planning import verify_draw
from postpermit.planning.draw import draw as draw_again
from postpermit.planning.models import CapException, Draw, DrawnUnit, PlannedVisit, YearPlan
from postpermit.planning.queries.draw_page import listing_of, published_page, secrets_of
from postpermit.planning.queries.draws import SELECTED
from postpermit.planning.rules import cap_of, monday_of
from postpermit.planning.rules.strata import UNITS, Stratum
from postpermit.planning.states import DrawState, PlannedState, PlanState
from postpermit.register.models import Facility

V, C = VisitState, CaseState
WENT = (V.UNDERWAY, V.ENDED, V.CLOSED)
# Where a loop of that kind stands in the plan.
LOOP_CLAUSES = {
    "year-plan": "plan:3.4",
    "draw": "plan:6.1",
    "visit": "plan:6.1",
    "visit-finding": "plan:6.1",
    "penalty-case": "plan:3.5",
    "complaint": "plan:8.2",
    "campaign-finding": "plan:8.2",
}

LOOP_WORDS = {
    "year-plan": "年度执法计划",
    "draw": "随机抽取",
    "visit": "执法检查",
    "visit-finding": "检查问题",
    "penalty-case": "处罚案件",
    "complaint": "信访投诉",
    "campaign-finding": "督察和监督帮扶问题",
}


def enforcement_loops() -> dict[str, tuple[int, int]]:
    """Kind of loop → begun, and how many are still open."""
    rows = (
        ("year-plan", YearPlan, (PlanState.PUBLISHED,)),
        ("draw", Draw, (DrawState.PUBLISHED, DrawState.ABORTED)),
        ("visit", Visit, (V.CLOSED, V.CANCELLED)),
        ("visit-finding", VisitFinding, RESOLVED),
        ("penalty-case", PenaltyCase, (C.ARCHIVED,)),
        ("complaint", VisitComplaint, (ComplaintState.CLOSED, ComplaintState.WITHDRAWN)),
        ("campaign-finding", CampaignFinding, (CampaignFindingState.STRUCK, CampaignFindingState.WITHDRAWN)),
    )
    return {
        kind: (model._default_manager.count(), model._default_manager.exclude(state__in=over).count())
        for kind, model, over in rows
    }


def _two_certified_went(year: int, on: date) -> Iterator[str]:
    """每次检查都由两名以上持执法证且未回避的人员承担。"""
    went = Visit.objects.filter(state__in=WENT).exclude(started_at=None)
    sent = VisitOfficer.objects.filter(left_as="").exclude(certificate="")
    counted = Counter(sent.values_list("visit", flat=True))
    for visit in went.order_by("pk"):
        least = int(law.value("inspection.officers.least", on=visit.scheduled_on).value)
        if counted[visit.pk] < least:
            yield f"{visit.number} 检查人员 {counted[visit.pk]} 人"


def _only_done_discharges(year: int, on: date) -> Iterator[str]:
    """只有按条款可以计入的检查才完成应办事项，一次检查只留一条办理记录。"""
    for visit in Visit.objects.filter(done_as__isnull=False).select_related("done_as").order_by("pk"):
        day = visit.done_as.on  # type: ignore[union-attr]

        def yes(name: str, day: date = day) -> bool:
            return bool(law.value(name, on=day).value == "yes")

        ended = Ended(visit.outcome, visit.kind, visit.manner, yes("visit.offsite_counts"), yes("visit.closed_counts"),
                      yes("visit.recheck_counts"))  # fmt: skip
        if not discharges(ended):
            yield f"{visit.number} 结局为“{VisitOutcome(visit.outcome).label}”，却计入了应办事项"
    names = Record.objects.filter(kind="inspection").exclude(state=RecordState.WITHDRAWN)
    counted = Counter(facts["visit"] for facts in names.values_list("facts", flat=True) if facts.get("visit"))
    yield from (f"{ref} 留下 {n} 条办理记录" for ref, n in sorted(counted.items()) if n > 1)


def _within_the_ceiling(year: int, on: date) -> Iterator[str]:
    """计入频次的检查不超过单位的年度上限，超过的每一次都有负责人批准。"""
    rows = Visit.objects.filter(counts_toward_cap=True, scheduled_on__year=year).exclude(state=V.CANCELLED)
    rows = rows.exclude(outcome__in=[o for o in VisitOutcome if fate_of_planned(o) == "release"])
    counted = Counter(rows.values_list("facility", flat=True))
    let = Counter(CapException.objects.filter(year=year).values_list("facility", flat=True))
    law_ = law_of(year, on)
    for unit in Facility.objects.filter(pk__in=list(counted)).order_by("pk"):
        cap = int(cap_of(unit.management_class, law_).value)
        if counted[unit.pk] > cap + let[unit.pk]:
            yield f"{unit.name} 计入 {counted[unit.pk]} 次，上限 {cap}，批准 {let[unit.pk]}"


def _drawn_are_visited(year: int, on: date) -> Iterator[str]:
    """抽中的每家单位都已检查或监测、已递补，或者写明为什么没有。"""
    kinds = {stratum: row[2] for stratum, row in UNITS.items()}
    done = Record.objects.filter(kind__in=list(kinds.values()), on__year=year).exclude(
        state=RecordState.WITHDRAWN
    )
    seen = set(done.values_list("facility", "kind"))
    ours = PlannedVisit.objects.filter(plan__year=year, drawn_in__isnull=False)
    dropped = ours.filter(state=PlannedState.DROPPED).exclude(why="")
    explained = set(dropped.values_list("drawn_in", "facility"))
    # Its week is still to come, or somebody is on the way.
    ahead = ours.filter(
        Q(state=PlannedState.TAKEN_UP) | Q(state=PlannedState.PLANNED, week__gte=monday_of(on))
    )
    open_visits = set(ahead.values_list("drawn_in", "facility"))
    drawn = DrawnUnit.objects.filter(SELECTED, draw__plan__year=year, draw__state=DrawState.PUBLISHED)
    for row in drawn.select_related("draw", "facility").order_by("pk"):
        kind = kinds[Stratum(row.draw.stratum)]
        own = (row.draw_id, row.facility_id)
        went = (row.facility_id, kind) in seen or own in explained or own in open_visits
        if not went and row.facility.ended_on is None and not _share_is_explained(row, year):
            yield f"{row.facility.name} {row.draw.quarter} 抽中，未检查也未说明"


def _share_is_explained(row: DrawnUnit, year: int) -> bool:
    """The yearly share is late with a reason."""
    kind = UNITS[Stratum(row.draw.stratum)][1]
    return Delay.objects.filter(duty__kind=kind, duty__period=str(year)).exists()


def _visits_end_clean(year: int, on: date) -> Iterator[str]:
    """已办结的检查没有待定的问题，整改、转办、立案的问题各有去处。"""
    still = VisitFinding.objects.filter(visit__state=V.CLOSED, state="OPEN").select_related("visit", "case")
    returned = set(still.filter(case__isnull=False).values_list("pk", flat=True))
    for finding in still.order_by("pk"):
        waits = Duty.objects.filter(
            subject_ref=f"enforcement.visitfinding:{finding.pk}", state=DutyState.OPEN
        )
        if finding.pk not in returned and not waits.exists():
            yield f"{finding.visit.number} 已办结，问题“{finding}”没有人处理"


def _cases_within_their_clock(year: int, on: date) -> Iterator[str]:
    """每件案件的各个期限都按期，逾期的都有原因。"""
    rows = Duty.objects.filter(subject_ref__startswith="enforcement.penaltycase:").exclude(
        state=DutyState.VOID
    )
    known = set(Delay.objects.values_list("duty", flat=True))
    for duty in rows.order_by("pk"):
        done = duty.discharged_on or on
        if done > duty.due_on and duty.pk not in known:
            yield f"{duty} 期限 {duty.due_on}，{done} 才办，没有原因"


def _nobody_reviews_himself(year: int, on: date) -> Iterator[str]:
    """法制审核人没有参与调查，也不是送审人。"""
    found: dict[int, set[str]] = defaultdict(set)
    for case, officer in PenaltyCase.objects.filter(members__role=CaseRole.INVESTIGATOR).values_list(
        "pk", "members__officer__public_id"
    ):
        found[case].add(f"officer:{officer}")
    for review in LegalReview.objects.exclude(reviewed_ref="").select_related("case").order_by("pk"):
        if review.reviewed_ref == review.asked_ref or review.reviewed_ref in found[review.case_id]:
            yield f"{review.case.number} 的审核人参与了调查或送审"


def _draws_recompute(year: int, on: date) -> Iterator[str]:
    """每次抽取都能由封存名单、双方随机数和公开随机数重新算出同样的结果。"""
    rows = Draw.objects.filter(plan__year=year, state__in=(DrawState.DRAWN, DrawState.PUBLISHED))
    for draw in rows.filter(imported_from="").order_by("pk"):
        r1, r2 = secrets_of(draw)
        again = draw_again(listing_of(draw), r1, r2, draw.public_value, draw.algorithm)
        same = again.seed.hex() == draw.seed
        # The file for the office is read from the rows: rank, role, replacements, the order of officers.
        page = published_page(draw, office=True, people=True)
        p = {u["id"]: u["p"] for u in page["list"]["units"]}
        kept = draw.units.values_list("facility__public_id", "probability")
        same = same and not verify_draw.check(page) and all(p.get(str(u)) == told for u, told in kept)
        if not same:
            yield f"{draw} 重新计算的结果不同"


ENFORCEMENT_INVARIANTS = {
    "two-certified-went": _two_certified_went,
    "only-done-discharges": _only_done_discharges,
    "within-the-ceiling": _within_the_ceiling,
    "drawn-are-visited": _drawn_are_visited,
    "visits-end-clean": _visits_end_clean,
    "cases-within-their-clock": _cases_within_their_clock,
    "nobody-reviews-himself": _nobody_reviews_himself,
    "draws-recompute": _draws_recompute,
    **VISIT_INVARIANTS,
}
