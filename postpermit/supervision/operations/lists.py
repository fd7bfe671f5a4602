"""Lists of other systems around execution reports: read by their headers, by what was mapped by hand before."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import record_act
from postpermit.duties.rules.reports import KINDS
from postpermit.register.models import ColumnMapping, Facility
from postpermit.supervision.models import PlatformList
from postpermit.supervision.operations.receiving import RECORDED, check_of
from postpermit.supervision.queries.lists import UnableToTakeReportList, rows_of, sheet_of
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach


@transaction.atomic
def remember_list_columns(*, code: str, mapping: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Remember what the headers of a list mean; an empty meaning forgets."""
    known = law.report_list(code).columns
    if set(mapping.values()) - {"", *known}:
        raise UnableToTakeReportList("没有这一列。", place="columns")
    for header, fact in mapping.items():
        bare = "".join(header.split())[:64]
        ColumnMapping.objects.filter(sheet=sheet_of(code), header=bare).delete()
        if fact:
            ColumnMapping.objects.create(sheet=sheet_of(code), header=bare, column=fact, by_name=by.signature)
    record(
        "map-column",
        label="设定列对应",
        subjects=["register.columnmapping:0"],
        by=by,
        at=at,
        clause="plan:5.1",
        facts={"list": code, "mapping": dict(mapping)},
    )


@transaction.atomic
def keep_platform_list(
    *, code: str, name: str, data: bytes, table: Sequence[Sequence[Any]], by: Actor, at: datetime
) -> PlatformList:
    """Keep an export of the platform with what was read of it; the same file again answers the list that is kept."""
    digest = hashlib.sha256(data).hexdigest()
    known = PlatformList.objects.filter(kind=code, sha256=digest).order_by("-pk").first()
    rows = rows_of(code, table)
    if known is not None and known.rows == rows:
        return known
    made = PlatformList.objects.create(
        kind=code,
        name=name[-200:],
        sha256=digest,
        on=localdate(at),
        by_name=by.signature,
        rows=rows,
    )
    attach(subject=made, name=name, data=data, note=law.report_list(code).name, by=by, at=at)
    return made


@transaction.atomic
def note_submissions(*, rows: Sequence[tuple[Facility, str, str, date]], by: Actor, at: datetime) -> int:
    """Discharge the duty to submit of every (unit, kind, period, day) that the platform shows as submitted.

    The report itself still has to be dropped in for its check. What is discharged already is left alone.
    """
    done = 0
    for facility, kind, period, on in rows:
        open_one = Duty.objects.filter(
            kind=KINDS[kind], facility=facility, period=period, state__in=("OPEN", "WAIVING")
        )
        if on > localdate(at) or not open_one.exists():
            continue
        check = check_of(facility, kind, period, by=by, at=at)
        type(check.report).objects.filter(pk=check.report_id, submitted_on__isnull=True).update(
            submitted_on=on
        )
        record_act(
            kind=RECORDED[kind],
            facility=facility,
            on=on,
            who=by.name,
            result="国家平台显示已提交",
            facts={"period": period},
            by=by,
            at=at,
        )
        done += 1
    return done
