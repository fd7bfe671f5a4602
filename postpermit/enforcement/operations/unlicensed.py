"""无证单位: a unit found on site without permit or registration becomes a register entry of its own kind, and a finding."""

from datetime import datetime

from django.db import transaction

from postpermit.enforcement.models import Visit, VisitFinding
from postpermit.enforcement.operations.findings import add_finding
from postpermit.register.models import Facility
from postpermit.register.operations import edit_facility, enter_unlisted_unit
from postpermit.trail.actors import Actor

CONDUCT = "no-permit"


@transaction.atomic
def register_unlicensed(
    *,
    name: str,
    address: str,
    street: str = "",
    industry_code: str = "",
    industry_name: str = "",
    uscc: str = "",
    legal_representative: str = "",
    phone: str = "",
    found: str = "",
    again: bool = False,
    visit: Visit | None = None,
    by: Actor,
    at: datetime,
) -> tuple[Facility, VisitFinding | None]:
    """Enter the unit as 未纳入; met on a visit, it is a finding of that visit as well. Which class it should have is judged later."""
    unit = enter_unlisted_unit(
        name=name,
        address=address,
        uscc=uscc,
        street=street,
        industry_name=industry_name,
        legal_representative=legal_representative,
        phone=phone,
        again=again,
        by=by,
        at=at,
    )
    if industry_code.strip():
        edit_facility(facility=unit, given={"industry_code": industry_code}, by=by, at=at)
    if visit is None:
        return unit, None
    told = found.strip() or "现场从事生产经营活动，未见排污许可证或排污登记。"
    finding = add_finding(
        visit=visit,
        facility=unit,
        text=f"{unit.name}（{unit.address}）：{told}",
        conduct=CONDUCT,
        clause="plan:6.1",
        by=by,
        at=at,
    )
    return unit, finding
