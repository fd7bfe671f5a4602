"""What the forms of a case share: amounts, people, bases, documents to choose from."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.timezone import localdate

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.imposing import told_beside
from postpermit.enforcement.queries.case_standing import known_conduct
from postpermit.enforcement.rules.bases import readings
from postpermit.enforcement.rules.case_facts import Pause
from postpermit.enforcement.rules.punishment import Beside, PersonFine
from postpermit.enforcement.states import CaseRole
from postpermit.law.case_files import case_file_rows
from postpermit.office.models import Holding, Officer
from postpermit.office.standing import covers
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import Ask

PERSON = re.compile(r"(.{1,40}?)[\s：:，,]+([\d,，.]+)(?:\s*元)?")
PERSONS_HELP = "每人一行：职务或姓名，罚款元数，如 直接负责的主管人员 50000。"
GAPS = Ask(
    "gaps_why",
    "卷内缺文书的理由",
    "line",
    help="卷内缺什么见“卷内文书”。法律写明必须有的不能缺；其余本案确实没有的，写明理由后可以继续。",
    longest=200,
)
ON = Ask("on", "日期", "day", required=True)
FINE_HELP = "单位为元，可写到分；不罚款的填 0。"


def read_on(case: PenaltyCase) -> date:
    """The day of the door, which the view has put on the case."""
    day: date = getattr(case, "read_on", case.found_on)
    return day


def money(text: str, place: str) -> Decimal:
    """An amount in yuan, 30000 or 30,000.50. Refused where it is none."""
    try:
        found = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < 10**10 or found != found.quantize(Decimal("0.01")):
        raise Refused("金额请写成数字，单位元，最多两位小数，如 30000。", place=place)
    return found


def people_fined(text: str, place: str = "persons") -> tuple[PersonFine, ...]:
    """A line each: the post or name, then the amount in yuan; 无 for nobody."""
    lines = [row.strip() for row in text.splitlines() if row.strip() not in ("", "无")]
    out = []
    for row in lines:
        found = PERSON.fullmatch(row)
        if found is None:
            raise Refused("责任人员每行写职务或姓名和罚款元数，如：直接负责的主管人员 50000。", place=place)
        out.append(PersonFine(found[1].strip(), money(found[2], place)))
    return tuple(out)


def beside_of(case: PenaltyCase, typed: dict[str, Any]) -> Beside:
    """What the form of the basis says beside the fine."""
    times = asked_number(typed["times"] or "1", 1, 999)
    if times is None:
        raise Refused("次数请写成数字，如 3。", place="times")
    gains = money(typed["gains"], "gains") if typed["gains"] else None
    return Beside(times, people_fined(typed["persons"]), gains, typed["party"] or case.party)


def decided_of(case: PenaltyCase, typed: dict[str, Any]) -> Beside:
    """What the form of the decision says beside the fine: what is left blank is as the party was told."""
    told, people, gained = told_beside(case), typed.pop("persons"), typed.pop("gains")
    persons = people_fined(people) if people else told.persons
    return Beside(told.times, persons, money(gained, "gains") if gained else told.gains, told.party)


def inspectors(_: Any = None) -> list[tuple[str, str]]:
    """Certified officers of 执法大队."""
    held = Holding.objects.filter(covers(localdate()), post__division="ENFORCEMENT").values("officer")
    rows = Officer.objects.filter(pk__in=held, disabled_at__isnull=True).exclude(certificate="")
    return [(str(o.public_id), f"{o.name}（{o.certificate}）") for o in rows.order_by("pk")]


def officers_named(keys: list[str]) -> list[Officer]:
    """The officers of these public ids."""
    rows = {str(o.public_id): o for o in Officer.objects.filter(public_id__in=keys)}
    return [rows[k] for k in keys if k in rows]


def members_of(case: PenaltyCase) -> list[tuple[str, str]]:
    """Who investigates the case now."""
    rows = case.members.filter(role=CaseRole.INVESTIGATOR, to_on__isnull=True).order_by("pk")
    return [(str(m.pk), m.name) for m in rows]


def bases_of(case: PenaltyCase) -> list[tuple[str, str]]:
    """Every provision that is read for the conduct, with how it stands to the act and its range."""
    if not known_conduct(case.conduct):
        return []
    found = readings(case.conduct, case.act_from, case.act_to, read_on(case))
    return [(r.basis.clause, f"{r.basis.shown} · {r.when.label} · {fines(r.basis)}") for r in found.readings]


def fines(basis: Any) -> str:
    """一般 2万元以上20万元以下；情节严重 …."""
    return "；".join(f"{f.when} {f.shown}" for f in basis.fines) or "没有固定金额"


def circumstances_of(case: PenaltyCase) -> list[tuple[str, str]]:
    """Every circumstance that one of the provisions has a range for."""
    if not known_conduct(case.conduct):
        return []
    found = readings(case.conduct, case.act_from, case.act_to, read_on(case)).readings
    names = dict.fromkeys(f.when for r in found for f in r.basis.fines)
    return [(name, name) for name in names]


def open_pauses(case: PenaltyCase) -> list[tuple[str, str]]:
    """Pauses without an end."""
    rows = case.pauses.filter(to_on__isnull=True)
    return [(str(p.pk), f"{Pause(p.reason).label} {p.from_on} 起") for p in rows]


def excusable(_: Any) -> list[tuple[str, str]]:
    """Documents that a case may do without."""
    return [(r.code, r.label) for r in case_file_rows() if not r.confirmed]
