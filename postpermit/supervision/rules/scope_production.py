"""合规性：设施、产品、原辅料和燃料与许可证是否一致."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.amounts_in_units import in_smallest
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
from postpermit.supervision.rules.facts import SubstanceFacts
from postpermit.supervision.rules.permitted import title_of
from postpermit.supervision.rules.sentences import STOPPED, sentences_of
from postpermit.supervision.rules.units import plain_unit, shown_number
from postpermit.supervision.rules.wording import bare

FACILITY_CELLS = {"facility-normal": "code", "facility-abnormal": "facility", "air-exceedance": "facility"}
FACILITY = re.compile(r"((?:MF|TA|TW|TS|TN)\d{3,5})(?:[-~—至]+((?:MF|TA|TW|TS|TN)?\d{3,5}))?")
# Treatment of gas and water has lines in the table of every year; stores of waste and the like need not.
REPORTED_EVERY_YEAR = ("TA", "TW")
PRODUCT, MATERIAL, FUEL = "PRODUCT", "MATERIAL", "FUEL"
WORDS = {PRODUCT: "产品", MATERIAL: "原辅料", FUEL: "燃料"}
RECORDS = (
    ("产品", PRODUCT),
    ("生产规模", PRODUCT),
    ("原料", MATERIAL),
    ("辅料", MATERIAL),
    ("能源", FUEL),
    ("燃料", FUEL),
)
KINDS = (("PRODUCT", PRODUCT), ("产品", PRODUCT), ("FUEL", FUEL), ("燃料", FUEL), ("能源", FUEL), ("MATERIAL", MATERIAL),
         ("原料", MATERIAL), ("辅料", MATERIAL), ("原辅", MATERIAL))  # fmt: skip
# Lines that name no substance of a permit; among energy also what is bought as power, heat and steam.
NO_SUBSTANCE = re.compile(
    r"新鲜水|自来水|用水|取水|硫分|灰分|挥发分|热值|含硫[量率]|含水[量率]|水分|负荷|时间|合计|总计|不适用|生产能力$|设计能力$"
)
NO_FUEL = re.compile(r"电|蒸汽|热力|水")
BRACKETS = re.compile(r"\([^)]*\)")
ENDINGS = re.compile(r"(?:年)?(?:用量|使用量|消耗量|耗用量|耗量|产量|生产量|消耗)$")


@audit_rule(
    24,
    "regulation:15",
    "plan:a3.4.2",
    "code:1104",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="facilities",
    dimension="合规性",
)
def facility_beyond_the_permit(case: Case) -> Answer:
    """设施编号与许可证载明的设施不一致。"""
    told = list(_facilities_told(case))
    equipment = case.permit.equipment if case.permit else None
    if told and equipment is None:
        yield Gap("登记信息中没有生产设施和治理设施")
    if equipment is None:
        return
    known = {item.code.upper() for item in equipment}
    makes = any(code.startswith("MF") for code in known)
    seen: set[str] = set()
    for cell, code in told:
        if code.startswith("MF") and not makes:
            yield Gap("登记信息中没有生产设施")
        elif code not in known and code not in seen:
            yield Found(cell, "许可证载明的设施编号", (code,))
        seen.add(code)
    yield from _facilities_left_out(case, known - seen)


def _facilities_told(case: Case) -> Iterator[tuple[Cell, str]]:
    """Every facility code in the tables with its cell; a span of codes is all of them. Names alone are not compared."""
    for table, column in FACILITY_CELLS.items():
        for row in case.read.rows(table):
            for found in FACILITY.finditer(row[column].bare.upper()):
                for code in _span(found[1], found[2] or ""):
                    yield row[column], code


def _span(first: str, last: str) -> list[str]:
    digits = last[-3:] if last else ""
    if not digits or not first[-3:] < digits:
        return [first]
    return [f"{first[:-3]}{number:03d}" for number in range(int(first[-3:]), int(digits) + 1)]


def _facilities_left_out(case: Case, missing: Iterable[str]) -> Iterator[Found]:
    cells = [row["code"] for row in case.read.rows("facility-normal")]
    # A table that tells facilities by name cannot be compared by code.
    if not cells or case.read.stopped or not all(FACILITY.search(cell.bare.upper()) for cell in cells):
        return
    for code in sorted(code for code in missing if code.startswith(REPORTED_EVERY_YEAR)):
        if not any(code in s.bare.upper() and any(w in s.bare for w in STOPPED) for s in sentences_of(case)):
            # Left out of the table is a matter of filling in; what runs without a permit is more.
            place = Cell("", title_of("facility-normal"))
            yield Found(place, f"填报 {code} 的运行情况", (code,), kind=FORMAL, found="未填报")


@dataclass(frozen=True)
class _Line:
    """A line of production: its row, which kind of substance, and its name without 用量 and the like."""

    row: Row
    kind: str
    name: str


def _lines(case: Case) -> list[_Line]:
    if "lines-of-production" not in case.memo:
        found = (_line(row) for row in case.read.rows("production"))
        case.memo["lines-of-production"] = [line for line in found if line]
    return case.memo["lines-of-production"]


def _line(row: Row) -> _Line | None:
    record, written = row["record"].bare, row["name"].bare
    kind = next((meant for word, meant in RECORDS if word in record), "")
    if not kind or row["name"].empty or NO_SUBSTANCE.search(written):
        return None
    return None if kind == FUEL and NO_FUEL.search(written) else _Line(row, kind, _name(written))


def _name(text: str) -> str:
    return ENDINGS.sub("", BRACKETS.sub("", bare(text))).replace("煤炭", "煤")


def _kind(substance: SubstanceFacts) -> str:
    return next((meant for word, meant in KINDS if word in substance.kind.upper()), "")


def _alike(one: str, other: str) -> bool:
    """天然气 and 管道天然气, 煤 and 原煤, never 煤 and 煤气."""
    short, long = sorted((one, other), key=len)
    return bool(short) and (short == long or (short in long if len(short) > 1 else long.endswith(short)))


def _permitted(line: _Line, substances: Iterable[SubstanceFacts]) -> list[SubstanceFacts]:
    """The permit's lines for it: of the same name, failing that of a name that contains the other."""
    held = list(substances)
    same = [s for s in held if _name(s.name) == line.name]
    return same or [s for s in held if _alike(_name(s.name), line.name)]


@audit_rule(
    25,
    "regulation:15",
    "regulation:13",
    kind=QUESTION,
    owner="POLLUTION",
    section="basic",
    dimension="合规性",
)
def substance_beyond_the_permit(case: Case) -> Answer:
    """产品、原辅料或燃料的种类不在许可证之内。"""
    lines = [line for line in _lines(case) if line.row["amount"].number != 0]
    substances = case.permit.substances if case.permit else None
    if lines and substances is None:
        yield Gap("登记信息中没有产品、原辅料和燃料")
        return
    seen: set[tuple[str, str]] = set()
    for line in lines:
        about = (WORDS[line.kind], line.name)
        if about in seen or line.row["amount"].empty or _permitted(line, substances or ()):
            continue
        seen.add(about)
        if substances and line.kind != FUEL and not any(_kind(s) in (line.kind, "") for s in substances):
            # No permit is without products and materials; many are without fuel.
            yield Gap(f"登记信息中没有{WORDS[line.kind]}")
            continue
        # Another fuel means other pollutants: more than a question.
        listed = "、".join(s.name for s in substances or () if _kind(s) in (line.kind, "")) or "无"
        kind = SUBSTANTIVE if line.kind == FUEL else None
        yield Found(line.row["name"], f"许可证载明的{WORDS[line.kind]}：{listed}", about, kind=kind)


@audit_rule(
    26,
    "regulation:15",
    "regulation:13",
    kind=QUESTION,
    owner="POLLUTION",
    section="basic",
    dimension="合规性",
)
def beyond_the_capacity(case: Case) -> Answer:
    """产量或用量超过许可证载明的数量。"""
    lines = [line for line in _lines(case) if line.row["amount"].number]
    substances = case.permit.substances if case.permit else None
    if lines and substances is None:
        yield Gap("登记信息中没有产品、原辅料和燃料的数量")
    if substances is None or case.read.kind != "ANNUAL":
        return
    sums: dict[tuple[str, str], list[_Line]] = {}
    for line in lines:
        sums.setdefault((line.row["record"].bare, line.name), []).append(line)
    for held in sums.values():
        yield from _against_capacity(case, held, _permitted(held[0], substances))


def _against_capacity(case: Case, lines: list[_Line], permitted: list[SubstanceFacts]) -> Answer:
    """Lines of one substance, of every unit of the plant, against all that is permitted of it."""
    name = lines[0].name
    capacities = [(s.capacity, s.unit) for s in permitted if s.capacity is not None]
    if not capacities:  # that the permit lacks it is rule 25's business
        if permitted:
            yield Gap(f"登记信息中没有{name}的数量")
        return
    used = _sum((line.row["amount"].number or Decimal(), _measure(line.row)) for line in lines)
    allowed = _sum(capacities)
    if used is None or allowed is None or used[0] != allowed[0] or not allowed[1]:
        yield Gap(f"{name}的计量单位与登记的不同，不能比较")
        return
    share = used[1] / allowed[1] - 1
    if share > case.value("audit.capacity.tolerance"):
        # Grown by this much it is no longer a fluctuation: the unit should have applied anew.
        grave = share > case.value("audit.capacity.grave")
        total = "、".join(line.row["amount"].text for line in lines)
        expected = "、".join(f"{shown_number(amount)} {unit}" for amount, unit in capacities)
        yield Found(
            lines[-1].row["amount"],
            f"不超过 {expected}",
            (name, lines[0].row["record"].bare),
            kind=SUBSTANTIVE if grave else None,
            found=f"{total} {lines[-1].row['measure'].text}".strip(),
        )


def _measure(row: Row) -> str:
    return row["measure"].text if not row["measure"].empty else row["amount"].unit


def _sum(amounts: Iterable[tuple[Decimal, str]]) -> tuple[str, Decimal] | None:
    """(what is measured, the sum); None where units are missing or of different kinds."""
    found = [in_smallest(amount, plain_unit(unit)) for amount, unit in amounts]
    kinds = {each[0] for each in found if each}
    if None in found or len(kinds) != 1:
        return None
    return kinds.pop(), sum((each[1] for each in found if each), Decimal())
