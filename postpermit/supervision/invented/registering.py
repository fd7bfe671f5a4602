"""Invented holders behind the units of an invented register, and what the register's sheets say of their permits."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from postpermit.register.states import BasisKind, OutletType
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.trades import TRADES, WATER, Substance, Trade
from postpermit.supervision.invented.years import permitted_amounts

Rows = dict[str, list[dict[str, Any]]]
SHEETS = ("排放口", "许可限值", "自行监测")
HOLDING = ("重点管理", "简化管理")


def fit_out(rows: Rows, *, seed: int) -> dict[str, Holder]:
    """Give every holder of the register's rows the permit of its trade; answers permit number → holder.

    The sheets of outlets, limits and monitoring are written anew, so that the reports invented for these holders agree
    with what the register knows of them.
    """
    rng = random.Random(seed)
    holders: dict[str, Holder] = {}
    for sheet in SHEETS:
        rows[sheet] = []
    for unit in rows["单位"]:
        if unit["管理类别"] in HOLDING:
            holder = holder_of(rng, unit)
            holders[holder.number] = holder
            for sheet, made in register_rows(holder).items():
                rows[sheet] += made
    return holders


def holder_of(rng: random.Random, unit: Mapping[str, Any]) -> Holder:
    """The holder behind a row of the units sheet."""
    trade = _trade(str(unit["行业类别"]))
    made = Holder(
        unit["编号"],
        unit["统一社会信用代码"],
        unit["单位名称"],
        "KEY" if unit["管理类别"] == "重点管理" else "SIMPLIFIED",
        trade,
        unit["法定代表人"],
        unit["环保负责人"],
        unit["联系电话"],
        unit["生产经营场所地址"],
        unit["首次发证日期"],
        unit["有效期起"],
        unit["有效期止"],
        rng.randint(*trade.hours),
        rng.uniform(0.5, 1.5),
        {m.code: rng.randint(*m.flow) for m in trade.mouths},
        unit["有效期起"] + timedelta(days=rng.randrange(200)),
    )
    made.permitted.update(permitted_amounts(rng, made))
    return made


def _trade(name: str) -> Trade:
    return next((t for t in TRADES.values() if t.name == name), TRADES["机械"])


def register_rows(holder: Holder) -> Rows:
    """The rows of the register's sheets for one holder."""
    out: Rows = {sheet: [] for sheet in SHEETS}
    for mouth in holder.mouths:
        out["排放口"].append(
            {
                "编号": holder.number,
                "排放口编号": mouth.code,
                "名称": mouth.name,
                "类别": "废水" if mouth.kind == WATER else "废气",
                "类型": OutletType(mouth.type).label,
                "排放去向": mouth.destination,
                "自动监测": "是" if holder.key and mouth.automatic else "否",
                "MN号": f"{holder.uscc[-10:]}{mouth.code}" if holder.key and mouth.automatic else "",
            }
        )
        _demand(out, holder, mouth.code, mouth.substances)
    for point, substances in holder.trade.points:
        out["排放口"].append(
            {"编号": holder.number, "排放口编号": point, "名称": point, "类别": "无组织", "排放去向": "大气"}
        )
        _demand(out, holder, point, substances)
    return out


def _demand(out: Rows, holder: Holder, outlet: str, substances: Sequence[Substance]) -> None:
    mouth = next((m for m in holder.mouths if m.code == outlet), None)
    for substance in substances:
        permitted = holder.permitted.get((outlet, substance.name))
        automatic = mouth is not None and holder.automatic(mouth, substance)
        out["许可限值"].append(
            {
                "编号": holder.number,
                "排放口编号": outlet,
                "污染物": substance.name,
                "浓度限值": substance.limit,
                "浓度单位": substance.unit,
                "排放速率限值": float(substance.rate) if substance.rate else None,
                "年许可排放量": float(permitted) if permitted else None,
                "判定口径": BasisKind(substance.basis).label,
            }
        )
        out["自行监测"].append(
            {
                "编号": holder.number,
                "排放口编号": outlet,
                "污染物": substance.name,
                "方式": "自动" if automatic else "手工",
                "频次": "连续" if automatic else holder.frequency(substance),
            }
        )
