"""How different authors write the same thing: widths, units, blanks, dates, marks. A right report stays right."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from postpermit import law
from postpermit.supervision.invented.figures import rounded, shown
from postpermit.supervision.invented.written import Written

Line = dict[str, str]
STATISTICS = ("air-concentration", "water-concentration", "air-rate")
EMPTY_TABLES = ("/", "无", "不适用")
DAYS = (
    "{0}-{1:02d}-{2:02d}",
    "{0}年{1}月{2}日",
    "{0}/{1}/{2}",
    "{0}.{1:02d}.{2:02d}",
    "{0}年{1:02d}月{2:02d}日",
)
WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")


@dataclass(frozen=True)
class Author:
    """One person's habits, drawn once for a report."""

    nothing: str
    day: str
    not_exceeded: str
    fits: str
    span: str
    zero: str
    empty_row: str
    thousands: bool
    units: bool
    wide: bool
    padded: bool
    energy: bool
    no_carriers: bool
    group_totals: bool
    coarse_means: bool

    @classmethod
    def drawn(cls, rng: random.Random) -> "Author":
        """Every habit by itself."""
        return cls(
            rng.choice(("", "/", "—", "无")),
            rng.choice(DAYS),
            rng.choice(("否", "否", "未超标", "无超标", "不超标")),
            rng.choice(("是", "符合", "是，符合要求")),
            rng.choice(("{}-{}", "{}~{}", "{}～{}", "{}—{}")),
            rng.choice(("0", "0", "0%", "0.00")),
            rng.choice(("", "", *EMPTY_TABLES)),
            *(rng.random() < chance for chance in (0.2, 0.2, 0.1, 0.2, 0.2, 0.15, 0.3, 0.3)),
        )


def rewritten(rng: random.Random, written: Written) -> Written:
    """The same report by another hand; ``written`` is not touched."""
    made, author = written.copy(), Author.drawn(rng)
    for code, rows in made.tables.items():
        for row in rows:
            for change in CHANGES.get(code, ()):
                change(author, row)
            _blanks(author, code, row)
        if not rows and author.empty_row:
            rows.append(dict.fromkeys(law.report_form().tables[code].columns, author.empty_row))
    if author.no_carriers:
        _without_carriers(made)
    if author.group_totals:
        _group_totals(made)
    if author.wide:
        made.cover["unit_name"] = made.cover["unit_name"].replace("（", "(").replace("）", ")")
        made.cover["period"] = made.cover["period"].translate(WIDE)
    return made


def _blanks(author: Author, code: str, row: Line) -> None:
    """Columns that need not be filled, in the author's way of leaving them."""
    for column, field in law.report_form().tables[code].columns.items():
        if (
            not field.required
            and row.get(column, "") in ("", "/")
            and column in ("remark", "reason", "cause")
        ):
            row[column] = author.nothing


def _statistics(author: Author, row: Line) -> None:
    low, dash, high = row["limit"].partition("-")
    if dash:
        row["limit"] = author.span.format(low, high)
    elif author.units and row["pollutant"] not in ("臭气浓度", "林格曼黑度", "油气", "粪大肠菌群"):
        unit = "kg/h" if "cause" in row else "mg/L" if row["outlet"].startswith("DW") else "mg/m³"
        row["limit"] = f"{row['limit']}{unit}"
    if row["rate"] == "0":
        row["rate"] = author.zero
    if author.coarse_means and all(_plain(row[c]) for c in ("min", "mean", "max")) and "cause" not in row:
        low_mark, mean, high_mark = (Decimal(row[c]) for c in ("min", "mean", "max"))
        if low_mark <= mean <= high_mark:
            coarser = rounded(mean, max(0, -int(high_mark.as_tuple().exponent)))
            row["mean"] = shown(min(max(coarser, low_mark), high_mark))
    if author.wide:
        row["pollutant"] = f" {row['pollutant']} "
        row["count"] = row["count"].translate(WIDE)


def _fugitive(author: Author, row: Line) -> None:
    row["on"] = _day(author, row["on"])
    row["exceeded"] = author.not_exceeded if row["exceeded"] == "否" else row["exceeded"]


def _event(author: Author, row: Line) -> None:
    for column in ("from", "to"):
        if len(row[column]) == 16:
            row[column] = f"{_day(author, row[column][:10])} {row[column][11:]}"


def _amount(author: Author, row: Line) -> None:
    row["exceeded"] = author.not_exceeded if row["exceeded"] == "否" else row["exceeded"]
    for column in ("p1", "p2", "p3", "p4", "total"):
        if author.padded and "." in row.get(column, ""):
            row[column] += "0"
        row[column] = _thousands(author, row[column]) if column in row else ""
        if not row[column]:
            del row[column]
    if "合计" in row["type"]:
        row["outlet"] = row["outlet_name"] = author.nothing
    if author.wide:
        row["outlet"] = row.get("outlet", "").lower()


def _quantity(author: Author, row: Line) -> None:
    if author.energy and row.get("measure") == "kWh" and _plain(row["amount"]):
        row["amount"], row["measure"] = shown(Decimal(row["amount"]) / 10_000), "万kWh"
    if author.wide and row.get("measure") == "t":
        row["measure"] = "吨"
    row["amount"] = _thousands(author, row["amount"])


def _fits(author: Author, row: Line) -> None:
    row["fits"] = author.fits if row["fits"] == "是" else row["fits"]


def _without_carriers(made: Written) -> None:
    """Many reports do not tell how much gas and water carried it."""
    for code in ("air-amount", "water-amount"):
        if code in made.tables:
            made.tables[code] = [
                r for r in made.tables[code] if r.get("pollutant") not in ("工业废气排放量", "流量")
            ]


def _group_totals(made: Written) -> None:
    """Totals by kind of outlet before that of the plant, where one kind has them all."""
    for code in ("air-amount", "water-amount"):
        rows = made.tables.get(code, [])
        kinds = {r["type"] for r in rows if "合计" not in r["type"]}
        if len(kinds) != 1 or not kinds <= {"主要排放口", "一般排放口"}:
            continue
        totals = [r for r in rows if r["type"] == "全厂合计"]
        at = len(rows) - len(totals)
        made.tables[code] = (
            rows[:at] + [r | {"type": f"{next(iter(kinds))}（合计）"} for r in totals] + totals
        )


def _day(author: Author, text: str) -> str:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return author.day.format(year, int(month), int(day)) if day.isdigit() else text


def _thousands(author: Author, text: str) -> str:
    return f"{Decimal(text):,}" if author.thousands and _plain(text) and Decimal(text) >= 1000 else text


def _plain(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and text.isascii()


CHANGES: dict[str, tuple[Callable[[Author, Line], None], ...]] = {
    **dict.fromkeys(STATISTICS, (_statistics,)),
    "fugitive": (_fugitive,),
    "facility-abnormal": (_event,),
    "air-amount": (_amount,),
    "water-amount": (_amount,),
    "production": (_quantity,),
    "facility-normal": (_quantity,),
    "disclosure": (_fits,),
}
