"""The form of annex 5 as it stands for one linkage task now."""

from postpermit.linkage.form import FormRow, counted
from postpermit.linkage.models import PrintedSlip, Slip, SlipRow
from postpermit.linkage.states import GONE, RowKind


def form_of(slip: Slip) -> list[FormRow]:
    """Every row in the order of the form; a receiver that has not written yet has a blank row with its name."""
    rows = [_row(r) for r in slip.rows.select_related("signature").order_by("pk")]
    parts = slip.assignments.exclude(state__in=GONE).order_by("pk").values_list("division", flat=True)
    wanted = list(parts) or list(slip.receivers)
    for kind in (RowKind.RECEIVE, RowKind.FEEDBACK):
        written = {r.division for r in rows if r.kind == kind}
        rows += [FormRow(kind, code) for code in wanted if code not in written]
    order = [str(k) for k in RowKind]
    return counted(sorted(rows, key=lambda r: order.index(r.kind)))


def _row(row: SlipRow) -> FormRow:
    signature = getattr(row, "signature", None)
    return FormRow(
        str(row.kind),
        row.division_id,
        row.text,
        row.handler_name,
        signature.approver_name if signature else "",
        row.on.isoformat(),
        row.remark,
    )


def printed_as(slip: Slip, version: int | None) -> list[FormRow] | None:
    """The form as that version was printed; None where no such version was."""
    kept = PrintedSlip.objects.filter(slip=slip, version=version).first() if version else None
    return [FormRow.from_json(r) for r in kept.content] if kept else None
