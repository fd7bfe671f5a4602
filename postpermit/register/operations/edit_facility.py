"""维护单位信息: entering a unit outside the catalogue, and editing fields by who owns them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.register.cells import Faulty, narrow, read, text_of
from postpermit.register.columns import SHEETS, UNITS
from postpermit.register.models import Facility, FieldProposal
from postpermit.register.queries.same_unit import bare, known_units, lives
from postpermit.register.rules import is_proposal, owner_of
from postpermit.register.search import search_text
from postpermit.register.states import ManagementClass, ProposalState
from postpermit.register.uscc import uscc_fault
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

# The permit's own dates, class and state change by an event or an import, never by typing over them.
EDITABLE = tuple(
    c
    for c in SHEETS[UNITS]
    if c.field not in {"number", "management_class", "status", "first_issued_on", "valid_from", "valid_to"}
)


class UnableToEditFacility(Refused):
    """A value cannot be read, or the unit may not be held here at all."""


@transaction.atomic
def enter_unlisted_unit(
    *,
    name: str,
    address: str,
    uscc: str = "",
    street: str = "",
    industry_name: str = "",
    legal_representative: str = "",
    phone: str = "",
    again: bool = False,
    by: Actor,
    at: datetime,
) -> Facility:
    """Enter a unit outside the catalogue (未纳入): for complaints, visits and filings; no periodic duty.

    ``again``: somebody looked, and it is another site of a firm that is known, or follows a unit that has ended.
    """
    uscc = narrow(uscc).upper()
    if any(holds_secret(text) for text in (name, address, industry_name)):
        raise UnableToEditFacility(SECRET_REFUSAL, place="name")
    if not name.strip():
        raise UnableToEditFacility("请填写单位名称。", place="name")
    if uscc and (fault := uscc_fault(uscc)):
        raise UnableToEditFacility(fault, place="uscc")
    _refuse_known(name, address, uscc, again)
    unit = Facility(
        name=name.strip(),
        uscc=uscc,
        address=address.strip(),
        street=street,
        industry_name=industry_name,
        legal_representative=legal_representative,
        phone=phone,
        management_class=ManagementClass.UNLISTED,
        provenance={"*": {"by": by.division, "on": localdate(at).isoformat()}},
    )
    unit.search_text = search_text(unit.name, "", uscc)
    unit.save()
    record(
        "enter-unlisted",
        label="登记未纳入单位",
        subjects=[unit],
        by=by,
        at=at,
        clause="plan:8.2",
        facts={"name": unit.name, **({"again": True} if again else {})},
    )
    return unit


def _refuse_known(name: str, address: str, uscc: str, again: bool) -> None:
    for unit in known_units(name, address, uscc):
        here = bare(unit.address) == bare(address)
        place = "uscc" if uscc and unit.uscc == uscc else "name"
        what = "统一社会信用代码" if place == "uscc" else "这个名称和地址"
        held = f"{what}已登记为“{unit.name}”（{ManagementClass(unit.management_class).label}"
        if lives(unit) and here:
            raise UnableToEditFacility(
                f"{held}），登记库中已有同名同址的单位，同一污染源不重复登记。" if place == "name"
                else f"{held}），地址相同，同一污染源不重复登记。", place=place)  # fmt: skip
        if not again:
            ended = "" if lives(unit) else "，已终止"
            why = "另一处生产经营场所" if lives(unit) else "新开的单位或者另一处场所"
            raise UnableToEditFacility(f"{held}{ended}）。核对后确是{why}的，请勾选确认。", place=place)


@transaction.atomic
def edit_facility(
    *, facility: Facility, given: Mapping[str, str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Take over typed values, field by field: (fields changed, proposals made). Empty clears nothing it does not own."""
    unit = Facility.objects.select_for_update().get(pk=facility.pk)
    today = localdate(at)
    changed: dict[str, list[str]] = {}
    proposals = 0
    for name, (current, new) in _differing(unit, given).items():
        if is_proposal(name, by.division, current, new):
            _propose(unit, name, current, new, by, at)
            proposals += 1
            continue
        setattr(unit, name, new)
        unit.provenance[name] = {"by": by.division, "on": today.isoformat()}
        changed[name] = [text_of(current), text_of(new)]
    if changed:
        unit.search_text = search_text(unit.name, unit.number, unit.uscc)
        unit.save()
    if changed or proposals:
        record(
            "edit",
            label="维护单位信息",
            subjects=[unit],
            by=by,
            at=at,
            clause="plan:8.2",
            facts={"changes": changed, "proposals": proposals},
        )
    facility.refresh_from_db()
    return len(changed), proposals


def _differing(unit: Facility, given: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    out: dict[str, tuple[Any, Any]] = {}
    for column in EDITABLE:
        if column.field not in given:
            continue
        typed = given[column.field].strip()
        if holds_secret(typed):
            raise UnableToEditFacility(SECRET_REFUSAL, place=column.field)
        try:
            new = read(column, typed) if typed else _empty(column.field)
        except Faulty as error:
            raise UnableToEditFacility(f"{column.header}{error}", place=column.field) from error
        if column.kind == "uscc" and typed and (fault := uscc_fault(str(new))):
            raise UnableToEditFacility(fault, place=column.field)
        if column.required and not typed and unit.management_class != ManagementClass.UNLISTED:
            raise UnableToEditFacility(f"{column.header}不能为空。", place=column.field)
        current = getattr(unit, column.field)
        if new != current:
            out[column.field] = (current, new)
    return out


def _empty(name: str) -> Any:
    found = Facility._meta.get_field(name)
    return None if found.null else found.get_default()  # type: ignore[union-attr]


def _propose(unit: Facility, name: str, current: Any, new: Any, by: Actor, at: datetime) -> None:
    FieldProposal.objects.update_or_create(
        facility=unit,
        field=name,
        proposed_by_id=by.division,
        state=ProposalState.OPEN,
        defaults={
            "current": text_of(current),
            "proposed": text_of(new),
            "proposed_on": localdate(at),
            "owner_id": owner_of(name),
        },
    )
