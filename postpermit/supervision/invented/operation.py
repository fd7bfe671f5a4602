"""Tables of production, facilities, waste and tax of an invented annual report."""

import random
from datetime import date
from decimal import Decimal

from postpermit.supervision.invented.amounts import split
from postpermit.supervision.invented.figures import rounded, shown
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.trades import AIR, WATER
from postpermit.supervision.invented.years import Year, year_of

# kg of a pollutant in one unit of tax, and yuan per unit; only gas is taxed here, water goes to the sewage works.
TAXED = {"氮氧化物": ("0.95", "8.55"), "颗粒物": ("4", "1.2"), "氯化氢": ("10.75", "1.2")}


def production(holder: Holder, year: int) -> list[dict[str, str]]:
    """表2-1: materials, energy, hours and load, output, water."""
    made = year_of(holder, year)
    hours, whole = sum(made.hours), (date(year + 1, 1, 1) - date(year, 1, 1)).days * 24
    unit = f"{holder.trade.making[0][1]}（{holder.trade.making[0][0]}）"
    rows = [
        _row(unit, group, name, shown(sum(made.stuff[name])), measure)
        for group, name, measure, amount in holder.trade.stuff
        if amount
    ]
    for code, name in holder.trade.making:
        each = f"{name}（{code}）"
        rows += [
            _row(each, "运行时间和生产负荷", "正常运行时间", str(hours), "h"),
            _row(each, "运行时间和生产负荷", "非正常运行时间", "0", "h"),
            _row(each, "运行时间和生产负荷", "停产时间", str(whole - hours), "h"),
            _row(each, "运行时间和生产负荷", "生产负荷", _load(made), "%"),
        ]
    rows += _water(holder, made, unit)
    rows.append(_row("全厂", "全年生产负荷", "生产负荷", _load(made), "%"))
    return rows


def _load(made: Year) -> str:
    return shown(rounded(made.load * 100 if any(made.hours) else 0, 1))


def _water(holder: Holder, made: Year, unit: str) -> list[dict[str, str]]:
    out = [sum(made.volume[m.code]) for m in holder.mouths if m.kind == WATER]
    discharged = sum(made.volume["DW001"]) if out else Decimal()
    rows = []
    if any(name == "工业新鲜水" for _, name, *_ in holder.trade.stuff):
        taken = sum(out, Decimal()) * Decimal("1.2") or Decimal(250 * sum(1 for h in made.hours if h))
        rows.append(_row(unit, "取排水", "工业新鲜水", shown(rounded(taken, 0)), "t"))
    if out:
        rows.append(_row(unit, "取排水", "废水排放量", shown(discharged), "t"))
    return rows


def _row(unit: str, record: str, name: str, amount: str, measure: str) -> dict[str, str]:
    return {"unit": unit, "record": record, "name": name, "amount": amount, "measure": measure}


def facilities(rng: random.Random, holder: Holder, year: int) -> list[dict[str, str]]:
    """表3-1: hours, electricity, chemicals, throughput, cost of every treatment facility."""
    made = year_of(holder, year)
    hours = sum(made.hours)
    rows = []
    for code, medium, name in holder.trade.treating:
        told = [
            ("运行时间", str(hours + (rng.randint(2, 6) if hours else 0)), "h"),
            ("耗电量", str(hours * rng.randint(3, 12)), "kWh"),
        ]
        if medium == "废水":
            told += [
                ("污水处理量", shown(sum(made.volume[_outlet(code, holder)])), "t"),
                ("药剂使用量", shown(rounded(hours * rng.uniform(0.001, 0.004), 2)), "t"),
            ]
        elif "活性炭" in name:
            told.append(("吸附剂更换量", shown(rounded(rng.uniform(1, 6) if hours else 0, 2)), "t"))
        told.append(("运行费用", shown(rounded(rng.uniform(2, 40) if hours else 0, 1)), "万元"))
        rows += [
            {"kind": f"{medium}治理设施", "code": code, "parameter": p, "amount": a, "measure": m}
            for p, a, m in told
        ]
    return rows


def _outlet(code: str, holder: Holder) -> str:
    """Where a waste-water facility discharges: the one facility of a site at its main outlet."""
    water = [m.code for m in holder.mouths if m.kind == WATER]
    works = [c for c, medium, _ in holder.trade.treating if medium == "废水"]
    return water[works.index(code)] if len(water) == len(works) else water[-1]


def abnormal(rng: random.Random, holder: Holder, first: date, last: date) -> list[dict[str, str]]:
    """表3-2: now and then one short failure, reported as it should be."""
    working = [m for m in range(first.month - 1, last.month) if m not in holder.off_in(first.year)]
    if rng.random() > 0.15 or not working:
        return []
    code, medium, name = rng.choice(holder.trade.treating)
    on = date(first.year, rng.choice(working) + 1, rng.randint(1, 28))
    mouth = next(m for m in holder.mouths if (m.kind == AIR) == (medium == "废气") or len(holder.mouths) == 1)
    substance = next(s for s in mouth.substances if "-" not in s.limit and s.name != "林格曼黑度")
    return [
        {
            "from": f"{on.isoformat()} 09:00",
            "to": f"{on.isoformat()} {rng.randint(11, 17)}:00",
            "facility": f"{name}（{code}）",
            "cause": rng.choice(("风机皮带断裂", "加药泵堵塞", "供电线路检修", "仪表故障")),
            "pollutant": substance.name,
            "concentration": shown(rounded(Decimal(substance.limit) * Decimal("0.6"), substance.decimals)),
            "response": "停止对应工序，更换备件后恢复运行",
            "reported": "是",
        }
    ]


def waste(rng: random.Random, holder: Holder, year: int) -> list[dict[str, str]]:
    """Solid waste: what was there and came went away or is still there."""
    rows = []
    for kind, name in holder.trade.waste:
        before = rounded(rng.uniform(0, 0.8), 2)
        produced = rounded(rng.uniform(1, 30) * holder.size if any(year_of(holder, year).hours) else 0, 2)
        before += Decimal(1) if not produced else Decimal()
        stored = rounded(rng.uniform(0, 0.9), 2)
        rows.append(
            {
                "name": name,
                "kind": kind,
                "before": shown(before),
                "produced": shown(produced),
                "transferred": shown(before + produced - stored),
                "used": "0",
                "stored": shown(stored),
            }
        )
    return rows


def tax(holder: Holder, year: int) -> list[dict[str, str]]:
    """Quarter by quarter, the taxed pollutants of gas; nothing for a holder that has none."""
    made = year_of(holder, year)
    rows = []
    names = list(dict.fromkeys(n for m in holder.mouths if m.kind == AIR for n in m.amounts if n in TAXED))
    for number in range(4):
        for name in names:
            held = [made.amounts[m.code, name] for m in holder.mouths if (m.code, name) in made.amounts]
            amount = sum((split(months, "ANNUAL", str(year))[number] for months in held), Decimal())
            kilos, yuan = (Decimal(v) for v in TAXED[name])
            rows.append(
                {
                    "period": f"{year}年第{number + 1}季度",
                    "item": name,
                    "amount": shown(amount),
                    "paid": shown(rounded(amount * 1000 / kilos * yuan, 2)),
                }
            )
    return rows
