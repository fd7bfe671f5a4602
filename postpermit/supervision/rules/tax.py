"""准确性：环境保护税缴纳情况与实际排放量."""

import re
from decimal import Decimal

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import QUESTION, Answer, Case, Found, audit_rule
from postpermit.supervision.rules.obligations import tonnes
from postpermit.supervision.rules.wording import said_in, says

AMOUNTS = ("air-amount", "water-amount")
MONEY = re.compile(r"\d[\d,.]*(?:万|千)?元")
NOT_TAXED = (
    "不缴",
    "未缴",
    "无需",
    "不需",
    "免征",
    "暂免",
    "免缴",
    "减免",
    "不涉及",
    "不适用",
    "不属于",
    "零申报",
    "起征",
    "不征",
)
YEARLY = ("合计", "总计", "全年", "年度")
Told = dict[str, list[Decimal]]


@audit_rule(
    76,
    "hj944:6",
    "plan:5.2",
    kind=QUESTION,
    owner="APPROVAL",
    section="tax",
    dimension="准确性",
)
def tax_does_not_fit(case: Case) -> Answer:
    """环境保护税金额缺失，或应税量与实际排放量不符。"""
    # Only the year's report has the chapter; where chapter and table are both absent that is for completeness.
    if case.read.kind != "ANNUAL":
        return
    rows = list(case.read.rows("tax"))
    text = said_in(case, "tax")
    if rows:
        yield from _unpaid(case, rows)
        yield from _other_amount(case, rows)
    elif text and not MONEY.search(text) and not any(w in text for w in NOT_TAXED) and not _elsewhere(case):
        chapter = case.read.chapters["tax"]
        yield Found(Cell(chapter.text.strip(), chapter.place), "写明应税污染物量和缴纳金额", ("缴纳金额",))


def _unpaid(case: Case, rows: list[Row]) -> Answer:
    """No row names a sum, and nothing says why. A single blank row is for the rules of completeness."""
    if any(row["paid"].number is not None for row in rows):
        return
    remarks = "".join(row["remark"].bare + row["paid"].bare for row in rows) + said_in(case, "tax")
    if not any(word in remarks for word in NOT_TAXED):
        yield Found(rows[0]["paid"], "写明缴纳金额或不缴纳的原因", ("缴纳金额",))


def _other_amount(case: Case, rows: list[Row]) -> Answer:
    tolerance = case.value("audit.tax.tolerance")
    reported = _reported(case)
    for pollutant, cells in _taxed(rows).items():
        known = [amount for amount in map(tonnes, cells) if amount is not None]
        if len(known) < len(cells) or pollutant not in reported:
            continue
        taxed, rounding = sum(known, Decimal(0)), sum(map(_half_a_digit, known), Decimal(0))
        if all(abs(taxed - t) > tolerance * max(taxed, t) + rounding for t in reported[pollutant]):
            total = reported[pollutant][0]
            yield Found(
                cells[0],
                f"与实际排放量 {total.normalize():f} t 相符",
                (pollutant,),
                found=f"应税污染物量合计 {taxed.normalize():f} t",
            )


def _taxed(rows: list[Row]) -> dict[str, list[Cell]]:
    """Pollutant → the amounts taxed in the year; rows that add up the year stand for those of the quarters."""
    names = law.pollutants()
    out: dict[str, list[Cell]] = {}
    yearly: dict[str, list[Cell]] = {}
    for row in rows:
        item = row["item"].bare
        pollutant = names.standard(item) or item
        kept = yearly if any(word in row["period"].bare for word in YEARLY) else out
        kept.setdefault(pollutant, []).append(row["amount"])
    return out | yearly


def _reported(case: Case) -> Told:
    """Pollutant → the year's amounts in t that the report itself gives: of the whole site, and added up by outlet.

    A pollutant with an amount in another unit, or without one that covers the site, is left out.
    """
    out: Told = {}
    sums: dict[str, Decimal] = {}
    partial: set[str] = set()
    for row in case.read.rows(*AMOUNTS):
        amount = _amount(row)
        if amount is None:
            partial.add(row.pollutant)
        else:
            sums[row.pollutant] = sums.get(row.pollutant, Decimal(0)) + amount
    for row in case.read.totals(*AMOUNTS):
        amount = _amount(row)
        if not row.whole_plant or amount is None:
            partial.add(row.pollutant)
        else:
            out.setdefault(row.pollutant, []).append(amount)
    for pollutant, total in sums.items():
        if pollutant not in partial:
            out.setdefault(pollutant, []).append(total)
    return out


def _amount(row: Row) -> Decimal | None:
    return None if "单位" in row["remark"].bare else tonnes(row["total"])


def _half_a_digit(number: Decimal) -> Decimal:
    """What writing the number with its decimals may have rounded away."""
    exponent = number.as_tuple().exponent
    return Decimal((0, (5,), exponent - 1)) if isinstance(exponent, int) else Decimal(0)


def _elsewhere(case: Case) -> bool:
    """A table that nobody knows, or an attachment, that has to do with the tax: then the sums may stand there."""
    unknown = ["".join((t.title, *(text for line in t.cells for text in line))) for t in case.read.unknown]
    return says(case, "缴税", "完税") or any(
        "税" in text for text in (*unknown, *(case.read.attachments or ()))
    )
