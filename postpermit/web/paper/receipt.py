"""收到回执: what the unit gets in hand as proof that it reported an abnormal event, and to the minute when (plan 9.2)."""

from dataclasses import dataclass
from typing import Any

from postpermit import law
from postpermit.supervision.models import AbnormalEvent
from postpermit.web.paper.annex5 import qr_svg
from postpermit.web.words import moment_text

TITLE = "异常情况报告收到回执"
# How the paper says which event it is.
QR = "PP-EVENT"
NOTE = (
    "本回执只证明单位在上述时间报告了上述情况，不代替核实和处理。请在对应的排污许可证执行报告中说明该情况。"
)


@dataclass(frozen=True)
class Receipt:
    """The receipt of one event; ``rows``: (name, text) as they stand on it."""

    number: str
    unit: str
    permit: str
    rows: tuple[tuple[str, str], ...]
    received: str
    basis: str
    code: str


def receipt_of(event: AbnormalEvent) -> Receipt:
    """What stands on the receipt."""
    plan = law.district().documents["plan"]
    routed = "、".join(r.division.name for r in event.routings.select_related("division"))
    rows = (
        ("异常类别", event.get_kind_display()),
        ("异常情况", event.what),
        ("设施或排放口", event.equipment),
        ("是否涉及超标排放", "单位报告涉及超标排放" if event.exceeded else "单位未报告涉及超标排放"),
        ("发生时间", moment_text(event.began_at)),
        ("已采取措施", event.measure),
        ("报告人", event.reporter),
        ("收到时间", moment_text(event.received_at)),
        ("收到人", event.entered_name),
        ("已转办", routed),
        ("恢复正常", moment_text(event.restored_at)),
    )
    return Receipt(
        event.number,
        event.facility.name,
        event.facility.number,
        tuple((name, text) for name, text in rows if text),
        moment_text(event.received_at),
        f"《{plan.title}》（{plan.status}）{law.clause('plan:9.2').label}",
        f"{QR}:{event.public_id}",
    )


def as_typst(form: Receipt, mark: str) -> dict[str, Any]:
    """What the template reads."""
    return {
        "title": TITLE,
        "number": form.number,
        "unit": form.unit,
        "permit": form.permit,
        "rows": [list(row) for row in form.rows],
        "received": form.received,
        "basis": form.basis,
        "note": NOTE,
        "qr": qr_svg(form.code),
        "mark": mark,
    }
