"""导入抽取结果: a draw that was made in the city's own system. There is nothing to compute again, and the page says so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit.planning.models import Draw, DrawnUnit, YearPlan
from postpermit.planning.operations.waiting import rehang
from postpermit.planning.queries.unit_lists import UnreadableUnits, units_in
from postpermit.planning.rules.strata import PURPOSES, UNITS, Stratum, quarter_days
from postpermit.planning.states import DrawnRole, DrawState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused


class UnableToImportDraw(Refused):
    """The file names no units, unknown ones, or units of another class; or the quarter has its draw."""


@transaction.atomic
def import_draw(
    *,
    plan: YearPlan,
    stratum: Stratum | str,
    quarter: str,
    source: str,
    name: str,
    data: bytes,
    table: Sequence[Sequence[Any]],
    by: Actor,
    at: datetime,
) -> Draw:
    """Take the selected units from a list with numbers or names. Either every row is known, or nothing is taken."""
    plan = YearPlan.objects.select_for_update().get(pk=plan.pk)
    _refuse_unfit(plan, stratum, quarter, source)
    try:
        units = units_in(table, UNITS[Stratum(stratum)][0])
    except UnreadableUnits as error:
        raise UnableToImportDraw(str(error), place="file") from error
    made = _create(plan, Stratum(stratum), quarter, source.strip(), len(units), by, at)
    DrawnUnit.objects.bulk_create(
        [
            DrawnUnit(draw=made, facility=unit, rank=rank, probability="", role=DrawnRole.SELECTED)
            for rank, unit in enumerate(units, 1)
        ],
        batch_size=500,
    )
    attach(subject=made, name=name, data=data, note="抽取结果原表", by=by, at=at)
    facts = {"quarter": quarter, "stratum": str(stratum), "source": made.imported_from, "units": len(units)}
    record(
        "import", label="导入抽取结果", subjects=[made, plan], by=by, at=at, clause="plan:6.1", facts=facts
    )
    rehang(made, by=by, at=at)
    return made


def _refuse_unfit(plan: YearPlan, stratum: str, quarter: str, source: str) -> None:
    if stratum not in UNITS:
        raise UnableToImportDraw("只能导入检查对象或执法监测对象的抽取结果。", place="stratum")
    try:
        first, _ = quarter_days(quarter)
    except ValueError as error:
        raise UnableToImportDraw("请选择季度。", place="quarter") from error
    if first.year != plan.year:
        raise UnableToImportDraw(f"季度不在 {plan.year} 年计划内。", place="quarter")
    if not source.strip() or len(source.strip()) > 64:
        raise UnableToImportDraw("请写明在哪个系统抽取（不超过 64 字）。", place="source")
    if (
        Draw.objects.filter(plan=plan, stratum=stratum, quarter=quarter)
        .exclude(state=DrawState.ABORTED)
        .exists()
    ):
        raise UnableToImportDraw("这一范围本季度已封存或已抽取，不能再导入。", place="quarter")


def _create(
    plan: YearPlan, stratum: Stratum, quarter: str, source: str, n: int, by: Actor, at: datetime
) -> Draw:
    earlier = Draw.objects.filter(plan=plan, stratum=stratum, quarter=quarter).count()
    try:
        with transaction.atomic():
            return Draw.objects.create(
                state=DrawState.DRAWN, plan=plan, purpose=PURPOSES[stratum], stratum=stratum, quarter=quarter,
                attempt=earlier + 1, n=n, total=n, register_on=localdate(at), frozen_at=at, frozen_name=by.signature,
                drawn_at=at, drawn_name=by.signature, imported_from=source,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnableToImportDraw(
            "这一范围本季度已由他人封存或导入，请刷新后查看。", place="quarter"
        ) from error
