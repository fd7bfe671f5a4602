"""归档: 审批科 takes confirmed tasks into the archive at a dispatch meeting."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from postpermit import law
from postpermit.duties.models import Record
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.queries.outcomes import confirmed_feedback
from postpermit.linkage.states import OPEN, Channel
from postpermit.office.operations import next_count
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

MEETING = "meeting-dispatch"


class UnableToArchive(Refused):
    """Nothing was chosen, the record is no dispatch meeting, or a receiver is still open."""


@transaction.atomic
def archive_slips(*, slips: Sequence[Slip], meeting: Record, by: Actor, at: datetime) -> Sequence[Slip]:
    """Archive all of them in one act, or none; each lead gets the outcome that its leading division fed back."""
    if not slips:
        raise UnableToArchive("请至少选择一项联动任务。", place="slips")
    if meeting.kind != MEETING or meeting.state != "STANDING":
        raise UnableToArchive("请选择一次有效的调度会记录。", place="meeting")
    _lock(slips)
    for slip in slips:
        _refuse_open(slip)
    advance(
        slips,
        "archive",
        by=by,
        at=at,
        clause="plan:a5",
        facts={"numbers": sorted(s.number for s in slips), "meeting": meeting.reference()},
        changes={"archived_record": meeting, "archived_at": at},
    )
    year, term = meeting.on.year, str(law.value("archive.term", on=meeting.on).value)
    for slip in slips:
        rehang(slip, by=by, at=at)
        _close_lead(slip, by=by, at=at)
        _file_under(slip, year, term)
    return slips


def _file_under(slip: Slip, year: int, term: str) -> None:
    """年度、保管期限、件号; the paper original goes to 审批科 with it (annex 5, note 4)."""
    slip.archive_year, slip.archive_term = year, term
    slip.archive_item = next_count(f"archive:{term}"[:24], year)
    if slip.channel == Channel.PAPER:
        slip.paper_place = "审批科（已归档）"
    slip.save(update_fields=["archive_year", "archive_term", "archive_item", "paper_place"])


def _lock(slips: Sequence[Slip]) -> None:
    """Always in the same order, so that two batches that overlap cannot wait for each other."""
    list(Slip.objects.select_for_update().filter(pk__in=[s.pk for s in slips]).order_by("pk"))


def _refuse_open(slip: Slip) -> None:
    if SlipAssignment.objects.filter(slip=slip, state__in=OPEN).exists():
        raise UnableToArchive(f"{slip.number} 尚有科室未反馈或发起科室未确认，不能归档。", place="slips")


def _close_lead(slip: Slip, *, by: Actor, at: datetime) -> None:
    if slip.lead is None:
        return
    said = confirmed_feedback(slip)
    if said is None:
        raise UnableToArchive(f"{slip.number} 的违法线索尚无处理结果，不能归档。", place="slips")
    lead = slip.lead
    lead.refresh_from_db()
    changes = {"outcome": said.outcome, "outcome_number": said.outcome_number, "outcome_on": said.outcome_on}
    advance(
        lead,
        "close",
        by=by,
        at=at,
        clause="plan:3.5",
        facts={"number": slip.number, "outcome": said.outcome},
        changes=changes,
    )
    rehang(lead, by=by, at=at)
