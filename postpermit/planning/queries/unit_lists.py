"""Units named in a spreadsheet of another system, by permit or registration number or by name."""

from collections.abc import Iterable, Sequence
from typing import Any

from postpermit.register.models import Facility
from postpermit.trail.errors import Refused

NUMBERS = ("编号", "许可证编号", "排污许可证编号", "登记编号", "排污登记编号", "单位编号")
NAMES = ("单位名称", "企业名称", "检查对象", "检查对象名称", "排污单位", "排污单位名称", "名称", "单位")
MOST = 5000


class UnreadableUnits(Refused):
    """No column of units, no unit, one that is not known, or one that stands twice."""


def units_in(table: Sequence[Sequence[Any]], management_class: str) -> list[Facility]:
    """The units in the order of the list, all of one class. Raises ``UnreadableUnits`` naming the rows."""
    rows = _rows(table)
    by_number, by_name = _known(rows)
    found: list[Facility] = []
    seen: set[int] = set()
    faults: list[str] = []
    for line, number, name in rows:
        named = by_name.get(name, [])
        unit = by_number.get(number) or (named[0] if len(named) == 1 else None)
        if unit is None:
            many = "，同名的不止一家，请写编号" if len(named) > 1 else ""
            faults.append(f"第 {line} 行 {name or number}{many}")
        elif unit.management_class != management_class:
            faults.append(f"第 {line} 行 {unit.name}，是{unit.get_management_class_display()}单位")
        elif unit.pk in seen:
            faults.append(f"第 {line} 行 {unit.name}，重复")
        else:
            found.append(unit)
            seen.add(unit.pk)
    if faults:
        more = f"等 {len(faults)} 行" if len(faults) > 5 else ""
        raise UnreadableUnits(
            f"有单位对不上一企一档，没有导入：{'；'.join(faults[:5])}{more}。", place="file"
        )
    return found


def _rows(table: Sequence[Sequence[Any]]) -> list[tuple[int, str, str]]:
    """(line, number, name) of every row that names a unit."""
    for at, header in enumerate(table[:8]):
        bare = ["".join(str(h or "").split()) for h in header]
        number = next((n for n, text in enumerate(bare) if text in NUMBERS), None)
        name = next((n for n, text in enumerate(bare) if text in NAMES), None)
        if number is not None or name is not None:
            rows = [
                (line, _cell(r, number).upper(), _cell(r, name))
                for line, r in enumerate(table[at + 1 :], at + 2)
            ]
            kept = [r for r in rows if r[1] or r[2]]
            if not kept or len(kept) > MOST:
                raise UnreadableUnits(f"表里没有单位，或者超过 {MOST} 行。", place="file")
            return kept
    raise UnreadableUnits("没有找到“编号”或“单位名称”列。", place="file")


def _cell(row: Sequence[Any], at: int | None) -> str:
    return "" if at is None or at >= len(row) or row[at] is None else str(row[at]).strip()


def _known(rows: Iterable[tuple[int, str, str]]) -> tuple[dict[str, Facility], dict[str, list[Facility]]]:
    numbers, names = sorted({r[1] for r in rows} - {""}), sorted({r[2] for r in rows} - {""})
    by_number: dict[str, Facility] = {}
    by_name: dict[str, list[Facility]] = {}
    for start in range(0, len(numbers), 400):
        by_number |= {f.number: f for f in Facility.objects.filter(number__in=numbers[start : start + 400])}
    for start in range(0, len(names), 400):
        for unit in Facility.objects.filter(name__in=names[start : start + 400]):
            by_name.setdefault(unit.name, []).append(unit)
    return by_number, by_name
