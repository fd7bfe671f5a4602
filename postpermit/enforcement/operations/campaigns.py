"""督察和监督帮扶问题: what a campaign of a higher level found, put right by a division and struck off by 审批科."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import CampaignFinding
from postpermit.enforcement.operations.register_words import refuse_ahead, worded
from postpermit.enforcement.operations.waiting import About, rehang
from postpermit.enforcement.states import CampaignFindingState, CampaignLevel
from postpermit.office.models import Division
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

G = CampaignFindingState


class UnableToEnterCampaignFinding(Refused):
    """A field is missing or does not fit, or it stands there already."""


class UnableToFollowCampaignFinding(Refused):
    """It is not this division's, or a day does not fit."""


@transaction.atomic
def enter_campaign_finding(
    *,
    level: str,
    campaign: str,
    found_on: date,
    facility: Facility | None = None,
    place: str = "",
    what: str,
    serious: bool = False,
    division: str,
    due_on: date,
    by: Actor,
    at: datetime,
) -> CampaignFinding:
    """Enter one finding with the division that leads and the day by which it is put right."""
    if level not in set(CampaignLevel):
        raise UnableToEnterCampaignFinding("请选择类别。", place="level")
    campaign = worded("campaign", campaign, 120, "行动名称")
    what, place = worded("what", what, 2000, "问题"), worded("place", place, 200, "地点", required=False)
    if facility is None and not place:
        raise UnableToEnterCampaignFinding("请选择排污单位，或写明地点。", place="place")
    refuse_ahead(found_on, at, "发现日期", "found_on")
    if due_on < found_on:
        raise UnableToEnterCampaignFinding("整改期限不能早于发现日期。", place="due_on")
    leads = Division.objects.filter(pk=division).exclude(pk="GROUP").first()
    if leads is None:
        raise UnableToEnterCampaignFinding("请选择牵头科室。", place="division")
    _refuse_known(campaign, facility, place, what, found_on)
    made = CampaignFinding.objects.create(
        state=G.OPEN,
        number=next_number("campaign", localdate(at)),
        level=level,
        campaign=campaign,
        found_on=found_on,
        facility=facility,
        place=place,
        what=what,
        serious=serious,
        division=leads,
        due_on=due_on,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"number": made.number, "campaign": campaign, "what": what, "division": division}
    subjects: list[Any] = [made, *([facility] if facility else [])]
    record(
        "enter",
        label="登记督察和监督帮扶问题",
        subjects=subjects,
        by=by,
        at=at,
        clause="plan:8.2",
        facts=facts,
    )
    _hang(made, by, at)
    return made


def _refuse_known(campaign: str, facility: Facility | None, place: str, what: str, found_on: date) -> None:
    rows = CampaignFinding.objects.exclude(state=G.WITHDRAWN)
    same = rows.filter(
        campaign=campaign, facility=facility, place=place, what=what, found_on=found_on
    ).first()
    if same is not None:
        raise UnableToEnterCampaignFinding(f"同一问题已登记为 {same.number}。", place="what")


@transaction.atomic
def rectify_campaign_finding(
    *, finding: CampaignFinding, outcome: str, rectified_on: date, by: Actor, at: datetime
) -> CampaignFinding:
    """The leading division says that it is put right, and how."""
    if by.division != finding.division_id:
        raise UnableToFollowCampaignFinding("由牵头科室登记整改完成。", place="outcome")
    outcome = worded("outcome", outcome, 2000, "整改情况")
    refuse_ahead(rectified_on, at, "整改完成日期", "rectified_on", finding.found_on)
    changes = {"outcome": outcome, "rectified_on": rectified_on}
    facts = {"number": finding.number, "outcome": outcome, "on": rectified_on.isoformat()}
    return _move(finding, "rectify", by, at, facts, changes)


@transaction.atomic
def strike_campaign_finding(
    *, finding: CampaignFinding, struck_on: date, by: Actor, at: datetime
) -> CampaignFinding:
    """销号."""
    refuse_ahead(struck_on, at, "销号日期", "struck_on", finding.rectified_on)
    facts = {"number": finding.number, "on": struck_on.isoformat()}
    return _move(finding, "strike", by, at, facts, {"struck_on": struck_on})


@transaction.atomic
def send_back_campaign_finding(
    *, finding: CampaignFinding, why: str, due_on: date, by: Actor, at: datetime
) -> CampaignFinding:
    """Not put right: the division has it again, until a new day."""
    why = worded("why", why, 200, "退回理由")
    if due_on < localdate(at):
        raise UnableToFollowCampaignFinding("新的整改期限不能早于今天。", place="due_on")
    facts = {"number": finding.number, "due_on": due_on.isoformat()}
    changes = {"rectified_on": None, "due_on": due_on}
    return _move(finding, "send-back", by, at, facts, changes, why=why, undone="整改不到位，退回")


@transaction.atomic
def withdraw_campaign_finding(
    *, finding: CampaignFinding, why: str, by: Actor, at: datetime
) -> CampaignFinding:
    """Entered by mistake: taken back by somebody else."""
    if by.ref == finding.entered_ref:
        raise UnableToFollowCampaignFinding("登记由录入人以外的负责人撤销。", place="why")
    why = worded("why", why, 200, "撤销理由")
    changes = {"withdrawn_ref": by.ref, "why": why}
    return _move(finding, "withdraw", by, at, {"number": finding.number}, changes, why=why)


def _move(
    finding: CampaignFinding,
    verb: str,
    by: Actor,
    at: datetime,
    facts: dict[str, Any],
    changes: dict[str, Any],
    *,
    why: str = "",
    undone: str = "",
) -> CampaignFinding:
    advance(finding, verb, by=by, at=at, clause="plan:8.2", why=why, facts=facts, changes=changes)
    _hang(finding, by, at, undone)
    return finding


def _hang(finding: CampaignFinding, by: Actor, at: datetime, undone: str = "") -> None:
    about = About(
        finding.division_id,
        f"{finding.facility.name if finding.facility else finding.place}：{finding.what}",
        f"{finding.found_on:%Y-%m}",
        facility=finding.facility,
        due_on=finding.due_on if finding.state == G.OPEN else None,
        undone=undone,
    )
    rehang(finding, about, by=by, at=at)
