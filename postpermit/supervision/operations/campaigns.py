"""检查任务: the city's schedule becomes checks; its own list gives the scope, its own form is given back (plan 5.1)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from postpermit.supervision.models import Campaign, CampaignRow, CampaignTarget
from postpermit.supervision.operations.opening import Owed, open_checks, owed_by_all, owed_reports
from postpermit.supervision.operations.settling import UnableToActOnCheck
from postpermit.supervision.queries.lists import columns_of, find_units, header_row, rows_of
from postpermit.supervision.report import first_and_last
from postpermit.supervision.report.periods import kind_of
from postpermit.supervision.states import CampaignState, CheckState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

ENDED = (CheckState.CLOSED, CheckState.NOT_OWED)


class UnableToStartCampaign(Refused):
    """A name, period or day is missing, contradicts itself, or the period is in another campaign."""


class UnableToFillForm(Refused):
    """The city's form has no header that is known."""


@transaction.atomic
def start_campaign(
    *,
    name: str,
    periods: Sequence[str],
    starts_on: date,
    check_by: date,
    return_by: date | None = None,
    city_number: str = "",
    scope: str = "",
    points: str = "",
    by: Actor,
    at: datetime,
) -> Campaign:
    """Start a campaign over periods such as 2026Q3: every report that the ledger knows to be owed gets its check."""
    _refuse_unfit(name, periods, starts_on, check_by, return_by)
    made = Campaign.objects.create(
        state=CampaignState.RUNNING,
        name=name.strip(),
        city_number=city_number.strip(),
        scope=scope.strip(),
        points=points.strip(),
        starts_on=starts_on,
        check_by=check_by,
        return_by=return_by,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    try:
        with transaction.atomic():
            CampaignTarget.objects.bulk_create(
                [CampaignTarget(campaign=made, kind=kind_of(p), period=p) for p in dict.fromkeys(periods)]
            )
    except IntegrityError as error:
        raise UnableToStartCampaign("所选周期已在另一项检查任务中。", place="periods") from error
    facts = {"periods": list(periods), "check_by": check_by.isoformat()}
    record("start", label="安排执行报告检查", subjects=[made], by=by, at=at, clause="plan:5.1", facts=facts)
    for target in made.targets.all():
        open_checks(owed=owed_reports(target.kind, target.period), campaign=made, by=by, at=at)
    return made


def _refuse_unfit(
    name: str, periods: Sequence[str], starts_on: date, check_by: date, return_by: date | None
) -> None:
    if not name.strip():
        raise UnableToStartCampaign("请填写任务名称。", place="name")
    if not periods or any(first_and_last(p) is None for p in periods):
        raise UnableToStartCampaign("请选择检查的报告周期。", place="periods")
    if check_by < starts_on:
        raise UnableToStartCampaign("检查完成日期不能早于开始日期。", place="check_by")
    if return_by is not None and return_by < starts_on:
        raise UnableToStartCampaign("上报日期不能早于开始日期。", place="return_by")


@transaction.atomic
def take_city_list(
    *, campaign: Campaign, name: str, data: bytes, table: Sequence[Sequence[Any]], by: Actor, at: datetime
) -> list[CampaignRow]:
    """Take the city's own list in: units known here get a check in every period of the campaign, others are shown.

    A list taken again replaces the rows of the one before; checks that exist stay.
    """
    _refuse_closed(campaign)
    rows = rows_of("city-checks", table)
    if not rows:
        raise UnableToStartCampaign("清单里没有单位。", place="file")
    units = find_units(rows)
    raw_rows = _raw(table)
    CampaignRow.objects.filter(campaign=campaign).delete()
    made = CampaignRow.objects.bulk_create(
        [
            CampaignRow(
                campaign=campaign,
                line=int(row["line"]),
                unit=row.get("unit", "")[:120],
                unit_number=row.get("unit_number", "")[:22],
                facility=unit,
                points=row.get("points", "")[:300],
                raw=raw_rows.get(int(row["line"]), {}),
            )
            for row, unit in zip(rows, units, strict=True)
        ],
        batch_size=500,
    )
    attach(subject=campaign, name=name, data=data, note="市级检查清单", by=by, at=at)
    owed = _owed(campaign, [r for r in made if r.facility is not None])
    open_checks(owed=owed, campaign=campaign, by=by, at=at)
    facts = {"rows": len(made), "unknown": sum(r.facility_id is None for r in made)}
    record(
        "take-list",
        label="导入市级检查清单",
        subjects=[campaign],
        by=by,
        at=at,
        clause="plan:5.1",
        facts=facts,
    )
    return made


def _raw(table: Sequence[Sequence[Any]]) -> dict[int, dict[str, str]]:
    header = [str(h or "") for h in table[header_row("city-checks", table)]]
    return {
        number: {h or f"第{n}列": str(c) for n, (h, c) in enumerate(zip(header, cells, strict=False), 1) if c}
        for number, cells in enumerate(table, 1)
    }


def _owed(campaign: Campaign, rows: Sequence[CampaignRow]) -> list[Owed]:
    holders = [
        r.facility for r in rows if r.facility and r.facility.management_class in ("KEY", "SIMPLIFIED")
    ]
    return [o for t in campaign.targets.all() for o in owed_by_all(holders, t.kind, t.period)]


@transaction.atomic
def keep_return_form(
    *, campaign: Campaign, name: str, data: bytes, table: Sequence[Sequence[Any]], by: Actor, at: datetime
) -> Campaign:
    """Keep the city's form with the places of its columns; filled anew whenever it is asked for."""
    _refuse_closed(campaign)
    line = header_row("return-form", table)
    columns = columns_of("return-form", table[line]) if table else {}
    if "unit" not in columns or len(columns) < 2:
        raise UnableToFillForm("上报表里没有认出单位名称等列，请指定列对应。", place="columns")
    held = attach(subject=campaign, name=name, data=data, note="市级上报表样", by=by, at=at)
    Campaign.objects.filter(pk=campaign.pk).update(
        form_sha256=held.sha256, form_name=name[-200:], form_columns={"line": line + 1, "columns": columns}
    )
    campaign.refresh_from_db()
    return campaign


def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """End it, once every check of it has ended."""
    left = campaign.checks.exclude(state__in=ENDED).count()
    if left:
        raise UnableToActOnCheck(f"还有 {left} 份报告未办结，不能结束本次检查。", place="act")
    advance(campaign, "close", by=by, at=at, clause="plan:5.1")
    return campaign


def reopen_campaign(*, campaign: Campaign, why: str, by: Actor, at: datetime) -> Campaign:
    """Begin again, with the reason."""
    advance(campaign, "reopen", by=by, at=at, clause="plan:5.1", why=why)
    return campaign


def _refuse_closed(campaign: Campaign) -> None:
    if campaign.state != CampaignState.RUNNING:
        raise UnableToStartCampaign("本次检查已结束，请先重新开始。", place="file")
