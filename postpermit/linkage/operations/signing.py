"""Rows of annex 5 and their signatures: written by a handler, signed by another person."""

from datetime import date, datetime

from postpermit.linkage.models import Slip, SlipAssignment, SlipRow, SlipSignature
from postpermit.linkage.states import RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused


class UnableToWriteRow(Refused):
    """The row says nothing, or does not name who of that division handled the matter."""


class UnableToSign(Refused):
    """Nobody signs what they handled, entered or asked for themselves."""


OWN = "经办人与审签人不能为同一人，请由代办人或分管负责人审签。"


def write_row(
    *,
    slip: Slip,
    kind: RowKind,
    division: str,
    text: str,
    by: Actor,
    on: date,
    assignment: SlipAssignment | None = None,
    remark: str = "",
    on_behalf_of: str = "",
) -> SlipRow:
    """Add a row. ``on_behalf_of`` names the handler in ``division`` when somebody else enters it (代录)."""
    if not text.strip():
        raise UnableToWriteRow(f"请填写“{kind.label}”的内容。", place="text")
    if by.division != division and not on_behalf_of.strip():
        raise UnableToWriteRow("代其他科室录入的，须写明该科室的经办人姓名。", place="on_behalf_of")
    own = not on_behalf_of.strip()
    return SlipRow.objects.create(
        slip=slip,
        assignment=assignment,
        kind=kind,
        division_id=division,
        text=text.strip(),
        handler_ref=by.ref if own else "",
        handler_name=by.signature if own else on_behalf_of.strip(),
        on=on,
        remark=remark.strip(),
        entered_on_behalf=not own,
        entered_ref=by.ref,
        entered_name=by.signature,
    )


def newest_row(slip: Slip, kind: RowKind, assignment: SlipAssignment | None = None) -> SlipRow:
    """The row of that kind which counts: earlier ones were sent back."""
    row = SlipRow.objects.filter(slip=slip, kind=kind, assignment=assignment).order_by("-pk").first()
    if row is None:
        raise UnableToSign(f"“{kind.label}”尚未填写，不能审签。")
    return row


def refuse_own(row: SlipRow, by: Actor) -> None:
    """Raise ``UnableToSign`` when ``by`` wrote, handled or entered this row."""
    by_name_only = not row.handler_ref and row.handler_name == by.name
    if by.ref in (row.handler_ref, row.entered_ref) or by_name_only:
        raise UnableToSign(OWN)


def sign_row(row: SlipRow, *, by: Actor, at: datetime) -> SlipSignature:
    """Put 系统审签 under the row: name and time, and for whom the signer stands in."""
    return SlipSignature.objects.create(
        row=row,
        approver_ref=by.ref,
        approver_name=by.signature,
        approver_post=by.post,
        stands_in_for=by.stands_in_for,
        signed_at=at,
        handler_ref=row.handler_ref,
        entered_ref=row.entered_ref,
    )
