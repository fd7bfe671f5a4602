"""The form of annex 5 for one linkage task, or blank: what stands in it, before it becomes Word or PDF."""

import io
from dataclasses import dataclass, field
from typing import Any

import segno

from postpermit.linkage.form import FormRow
from postpermit.linkage.models import PrintedSlip, Slip
from postpermit.linkage.states import Channel, RowKind
from postpermit.office.models import Division

BLOCKS = (
    (RowKind.RAISE, "任务发起", "问题描述"),
    (RowKind.RECEIVE, "任务接收与执行", "接收与执行情况"),
    (RowKind.FEEDBACK, "任务反馈", "结果反馈"),
)
ROWS_AT_LEAST = {RowKind.RAISE: 1, RowKind.RECEIVE: 3, RowKind.FEEDBACK: 3}
NOTES = (
    "发起栏由提出联动需要的监管、监测或执法部门填写，写明缘由和需要联动的内容。",
    "接收与执行栏由接收部门填写，接收部门可以不止一个。",
    "反馈栏写明办理结果，一般由办理部门填写，反馈给发起部门。",
    "原件由发起部门暂存，开调度会时交审批科归档整理。",
    "可用纸质件或电子稿；用电子稿的，邮件、微信等联络记录应一并留存。",
)
# How the form says its own number and version, on paper and in the QR code.
QR = "PP-SLIP"


@dataclass(frozen=True)
class Annex5:
    """The filled or blank form."""

    number: str = ""
    version: int = 0
    title: str = ""
    unit: str = ""
    channel: str = ""
    archive: str = ""
    public_id: str = ""
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What the QR code says: which task, which version."""
        return f"{QR}:{self.public_id}:{self.version}" if self.number else ""


def blank() -> Annex5:
    """A form to fill by hand."""
    return Annex5(rows={str(k): [_empty()] * n for k, n in ROWS_AT_LEAST.items()})


def of_slip(slip: Slip, printed: PrintedSlip) -> Annex5:
    """The form as that version says it."""
    names = dict(Division.objects.values_list("code", "short_name"))
    rows = [FormRow.from_json(c) for c in printed.content]
    shown: dict[str, list[dict[str, str]]] = {}
    for kind, least in ROWS_AT_LEAST.items():
        mine = [_shown(r, names) for r in rows if r.kind == kind]
        shown[str(kind)] = mine + [_empty()] * max(least - len(mine), 0)
    filed = (
        f"已归档：{slip.archive_year}年 · {slip.archive_term} · {slip.archive_item}号"
        if slip.archive_item
        else ""
    )
    return Annex5(
        slip.number,
        printed.version,
        slip.title,
        slip.facility.name if slip.facility else slip.place,
        slip.channel_why if slip.channel == Channel.PAPER else "",
        filed,
        str(slip.public_id),
        shown,
    )


def _shown(row: FormRow, names: dict[str, str]) -> dict[str, str]:
    return {
        "division": names.get(row.division, row.division),
        "text": row.text,
        "extra": "",
        "handler": row.handler,
        "approver": row.approver,
        "on": row.on,
        "remark": row.remark,
    }


def _empty() -> dict[str, str]:
    return dict.fromkeys(("division", "text", "extra", "handler", "approver", "on", "remark"), "")


def qr_svg(code: str) -> str:
    """The QR code as SVG text."""
    if not code:
        return ""
    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(out, kind="svg", border=1, scale=4)
    return out.getvalue().decode()


def qr_png(code: str) -> bytes:
    """The QR code as a picture for Word."""
    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(out, kind="png", border=1, scale=6)
    return out.getvalue()


def as_typst(form: Annex5, mark: str) -> dict[str, Any]:
    """What the template reads."""
    return {
        "number": form.number,
        "version": str(form.version),
        "title": form.title,
        "unit": form.unit,
        "channel": form.channel,
        "archive": form.archive,
        "qr": qr_svg(form.code),
        "mark": mark,
        "notes": list(NOTES),
        "blocks": [
            {"name": name, "heading": heading, "rows": form.rows[str(kind)]} for kind, name, heading in BLOCKS
        ],
    }
