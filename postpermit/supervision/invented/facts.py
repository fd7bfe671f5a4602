"""What a bureau would know beside an invented report, as the values of FACTS.json: dates and amounts as text."""

import math
import random
from datetime import date, timedelta
from typing import Any

from postpermit.supervision.invented.figures import rounded, shown
from postpermit.supervision.invented.holders import DISCLOSED, LEDGERS, Holder
from postpermit.supervision.invented.periods import months_of
from postpermit.supervision.invented.published import as_json
from postpermit.supervision.invented.reports import invent_report, reported_on
from postpermit.supervision.invented.trades import Substance
from postpermit.supervision.invented.years import SAMPLES_A_YEAR, Series, bounds, year_of
from postpermit.supervision.report import days_of, first_and_last, previous_periods

LABORATORY, PLATFORM = "演示检测机构（演示）", "全国排污许可证管理信息平台"


def facts_of(holder: Holder, kind: str, period: str) -> dict[str, Any]:
    """Everything the audit may ask of a report that is right: nothing is missing, everything agrees."""
    rng = random.Random(f"{holder.number}|{period}|facts")
    reported = reported_on(rng, holder, period)
    year, span = year_of(holder, int(period[:4])), first_and_last(period)
    assert span is not None, period
    events = invent_report(rng, holder, kind, period).tables["facility-abnormal"]
    samples = _samples(holder, year.series, span) + _samples(holder, year.fugitive, span)
    return {
        "permit": permit(holder, kind),
        "obligation": {
            "kind": kind,
            "period": period,
            "due_on": (span[1] + timedelta(days=15 if kind != "ANNUAL" else 31)).isoformat(),
            "due_source": "permit",
            "submitted_at": f"{reported.isoformat()}T{rng.randint(9, 16):02d}:{rng.randint(0, 59):02d}:00",
        },
        "filed": _filed(rng, holder, kind, period),
        "earlier": _earlier(holder, kind, period),
        "samples": samples,
        "automatic": _automatic(year.series),
        "ledger": _ledger(holder, kind, period, len(events)),
        "disclosed": _disclosed(samples, reported),
        "penalties": [],
        "alerts": [],
        "abnormal": [
            {"on": e["from"][:10], "facility": e["facility"], "what": e["cause"], "reported_on": e["from"][:10]} for e in events
        ],
        "accepted_projects": [],
        "electricity": str(sum(year.hours[m] for m in months_of(period)) * 20),
        "agent": "",
        "others": [],
        "published": [["执行报告", (reported + timedelta(days=2)).isoformat()]],
    }  # fmt: skip


def permit(holder: Holder, kind: str) -> dict[str, Any]:
    """The permit in force; fugitive points stand among the outlets as the register holds them."""
    trade = holder.trade
    outlets = [
        {"code": m.code, "name": m.name, "kind": m.kind, "type": m.type, "destination": m.destination,
         "automatic": holder.key and bool(m.automatic)}
        for m in holder.mouths
    ]  # fmt: skip
    outlets += [{"code": p, "name": p, "kind": "DIFFUSE", "destination": "大气"} for p, _ in trade.points]
    places = [(m.code, s) for m in holder.mouths for s in m.substances]
    places += [(point, s) for point, substances in trade.points for s in substances]
    return {
        "number": holder.number,
        "name": holder.name,
        "uscc": holder.uscc,
        "valid_from": holder.valid_from.isoformat(),
        "valid_to": holder.valid_to.isoformat(),
        "first_issued_on": holder.first_issued_on.isoformat(),
        "version": f"{holder.valid_from.isoformat()} 首次申请",
        "names": [holder.name],
        "legal_representative": holder.legal,
        "address": holder.address,
        "industry": trade.name,
        "management_class": holder.klass,
        "outlets": outlets,
        "limits": [_limit(holder, outlet, s) for outlet, s in places],
        "monitoring": [_requirement(holder, outlet, s) for outlet, s in places],
        "reports": [["ANNUAL", "次年1月31日"]] + ([["QUARTERLY", "季后15日"]] if holder.key else []),
        "equipment": [{"code": c, "kind": "PRODUCTION", "name": n} for c, n in trade.making]
        + [{"code": c, "kind": "TREATMENT", "name": n} for c, _, n in trade.treating],
        "substances": _substances(holder),
        "ledger": [{"category": name, "frequency": often} for name, often in LEDGERS],
        "disclosure": list(DISCLOSED),
        "special_amounts": [],
        "emergency_plan_filed_on": holder.plan_filed_on.isoformat(),
        "emergency_plan_needed": True,
        "clean_production_due_on": (holder.valid_to + timedelta(days=200)).isoformat(),
    }


def _limit(holder: Holder, outlet: str, substance: Substance) -> dict[str, Any]:
    low, high = bounds(substance.limit)
    permitted = holder.permitted.get((outlet, substance.name))
    return {
        "outlet": outlet,
        "pollutant": substance.name,
        "text": substance.limit,
        "low": None if low is None else str(low),
        "high": str(high),
        "unit": substance.unit,
        "rate": substance.rate or None,
        "annual_amount": str(permitted) if permitted else None,
        "basis_kind": substance.basis,
    }


def _requirement(holder: Holder, outlet: str, substance: Substance) -> dict[str, Any]:
    mouth = next((m for m in holder.mouths if m.code == outlet), None)
    automatic = mouth is not None and holder.automatic(mouth, substance)
    return {
        "outlet": outlet,
        "pollutant": substance.name,
        "manner": "AUTOMATIC" if automatic else "MANUAL",
        "frequency": "连续" if automatic else holder.frequency(substance),
        "method": substance.method,
    }


def _substances(holder: Holder) -> list[dict[str, Any]]:
    kinds = {"主要产品产量": "PRODUCT", "主要原料": "MATERIAL", "主要辅料": "MATERIAL", "能源消耗": "FUEL"}
    return [
        {"kind": kinds[group], "name": name, "capacity": shown(rounded(amount * holder.size, 1)), "unit": unit}
        for group, name, unit, amount in holder.trade.stuff
        if group in kinds and amount and name != "用电量"
    ]  # fmt: skip


def _samples(
    holder: Holder, held: dict[tuple[str, str], Series], span: tuple[date, date]
) -> list[dict[str, Any]]:
    out = []
    for (place, name), series in held.items():
        for number, result in enumerate(series.results):
            if series.automatic or not span[0] <= result.on <= span[1]:
                continue
            out.append(
                {
                    "outlet": place,
                    "pollutant": name,
                    "on": result.on.isoformat(),
                    "value": None if result.value is None else str(result.value),
                    "unit": series.substance.unit,
                    "detection_limit": series.substance.below or None,
                    "method": series.substance.method,
                    "laboratory": LABORATORY,
                    "laboratory_filed": True,
                    "report_number": f"{holder.number[8:18]}-{result.on:%m%d}-{number}",
                    "load_recorded": True,
                }
            )
    return out


def _automatic(held: dict[tuple[str, str], Series]) -> list[dict[str, Any]]:
    return [
        {"outlet": place, "pollutant": name, "mean": str(series.mean), "capture": "0.98"}
        for (place, name), series in held.items()
        if series.automatic and series.mean is not None
    ]


def _ledger(holder: Holder, kind: str, period: str, events: int) -> list[dict[str, Any]]:
    off = set(holder.off_in(int(period[:4]))) & set(months_of(period))
    days = days_of(period) * (1 - len(off) / len(months_of(period)))
    out: list[dict[str, Any]] = [
        {
            "category": name,
            "entries": max(1, math.ceil(SAMPLES_A_YEAR[often] * days / 365)),
            "abnormal": events if name.startswith("污染防治") else 0,
        }
        for name, often in LEDGERS
    ]
    if kind == "ANNUAL":
        held = year_of(holder, int(period)).stuff
        out += [
            {"category": group, "name": name, "amount": shown(sum(held[name])), "unit": unit, "entries": 12}
            for group, name, unit, amount in holder.trade.stuff
            if amount
        ]
    return out


def _disclosed(samples: list[dict[str, Any]], reported: date) -> list[dict[str, Any]]:
    days = sorted({s["on"] for s in samples})
    report = {"what": "执行报告", "platform": PLATFORM, "on": (reported + timedelta(days=2)).isoformat()}
    return [report] + [
        {
            "what": "自行监测结果",
            "platform": PLATFORM,
            "on": (date.fromisoformat(day) + timedelta(days=2)).isoformat(),
            "required_by": (date.fromisoformat(day) + timedelta(days=7)).isoformat(),
        }
        for day in days
    ]


def _filed(rng: random.Random, holder: Holder, kind: str, period: str) -> list[dict[str, str]]:
    """What came before, and with an annual report its year's quarters."""
    known = [(kind, p) for p in previous_periods(period, 1)]
    if kind == "ANNUAL" and holder.key:
        known += [("QUARTERLY", f"{period}Q{n}") for n in (1, 2, 3, 4)]
    known = [(k, p) for k, p in known if _owed(holder, p)]
    known.append((kind, period))
    return [
        {"kind": k, "period": p, "submitted_on": reported_on(rng, holder, p).isoformat()} for k, p in known
    ]


def _owed(holder: Holder, period: str) -> bool:
    span = first_and_last(period)
    return span is not None and span[1] >= holder.first_issued_on


def _earlier(holder: Holder, kind: str, period: str) -> list[dict[str, Any]]:
    known = [(kind, p) for p in previous_periods(period, 1)]
    if kind == "ANNUAL" and holder.key:
        known += [("QUARTERLY", f"{period}Q{n}") for n in (1, 2, 3, 4)]
    elif kind != "ANNUAL":
        first = months_of(period)[0]
        known += [("QUARTERLY", f"{period[:4]}Q{n}") for n in range(1, first // 3 + 1)]
        known += [("MONTHLY", f"{period[:4]}-{m + 1:02d}") for m in range(first // 3 * 3, first)]
        known = list(dict.fromkeys(known))
    known = [(k, p) for k, p in known if _owed(holder, p)]
    return [
        as_json(invent_report(random.Random(f"{holder.number}|{p}|earlier"), holder, k, p)) for k, p in known
    ]
