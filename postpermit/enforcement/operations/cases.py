"""立案: a case is opened, filed with its investigators or not filed, taken back; its people change."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.enforcement.models import CaseMember, PenaltyCase, VisitFinding
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.operations.case_endings import give_back_findings
from postpermit.enforcement.operations.case_holding import (
    UnableToActOnCase,
    hold_as_seen,
    hold_case,
    move_case,
    refuse_case_state,
    refuse_day,
    refuse_decider,
    refuse_words,
)
from postpermit.enforcement.operations.findings import put_into_case
from postpermit.enforcement.queries.case_people import investigators_of, reviewing
from postpermit.enforcement.queries.case_standing import known_conduct
from postpermit.enforcement.queries.people import candidates
from postpermit.enforcement.rules.case_conditions import Person, officer_faults
from postpermit.enforcement.rules.visits import officer_fault
from postpermit.enforcement.states import OVER, CaseRole, CaseState, Party
from postpermit.linkage.models import ViolationLead
from postpermit.linkage.states import LeadState
from postpermit.office.models import Officer
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

C = CaseState
GOING = (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED, C.DECIDED, C.SERVED, C.EXECUTED)


class UnableToOpenCase(Refused):
    """The case does not say what, when or whom, or is there already."""


class UnableToStaffCase(Refused):
    """Too few investigators, or one of them may not investigate this unit."""


@transaction.atomic
def open_case(
    *,
    facility: Facility,
    title: str,
    conduct: str,
    act_from: date,
    act_to: date | None = None,
    found_on: date,
    findings: Sequence[VisitFinding] = (),
    lead: ViolationLead | None = None,
    city_number: str = "",
    summary: bool = False,
    party: str = Party.UNIT,
    by: Actor,
    at: datetime,
) -> PenaltyCase:
    """Open a case that waits to be filed, from findings of visits, a lead, or what was otherwise learned."""
    # Two people who open the same case: the second is told.
    facility = Facility.objects.select_for_update().get(pk=facility.pk)
    title = refuse_words("title", title, 160, "案由")
    refuse_act(conduct, act_from, act_to, found_on, localdate(at))
    _refuse_known(facility, conduct, act_from, lead, city_number.strip())
    case = PenaltyCase.objects.create(
        state=C.FOUND,
        number=next_number("case", localdate(at)),
        title=title,
        facility=facility,
        conduct=conduct,
        act_from=act_from,
        act_to=act_to,
        lead=lead,
        city_number=refuse_words("city_number", city_number, 64, "市系统案号", required=False),
        summary=summary,
        party=party if party in set(Party) else Party.UNIT,
        found_on=found_on,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"number": case.number, "title": title, "conduct": conduct, "found_on": found_on.isoformat()}
    # Not on the unit nor on the lead: their pages are read by divisions to which an open case is no business. What is
    # decided stands in the unit's file, and who found the lead learns of it by the feedback.
    record(
        "open", label="登记待立案案件", subjects=[case], by=by, at=at, clause="penalty-law:54", facts=facts
    )
    for finding in findings:
        put_into_case(finding=finding, case=case, by=by, at=at)
    rehang_case(case, by=by, at=at)
    return case


def refuse_act(conduct: str, act_from: date, act_to: date | None, found_on: date, today: date) -> None:
    """An act that is fined, on days that can be."""
    if not known_conduct(conduct):
        raise UnableToOpenCase("请选择违法行为。", place="conduct")
    if found_on > today:
        raise UnableToOpenCase("发现日期不能晚于今天。", place="found_on")
    if act_from > found_on:
        raise UnableToOpenCase("违法行为开始的日期不能晚于发现日期。", place="act_from")
    if act_to is not None and not act_from <= act_to <= today:
        raise UnableToOpenCase(
            "违法行为结束的日期须在开始之后，且不晚于今天；仍在持续的不填。", place="act_to"
        )


def _refuse_known(
    facility: Facility, conduct: str, act_from: date, lead: ViolationLead | None, city_number: str
) -> None:
    """One act, one case; one lead, one case; one number of the city's system, one case."""
    refuse_same_act(facility, conduct, act_from)
    rows = PenaltyCase.objects.exclude(state__in=(C.NOT_FILED, C.WITHDRAWN))
    if city_number and (same := rows.filter(city_number=city_number).first()):
        raise UnableToOpenCase(f"市系统案号已登记在案件 {same.number} 上。", place="city_number")
    if lead is None:
        return
    lead = ViolationLead.objects.select_for_update().get(pk=lead.pk)
    if lead.facility_id != facility.pk:
        raise UnableToOpenCase("所选线索不是这个单位的。", place="lead")
    if lead.state not in (LeadState.CONFIRMED, LeadState.CLOSED):
        raise UnableToOpenCase("只有经确认的违法线索才能登记案件。", place="lead")
    if same := rows.filter(lead=lead).first():
        raise UnableToOpenCase(f"该线索已登记案件 {same.number}。", place="lead")


def refuse_same_act(
    facility: Facility, conduct: str, act_from: date, *, but: PenaltyCase | None = None
) -> None:
    """Refuse where another case of the unit deals with the same act."""
    rows = PenaltyCase.objects.filter(facility=facility, conduct=conduct, act_from=act_from)
    # What was revoked may be decided anew.
    rows = rows.exclude(state__in=(*OVER, C.REVOKED)).exclude(pk=but.pk if but else None)
    if same := rows.first():
        raise UnableToOpenCase(f"这个单位的同一违法行为已有案件 {same.number}，请并入该案。", place="conduct")


@transaction.atomic
def file_case(
    *, case: PenaltyCase, investigators: Sequence[Officer], on: date, by: Actor, at: datetime
) -> PenaltyCase:
    """立案: at least two certified investigators, and from now on the time for deciding runs."""
    held = hold_as_seen(case)
    refuse_day(on, at, held.found_on, "立案日期")
    _refuse_team(held, investigators, on)
    for officer in dict.fromkeys(investigators):
        _join(held, officer, on)
    names = "、".join(o.name for o in dict.fromkeys(investigators))
    facts = {"on": on.isoformat(), "investigators": names}
    changes = {"filed_on": on, "summary": False}
    move_case(held, "file", by=by, at=at, clause="penalty-law:54", facts=facts, changes=changes)
    case.refresh_from_db()
    return case


def _refuse_team(case: PenaltyCase, officers: Sequence[Officer], on: date) -> None:
    known = list(dict.fromkeys(officers))
    for candidate in candidates(known, case.facility, on):
        # Being away on the day of filing does not keep anybody from investigating.
        fault = officer_fault(candidate) if not candidate.away else ""
        if fault:
            raise UnableToStaffCase(fault, place="investigators")
    people = [Person(o.ref, o.certificate) for o in known]
    if faults := officer_faults(people, on):
        raise UnableToStaffCase(faults[0], place="investigators")


def _join(case: PenaltyCase, officer: Officer, on: date) -> CaseMember:
    row, made = CaseMember.objects.get_or_create(
        case=case,
        officer=officer,
        defaults={
            "name": officer.name,
            "certificate": officer.certificate,
            "role": CaseRole.INVESTIGATOR,
            "from_on": on,
        },
    )
    if row.role != CaseRole.INVESTIGATOR:
        raise UnableToStaffCase(f"{officer.name}审核过本案，不能作调查人员。", place="officer")
    if not made and row.to_on is not None:
        raise UnableToStaffCase(f"{officer.name}已退出本案调查，不再加入。", place="officer")
    return row


@transaction.atomic
def add_member(*, case: PenaltyCase, officer: Officer, on: date, by: Actor, at: datetime) -> CaseMember:
    """Another investigator. Named again he is the same."""
    held = hold_case(case.pk)
    refuse_case_state(held, *GOING)
    refuse_day(on, at, held.filed_on, "加入日期")
    known = held.members.filter(officer=officer, role=CaseRole.INVESTIGATOR, to_on__isnull=True).first()
    if known is not None:
        return known
    _refuse_team(held, [*(m.officer for m in investigators_of(held)), officer], on)
    made = _join(held, officer, on)
    facts = {"number": held.number, "name": officer.name}
    record(
        "add-member",
        label="增加办案人员",
        subjects=[held],
        by=by,
        at=at,
        clause="penalty-law:42",
        facts=facts,
    )
    return made


@transaction.atomic
def end_member(*, member: CaseMember, on: date, why: str, by: Actor, at: datetime) -> CaseMember:
    """An investigator leaves: two remain, and it is said why."""
    held = hold_case(member.case_id)
    member.refresh_from_db()
    refuse_case_state(held, *GOING)
    if member.to_on is not None or member.role != CaseRole.INVESTIGATOR:
        return member
    why = refuse_words("why", why, 100, "更换理由")
    refuse_day(on, at, member.from_on, "退出日期")
    rest = [Person(m.officer.ref, m.certificate) for m in investigators_of(held) if m.pk != member.pk]
    if officer_faults(rest, on):
        raise UnableToStaffCase("退出后调查人员不足两名，请先增加人员。", place="member")
    member.to_on, member.why = on, why
    member.save(update_fields=["to_on", "why"])
    facts = {"number": held.number, "name": member.name}
    record("end-member", label="更换办案人员", subjects=[held], by=by, at=at, clause="penalty-law:43", why=why,
           facts=facts)  # fmt: skip
    rehang_case(held, by=by, at=at)
    return member


@transaction.atomic
def not_file_case(
    *, case: PenaltyCase, number: str, on: date, why: str, by: Actor, at: datetime
) -> PenaltyCase:
    """不予立案, with number, day and reason: its findings are to be settled otherwise."""
    held = hold_as_seen(case)
    number = refuse_words("number", number, 64, "不予立案审批表文号")
    why = refuse_words("why", why, 300, "不予立案的理由")
    refuse_day(on, at, held.found_on, "不予立案日期")
    changes = {
        "other_dates": {**held.other_dates, "not_filed_on": on.isoformat()},
        "decision_number": number,
        "why": why,
    }
    facts = {"on": on.isoformat(), "document": number}
    move_case(
        held, "not-file", by=by, at=at, clause="penalty-procedure:19", why=why, facts=facts, changes=changes
    )
    give_back_findings(held, f"案件 {held.number} 不予立案：{why}", by=by, at=at)
    case.refresh_from_db()
    return case


@transaction.atomic
def withdraw_case(*, case: PenaltyCase, why: str, by: Actor, at: datetime) -> PenaltyCase:
    """撤销案件 by somebody who did not investigate it: what it held is to be settled otherwise."""
    held, on = hold_as_seen(case), localdate(at)
    why = refuse_words("why", why, 300, "撤销理由")
    refuse_decider(held, by)
    if reviewing(held):
        raise UnableToActOnCase("法制审核正在进行，请先由法制科审核或退回。", place="why")
    changes = {"other_dates": {**held.other_dates, "withdrawn_on": on.isoformat()}, "why": why}
    held.pauses.filter(Q(to_on__isnull=True) | Q(to_on__gt=on), from_on__lte=on).update(to_on=on)
    move_case(held, "withdraw", by=by, at=at, clause="penalty-procedure:19", why=why, changes=changes)
    give_back_findings(held, f"案件 {held.number} 已撤销：{why}", by=by, at=at)
    case.refresh_from_db()
    return case
