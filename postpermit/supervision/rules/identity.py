"""完整性：单位、统一社会信用代码、许可证、基本信息与许可证是否一致."""

import re
from datetime import timedelta
from typing import Any

from postpermit.register.states import ManagementClass
from postpermit.register.uscc import uscc_fault
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import (
    FORMAL,
    QUESTION,
    SUBSTANTIVE,
    Answer,
    Case,
    Found,
    Gap,
    audit_rule,
)
from postpermit.supervision.rules.facts import PermitFacts
from postpermit.supervision.rules.reasons import nothing
from postpermit.supervision.rules.wording import bare, dates_in

PLACE: dict[str, Any] = {"owner": "APPROVAL", "section": "basic", "dimension": "完整性"}
NO_PERMIT = Gap("没有许可证登记信息")
CODE_LENGTH = 18
# 某某有限公司(一期): one site in phases is one unit.
PHASE = re.compile(
    r"(?:\([^()]*[一二三四五六七八九十0-9]期[^()]*\)|[-—]*第?[一二三四五六七八九十0-9]+期(?:工程|项目)?)$"
)
REGION = re.compile(
    r"^(?:[^省市区县路街]{2,8}(?:省|自治区))?(?:[^省市区县路街]{2,8}市)?(?:[^省市区县路街]{2,8}[区县])?"
)
BRACKETS = re.compile(r"\([^()]*\)")
LIST = re.compile("[,、;/]")
INDUSTRY_CODE = re.compile(r"[A-Z]?([0-9]{2,4})")
VERSIONS = ("许可证版本", "排污许可证版本", "版本", "版本号", "许可证版本号")
CLASSES = ("管理类别", "排污许可管理类别", "许可证管理类别", "排污许可证管理类别")


@audit_rule(12, "hj944:6", "plan:5.2", kind=FORMAL, **PLACE)
def another_name(case: Case) -> Answer:
    """单位名称与许可证不一致。"""
    if case.permit is None:
        yield NO_PERMIT
        return
    known = {_name(name) for name in (case.permit.name, *case.permit.names)}
    for field, about in (("unit_name", "单位名称"), ("sealed_name", "盖章处")):
        cell = case.read[field]
        if not nothing(cell) and _name(cell.text) not in known:
            yield Found(cell, case.permit.name, (about,))


@audit_rule(13, "gb32100:4", "hj608:4", kind=FORMAL, **PLACE)
def wrong_credit_code(case: Case) -> Answer:
    """统一社会信用代码校验不符，或与许可证不一致。"""
    known = case.permit.number.upper()[:CODE_LENGTH] if case.permit else ""
    if not known:
        yield NO_PERMIT
    row = _summary(case).get("统一社会信用代码")
    number = case.read["permit_number"]
    stated = [(row["value"], True)] if row else []
    for cell, alone in [*stated, (number, False)]:
        code = cell.bare.upper()[:CODE_LENGTH]
        # Units without a credit code carry another prefix in their number: the permit's own is right by itself.
        if nothing(cell) or code == known:
            continue
        if fault := uscc_fault(cell.bare.upper() if alone else code):
            yield Found(cell, known or "校验位正确的十八位代码", (cell.place,), fault)
        elif alone and known:
            yield Found(cell, known, (cell.place,), "统一社会信用代码与许可证不一致。")


@audit_rule(14, "hj608:4", "plan:5.2", kind=FORMAL, **PLACE)
def another_permit(case: Case) -> Answer:
    """许可证编号或版本不是该时段有效的许可证。"""
    if case.permit is None:
        yield NO_PERMIT
        return
    cell = case.read["permit_number"]
    if not nothing(cell) and cell.bare.upper() != bare(case.permit.number).upper():
        yield Found(cell, case.permit.number)
    row = next((r for label, r in _summary(case).items() if label in VERSIONS), None)
    if row is None or nothing(row["value"]):
        return
    if not case.permit.version:
        yield Gap("登记信息中没有许可证版本")
    elif not _same_version(row["value"].bare, bare(case.permit.version)):
        yield Found(row["value"], case.permit.version, ("版本",))


@audit_rule(15, "regulation:14", "measures:26", kind=SUBSTANTIVE, **PLACE)
def changed_without_filing(case: Case) -> Answer:
    """法定代表人、地址或名称与许可证不一致，可能未按期变更。"""
    permit = case.permit
    if permit is None:
        yield NO_PERMIT
        return
    if _change_in_time(case, permit):
        return
    rows = _summary(case)
    told = {label: row["value"] for label, row in rows.items() if not nothing(row["value"])}
    days = case.value("audit.change.days")
    yield from _person(case, permit, told.get("法定代表人"), days)
    address, name = told.get("生产经营场所地址"), told.get("单位名称")
    if address and not permit.address:
        yield Gap("登记信息中没有生产经营场所地址")
    elif address and not _same_place(address.bare, bare(permit.address)):
        yield Found(address, _as_filed(permit.address, days), ("生产经营场所地址",))
    if name and _name(name.text) not in {_name(n) for n in (permit.name, *permit.names)}:
        yield Found(name, _as_filed(permit.name, days), ("单位名称",))


@audit_rule(16, "regulation:13", "plan:5.2", kind=QUESTION, **PLACE)
def another_industry_or_class(case: Case) -> Answer:
    """行业类别或管理类别与许可证不一致。"""
    if case.permit is None:
        yield NO_PERMIT
        return
    rows = _summary(case)
    if (row := rows.get("行业类别")) and not nothing(row["value"]):
        yield from _industry(row["value"], case.permit.industry)
    row = next((r for label, r in rows.items() if label in CLASSES), None)
    said = next((c for c in ManagementClass if row and c.label[:2] in row["value"].bare), None)
    if row is None or said is None:
        return
    known = next((c for c in ManagementClass if case.permit.management_class in (c.value, c.label)), None)
    if known is None:
        yield Gap("登记信息中没有管理类别")
    elif said is not known:
        yield Found(row["value"], known.label, ("管理类别",))


def _summary(case: Case) -> dict[str, Row]:
    """表1-1 by the bare name of its item, a remark in brackets left out."""
    if "identity.summary" not in case.memo:
        held: dict[str, Row] = {}
        for row in case.read.rows("summary"):
            held.setdefault(BRACKETS.sub("", row["content"].bare).rstrip(":"), row)
        case.memo["identity.summary"] = held
    rows: dict[str, Row] = case.memo["identity.summary"]
    return rows


def _name(text: str) -> str:
    """A unit's name in one width, without the phase of its site."""
    return PHASE.sub("", bare(text))


def _same_version(stated: str, known: str) -> bool:
    """2023-03-01 and 2023年3月1日 are one version; so is a part of the words."""
    if stated in known or known in stated:
        return True
    days = set(dates_in(stated))
    return bool(days) and days <= set(dates_in(known))


def _change_in_time(case: Case, permit: PermitFacts) -> bool:
    """Whether a change is known whose filing came, or may still come, in time."""
    if permit.changed_on is None:
        return False
    last = permit.changed_on + timedelta(days=case.value("audit.change.days"))
    return (permit.change_filed_on or case.on) <= last


def _as_filed(known: str, days: int) -> str:
    return f"{known}；有变化的，变化后{days}日内申请变更"


def _person(case: Case, permit: PermitFacts, in_table: Cell | None, days: int) -> Answer:
    cover, known = case.read["legal_representative"], bare(permit.legal_representative)
    told = [cell for cell in (cover, in_table) if cell and not nothing(cell)]
    if told and not known:
        yield Gap("登记信息中没有法定代表人")
        return
    differing = [cell for cell in told if known not in cell.bare]
    for cell in differing:
        # The cover also takes the person in charge: beside a table that agrees, it is only a question.
        kind = QUESTION if len(differing) < len(told) else SUBSTANTIVE
        yield Found(cell, _as_filed(permit.legal_representative, days), ("法定代表人", cell.place), kind=kind)


def _same_place(stated: str, known: str) -> bool:
    """Addresses without province, city and district; one may say more than the other."""
    one, other = (REGION.sub("", BRACKETS.sub("", text)) for text in (stated, known))
    return one in other or other in one


def _industry(cell: Cell, known: str) -> Answer:
    if not known:
        yield Gap("登记信息中没有行业类别")
        return
    stated_names, stated_codes = _industries(cell.bare)
    names, codes = _industries(bare(known))
    if stated_codes and codes and _any_within(stated_codes, codes):
        return
    if stated_names and names:
        if not _any_within(stated_names, names):
            yield Found(cell, known, ("行业类别",))
    elif stated_codes and codes:
        yield Found(cell, known, ("行业类别",))
    else:
        yield Gap("行业类别一处是名称、一处是代码，不能比较")


def _industries(text: str) -> tuple[list[str], list[str]]:
    """Names and codes of a list of industries: C3360金属表面处理及热处理加工, 锅炉."""
    parts = [part for part in LIST.split(text) if part]
    names = [INDUSTRY_CODE.sub("", BRACKETS.sub("", part)) for part in parts]
    return [name for name in names if name], INDUSTRY_CODE.findall(text)


def _any_within(some: list[str], others: list[str]) -> bool:
    return any(a in b or b in a for a in some for b in others)
