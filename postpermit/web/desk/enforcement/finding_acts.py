"""Where a finding of a visit goes, as forms: 立行立改, 转办, 立案查处, and what ends it."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from postpermit import law
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit, VisitFinding, VisitPicture
from postpermit.enforcement.operations.slipping import WAYS
from postpermit.enforcement.queries.visit_page import VisitPage
from postpermit.enforcement.states import TAKES_FINDINGS, Disposition, FindingState, ReviewState, VisitState
from postpermit.trail.models import Attachment
from postpermit.trail.queries import attachments_of
from postpermit.web.desk.acts import WHY, Act, Ask

MANNERS = {Disposition.SUPERVISION: "监管", Disposition.MONITORING: "监测"}


def receivers(_: Any = None) -> list[tuple[str, str]]:
    """To whom a finding may go, with what it then is."""
    names = {row["code"]: row["name"] for row in law.district().divisions}
    return [(code, f"{names[code]}（{MANNERS[way]}）") for code, (_, way) in WAYS.items() if code in names]


def cases_of(finding: VisitFinding) -> list[tuple[str, str]]:
    """Cases of the unit that still take findings."""
    if hasattr(finding, "cases_offered"):
        return list(finding.cases_offered)
    return [_case_named(c) for c in _taking().filter(facility=finding.facility_id)]


def _taking() -> "QuerySet[PenaltyCase]":
    rows = PenaltyCase.objects.filter(state__in=TAKES_FINDINGS)
    return rows.exclude(reviews__state=ReviewState.ASKED).order_by("-pk")


def rechecks_of(finding: VisitFinding) -> list[tuple[str, str]]:
    """Visits that were sent to recheck it."""
    if hasattr(finding, "rechecks_offered"):
        return list(finding.rechecks_offered)
    rows = finding.rechecks.exclude(state="CANCELLED").order_by("-pk")
    return [_visit_named(v) for v in rows]


def proofs_of(finding: VisitFinding) -> list[tuple[str, str]]:
    """Files that came with the visit since, other than its own photos."""
    if hasattr(finding, "proofs_offered"):
        return list(finding.proofs_offered)
    pictures = VisitPicture.objects.filter(visit=finding.visit_id).values("attachment")
    held = attachments_of(finding.visit).exclude(pk__in=pictures)
    return [(str(a.public_id), f"{a.name}（{localtime(a.at):%Y-%m-%d %H:%M}）"[:60]) for a in held]


def _case_named(case: PenaltyCase) -> tuple[str, str]:
    return str(case.public_id), f"{case.number} {case.title}"[:60]


def _visit_named(visit: Visit) -> tuple[str, str]:
    return str(
        visit.public_id
    ), f"{visit.number}（{visit.scheduled_on:%Y-%m-%d} {visit.get_state_display()}）"


def _correct(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    do.correct_on_the_spot(finding=finding, demand=t["demand"], due_on=t["due_on"], **who)
    return f"已要求立行立改，期限 {finding.due_on:%Y-%m-%d}，到期复查。"


def _slip(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    slip = do.slip_finding(findings=[finding], to=t["to"], description=t["description"], **who)
    return f"已生成联动任务 {slip.number}，待负责人审签后送达。"


def _case(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    do.put_into_case(finding=finding, case=PenaltyCase.objects.get(public_id=t["case"]), **who)
    return "已并入案件。"


def _extend(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    do.extend_correction(finding=finding, due_on=t["due_on"], why=t["why"], **who)
    return "整改期限已延长。"


def _confirm(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    visit = finding.rechecks.filter(public_id=t["visit"]).first() if t["visit"] else None
    proof = Attachment.objects.filter(public_id=t["proof"]).first() if t["proof"] else None
    do.confirm_corrected(finding=finding, visit=visit, proof=proof, outcome=t["outcome"], **who)
    return "已登记整改完成。"


def _accept(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    do.accept_corrected(finding=finding, why=t["why"], **who)
    return "已认定整改完成。"


def _drop(finding: VisitFinding, t: dict[str, Any], **who: Any) -> str:
    do.drop_finding(finding=finding, why=t["why"], **who)
    return "问题已撤销。"


FINDING_ACTS: dict[str, Act] = {
    "correct": Act(
        _correct,
        (
            Ask("demand", "整改要求", required=True, longest=300),
            Ask("due_on", "整改期限", "day", help="不填按默认工作日数推算。"),
        ),
    ),
    "slip": Act(
        _slip,
        (
            Ask("to", "转给", "select", required=True, options=receivers),
            Ask("description", "补充说明"),
        ),
        says="生成一条线索和一个联动任务，检查照片随附；反馈确认后，问题自动办结。",
    ),
    "case": Act(
        _case,
        (Ask("case", "案件", "select", required=True, options=cases_of),),
        says="先登记待立案案件，再把问题并入。",
    ),
    "extend": Act(_extend, (Ask("due_on", "新的期限", "day", required=True), WHY)),
    "confirm-corrected": Act(
        _confirm,
        (
            Ask("outcome", "复查情况", required=True, longest=300),
            Ask("visit", "哪次复查", "select", options=rechecks_of, help="凭单位报来的材料认定的，不选。"),
            Ask(
                "proof",
                "整改后的照片或材料",
                "select",
                options=proofs_of,
                help="没有到现场复查的必选，先在本页“附件”上传。",
            ),
        ),
    ),
    "accept-corrected": Act(
        _accept, (WHY,), says="没有到现场复查、也没有材料的，由负责人认定，理由记入处理结果。"
    ),
    "drop": Act(_drop, (WHY,)),
}


def with_choices(page: VisitPage) -> None:
    """Give every finding of the page what its forms offer, so that no finding asks by itself. One query."""
    units = {f.facility_id for f in page.findings}
    cases: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for case in _taking().filter(facility__in=units):
        cases[case.facility_id].append(_case_named(case))
    waiting = [f for f in page.findings if f.state == FindingState.CORRECTING]
    proofs = proofs_of(waiting[0]) if waiting else []
    for finding in page.findings:
        finding.proofs_offered = proofs  # type: ignore[attr-defined]
        sent = [v for v in page.rechecks if v.recheck_of_id == finding.pk and v.state != VisitState.CANCELLED]
        finding.cases_offered = cases[finding.facility_id]  # type: ignore[attr-defined]
        finding.rechecks_offered = [_visit_named(v) for v in reversed(sent)]  # type: ignore[attr-defined]
