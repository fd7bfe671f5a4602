"""完整性：必填项空白或只写“/”“无”，数值全部为零."""

from collections.abc import Iterator
from functools import cache

from postpermit import law
from postpermit.law import Field
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import FORMAL, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.completeness import AMOUNTS, MEDIA
from postpermit.supervision.rules.facts import LimitFacts
from postpermit.supervision.rules.reasons import excused, given, nothing, out_of_use, reasoned, stood_still

STATISTICS = ("air-concentration", "air-rate", "water-concentration")
RESULTS = ("min", "max", "mean")
PARTS = ("p1", "p2", "p3", "p4")
# SV-63 asks for what an abnormal event lacks.
ELSEWHERE = ("facility-abnormal",)
# Lists of quantities, and words on exceedance: / says that there was none. Only a blank is a fault there.
MAY_BE_NONE = {
    "production": ("name", "amount"),
    "facility-normal": ("amount",),
    "waste": ("produced", "transferred", "stored"),
    "tax": ("paid",),
    "fugitive": ("exceeded",),
    "air-amount": ("exceeded",),
    "water-amount": ("exceeded",),
}
# Readers of these know headings; elsewhere a column that nobody wrote is simply blank.
PRINTED = ("docx", "xlsx")
# Tables in which zeros throughout are no ordinary year.
COUNTED = (*STATISTICS, *AMOUNTS, "production", "facility-normal")
FIGURES: dict[str, tuple[str, ...]] = dict.fromkeys(AMOUNTS, ("total", *PARTS))
FIGURES |= dict.fromkeys(STATISTICS, ("count", *RESULTS))
FIGURES |= dict.fromkeys(("production", "facility-normal"), ("amount",))


@audit_rule(
    8,
    "hj944:6",
    "measures:37",
    kind=FORMAL,
    owner="APPROVAL",
    section="basic",
    dimension="完整性",
)
def required_blank(case: Case) -> Answer:
    """必填项没有填写，或整表数值全部为零。"""
    yield from _cover(case)
    for code, table in law.report_form().tables.items():
        if code in ELSEWHERE or not case.read.has(code):
            continue
        fields = _shown(case, code)
        for row in case.read.rows(code):
            lacking = [f for f in fields if nothing(row[f.code]) and _lacks(case, row, f.code)]
            if lacking and given(row) and not _explained(case, row):
                labels = "、".join(f.label for f in lacking)
                yield Found(
                    row[lacking[0].code],
                    "填写，或在备注中写明原因",
                    _named(row, table.title),
                    f"没有填写{labels}。",
                    section=table.section,
                )
        if code in COUNTED and case.read.kind == "ANNUAL" and (zero := _all_zero(case, code)):
            yield Found(
                zero,
                "如实填写；确为零的，写明原因",
                (table.title,),
                "整表数值全部为零。",
                section=table.section,
            )


def _cover(case: Case) -> Answer:
    if not case.read.cover:
        yield Gap("没有识别出封面")
        return
    for field in law.report_form().cover.values():
        if field.required and nothing(case.read[field.code]):
            cell = case.read[field.code]
            yield Found(
                Cell(cell.text, f"封面“{field.label}”"), "填写", ("封面", field.label), section="basic"
            )


@cache
def _required(code: str) -> tuple[Field, ...]:
    return tuple(f for f in law.report_form().tables[code].columns.values() if f.required)


def _shown(case: Case, code: str) -> list[Field]:
    """The required columns that the table has; another edition of the form may print fewer."""
    if case.read.source not in PRINTED:
        return list(_required(code))
    headed = {column for row in case.read.tables[code] for column in row.cells}
    return [f for f in _required(code) if f.code in headed]


def _lacks(case: Case, row: Row, code: str) -> bool:
    """Whether a required cell without content should have some."""
    cell = row[code]
    if code == "limit":
        return _limit_lacks(case, row)
    if row.table in STATISTICS:
        return _statistic_lacks(case, row, code)
    if row.table in AMOUNTS:
        return _amount_lacks(case, row, code)
    if row.table == "summary":
        return code == "changed" and not cell.bare and not nothing(row["value"])
    if row.table == "disclosure" and row["item"].bare.startswith("其他"):
        return False
    return not (cell.bare and code in MAY_BE_NONE.get(row.table, ()))


def _limit_lacks(case: Case, row: Row) -> bool:
    """A limit may be / where the permit has none; of a permit that nobody knows only a blank is told."""
    if case.permit is None or case.permit.limits is None:
        return not row["limit"].bare
    return any(_of_table(row.table, x) for x in case.limits.get((row.outlet, row.pollutant), ()))


def _of_table(table: str, limit: LimitFacts) -> bool:
    return limit.rate is not None if table == "air-rate" else limit.high is not None


def _statistic_lacks(case: Case, row: Row, code: str) -> bool:
    cell, limit = row[code], row["limit"].number
    if code == "exceeded":
        return not cell.bare or (limit is not None and row["max"].number is not None)
    if code == "rate":
        return row["exceeded"].number is not None and row["exceeded"].number != 0
    told = [row[each] for each in RESULTS if not nothing(row[each])]
    if code in RESULTS and row["count"].number == 1 and told:
        return False
    # A rate that the permit does not limit need not be measured.
    return bool(told) or row.table != "air-rate" or limit is not None or not cell.bare


def _amount_lacks(case: Case, row: Row, code: str) -> bool:
    bound = row["permitted"].number is not None or _amount_permitted(case, row)
    if code == "exceeded":
        return bound and not row[code].bare
    if code == "total" and row[code].bare:
        return bound or any(row[part].number is not None for part in PARTS)
    return True


def _amount_permitted(case: Case, row: Row) -> bool:
    return any(x.annual_amount is not None for x in case.limits.get((row.outlet, row.pollutant), ()))


def _explained(case: Case, row: Row) -> bool:
    """Whether the row, or the text on its table or outlet, says why there is nothing."""
    if any(reasoned(case, row[column]) for column in ("remark", "reason")) or stood_still(case):
        return True
    return out_of_use(case, row) or excused(case, row.table, MEDIA.get(row.table, ""))


def _named(row: Row, title: str) -> tuple[str, ...]:
    """Which row it is: outlet, pollutant and day, or the first words in it."""
    told = [row.outlet, row.pollutant, row["on"].bare]
    if not any(told):
        told = [cell.bare for cell in list(row.cells.values())[:3] if not nothing(cell)]
    return (title, *(word for word in told if word and word != "/"))


def _all_zero(case: Case, code: str) -> Cell | None:
    """The first figure of a table in which every row has figures and every figure is zero."""
    rows = list(case.read.rows(code))
    if len(rows) < case.value("audit.zeros.rows"):
        return None
    first = None
    for row in rows:
        cells = list(_figures(row, code))
        if not cells or any(cell.number != 0 for cell in cells):
            return None
        first = first or cells[0]
    return None if stood_still(case) or excused(case, code, MEDIA.get(code, "")) else first


def _figures(row: Row, code: str) -> Iterator[Cell]:
    yield from (row[column] for column in FIGURES[code] if not nothing(row[column]))
