"""线下转办单: printing a version, reading a filled form back, taking over what a person picked."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.form import FormRow
from postpermit.linkage.models import PaperReturn, PrintedSlip, Slip, SlipAssignment
from postpermit.linkage.operations.circulating import settle
from postpermit.linkage.operations.outside import (
    OutsidePart,
    OutsideRow,
    UnableToKeep,
    keep_outside_progress,
    write_outside_row,
)
from postpermit.linkage.operations.sending import send
from postpermit.linkage.queries.form import form_of
from postpermit.linkage.states import GONE, AssignmentState, Channel, PaperState, RowKind, SlipState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused


class UnableToReadPaper(Refused):
    """The form belongs to another task, or has come back before."""


class UnableToTakePaper(Refused):
    """Nothing was picked, or a picked row does not fit where the task stands."""


@transaction.atomic
def print_slip(*, slip: Slip, by: Actor, at: datetime) -> PrintedSlip:
    """The version to print: a new one when the form has changed since the last, so that what comes back can be compared."""
    Slip.objects.select_for_update().get(pk=slip.pk)
    content = [r.as_json() for r in form_of(slip)]
    last = PrintedSlip.objects.filter(slip=slip).order_by("-version").first()
    if last is not None and last.content == content:
        return last
    made = PrintedSlip.objects.create(
        slip=slip, version=(last.version + 1 if last else 1), content=content, at=at, by_name=by.signature
    )
    record(
        "print",
        label="打印转办单",
        subjects=[slip],
        by=by,
        at=at,
        clause="plan:a5",
        facts={"number": slip.number, "version": made.version},
    )
    return made


@transaction.atomic
def return_paper(
    *,
    slip: Slip,
    name: str,
    data: bytes,
    rows: Sequence[FormRow],
    version: int | None,
    notes: Sequence[str],
    by: Actor,
    at: datetime,
) -> PaperReturn:
    """Keep a filled form with what was read of it; nothing of the task moves until a person has picked.

    The same file again answers the form that is kept already.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = PaperReturn.objects.filter(slip=slip, sha256=digest).first()
    if known is not None:
        return known
    made = PaperReturn.objects.create(
        state=PaperState.READ,
        slip=slip,
        name=name[-200:],
        sha256=digest,
        version=version,
        cells=[r.as_json() for r in rows],
        notes=list(notes),
        on=localdate(at),
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    attach(subject=slip, name=name, data=data, note="回填的转办单原件", by=by, at=at)
    facts = {"number": slip.number, "version": version or 0, "sha256": digest}
    record(
        "return-paper",
        label="收到回填转办单",
        subjects=[made, slip],
        by=by,
        at=at,
        clause="plan:a5",
        facts=facts,
    )
    return made


@transaction.atomic
def take_paper(*, paper: PaperReturn, picked: Collection[str], by: Actor, at: datetime) -> PaperReturn:
    """Take the picked rows over (keys such as ``RECEIVE-STATION-1``); the others stay as they are here.

    A receiving or feeding-back row carries its division's part on as far as the paper shows; a row about something
    that has passed here is kept as a further row.
    """
    rows = [FormRow.from_json(c) for c in paper.cells]
    chosen = [r for r in rows if f"{r.kind}-{r.division}-{r.nth}" in picked]
    if len(chosen) != len(set(picked)):
        raise UnableToTakePaper("所选栏目与回填件不符，请刷新后重新选择。", place="rows")
    facts = {"number": paper.slip.number, "rows": sorted(picked)}
    advance(paper, "take", by=by, at=at, clause="plan:a5", facts=facts, changes={"taken": sorted(picked)})
    slip = Slip.objects.select_for_update().get(pk=paper.slip_id)
    order = [str(k) for k in RowKind]
    for row in sorted(chosen, key=lambda r: (order.index(r.kind), r.nth)):
        _take(slip, row, by, at)
    return paper


def set_aside_paper(*, paper: PaperReturn, why: str, by: Actor, at: datetime) -> PaperReturn:
    """Not use the form; the original stays."""
    facts = {"number": paper.slip.number}
    advance(paper, "set-aside", by=by, at=at, clause="plan:a5", why=why, facts=facts)
    return paper


def _take(slip: Slip, row: FormRow, by: Actor, at: datetime) -> None:
    if row.blank or not row.text.strip():
        raise UnableToTakePaper(f"“{RowKind(row.kind).label}”一栏没有内容，不能采用。", place="rows")
    written = _outside(row, localdate(at))
    if row.kind == RowKind.RAISE:
        write_outside_row(slip, RowKind.RAISE, row.division, written, None, Channel.PAPER, by, at)
        return
    part = SlipAssignment.objects.filter(slip=slip, division=row.division).exclude(state__in=GONE).first()
    if part is None and slip.state == SlipState.CIRCULATING:
        part = send(slip, row.division, by=by, at=at, on=localdate(at))
        settle(slip, by=by, at=at)
    if part is None:
        raise UnableToTakePaper("纸质件上的接收科室不在本任务中，且任务已不在办理。", place="rows")
    receives = row.kind == RowKind.RECEIVE
    open_for_it = part.state == (AssignmentState.WAITING if receives else AssignmentState.ACTING)
    signing = not receives and part.state == AssignmentState.SIGNING_RECEIPT
    if slip.state == SlipState.CIRCULATING and (open_for_it or signing):
        received, fed_back = (written, None) if receives else (None, written)
        said = OutsidePart(row.division, received, fed_back)
        try:
            keep_outside_progress(assignment=part, part=said, channel=Channel.PAPER, by=by, at=at)
        except UnableToKeep as error:
            raise UnableToTakePaper(str(error), place="rows") from error
        return
    if not receives and part.state == AssignmentState.WAITING:
        raise UnableToTakePaper("该科室尚未接收，请同时采用其接收一栏。", place="rows")
    write_outside_row(slip, RowKind(row.kind), row.division, written, part, Channel.PAPER, by, at)


def _outside(row: FormRow, today: date) -> OutsideRow:
    on = date.fromisoformat(row.on) if row.on else today
    return OutsideRow(row.text, row.handler or row.approver or "（未签名）", on, row.approver, row.remark)


@transaction.atomic
def place_paper(*, slip: Slip, place: str, by: Actor, at: datetime) -> Slip:
    """Where the paper original lies now (annex 5, note 4)."""
    if len(place.strip()) > 60 or not place.strip():
        raise UnableToTakePaper("请填写原件所在（不超过 60 字）。", place="place")
    Slip.objects.filter(pk=slip.pk).update(paper_place=place.strip())
    slip.paper_place = place.strip()
    facts = {"number": slip.number, "place": place.strip()}
    record(
        "place-paper", label="登记纸质原件所在", subjects=[slip], by=by, at=at, clause="plan:a5", facts=facts
    )
    return slip
