"""The way by hand: a sealed file from a device that cannot send is taken in at the desk, item by item."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.enforcement.operations.device_acts import take
from postpermit.enforcement.rules.device_act import UnreadableAct, read_act
from postpermit.enforcement.rules.sealed import LARGEST, SealedItem, UnreadableSeal, open_sealed
from postpermit.enforcement.rules.versions import Outcome
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.web.door import power


@dataclass(frozen=True)
class Row:
    """What became of one item."""

    number: int
    kind: str
    outcome: str
    reason: str
    tone: str


TONES = {Outcome.TAKEN: "success", Outcome.SET_ASIDE: "warning", Outcome.REFUSED: "danger"}


@power("enforcement.visit", "field", clauses=("plan:6.1",), methods=("GET", "POST"), title="导入现场封存文件")
def import_page(request: HttpRequest) -> HttpResponse:
    """Choose the file; afterwards every item with what became of it. The same file again does no harm.

    Only who wrote it takes it in: the evidence names him, and nobody speaks in his place.
    """
    rows: list[Row] = []
    fault = ""
    if request.method == "POST":
        by = request.standing.actor("ENFORCEMENT")  # type: ignore[attr-defined]
        file = request.FILES.get("file")
        try:
            if file is None or (file.size or 0) > LARGEST:
                raise UnreadableSeal("请选择现场端导出的封存文件。" if file is None else "文件过大。")
            items = open_sealed(file.read())
            rows = [_taken(n, item, by, request.now) for n, item in enumerate(items, 1)]  # type: ignore[attr-defined]
        except UnreadableSeal as error:
            fault = str(error)
    page = {"rows": rows, "fault": fault, "counts": _counts(rows)}
    return render(request, "field/import.html", page, status=422 if fault else 200)


def _taken(number: int, item: SealedItem, by: Actor, at: datetime) -> Row:
    try:
        kind = read_act(item.act).kind.label
    except UnreadableAct:
        kind = "读不出来"
    if item.fault:
        return Row(number, kind, Outcome.REFUSED.label, item.fault, TONES[Outcome.REFUSED])
    try:
        receipt = take(raw=item.act, data=item.data, carried=True, by=by, at=at)
    except Refused as error:
        return Row(number, kind, Outcome.REFUSED.label, str(error), TONES[Outcome.REFUSED])
    outcome = Outcome(receipt["outcome"])
    again = "先前已收下，没有重复生效" if receipt["duplicate"] else ""
    return Row(number, kind, outcome.label, receipt.get("reason", "") or again, TONES[outcome])


def _counts(rows: list[Row]) -> list[tuple[str, int]]:
    return [(o.label, n) for o in Outcome if (n := sum(row.outcome == o.label for row in rows))]
