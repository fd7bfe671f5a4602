"""An invented district by the numbers of a real one: every name is made up and says （演示）, check digits are valid.

It answers rows for the register workbook, so that demo, tests and benches all come in through the import.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from postpermit.register.invented_forms import form_rows
from postpermit.register.uscc import check_digit
from postpermit.workdays import add_months

STREETS = (
    "桃浦镇",
    "长征镇",
    "曹杨新村街道",
    "长风新村街道",
    "长寿路街道",
    "甘泉路街道",
    "石泉路街道",
    "宜川路街道",
    "万里街道",
    "真如镇街道",
)
WEIGHTS = (40, 18, 6, 6, 5, 5, 5, 5, 5, 5)
FIRST = "盛启恒瑞嘉鼎宏泰新源安康德润华美佳晟锦博亿诚广联正大方圆金辉天朗海景"
SECOND = "达远昌丰荣通和顺立信兴隆元亨利贞宁泽宇轩霖逸航晖岚渝朔"
ROADS = ("云栖路", "青禾路", "映月路", "松风路", "望溪路", "和畅路", "朝露路", "听雨路", "百川路", "星垂路")
SURNAMES, GIVEN = "甲乙丙丁戊己庚辛", "一二三四五六七八九十"
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Trade:
    """An industry: name, code, kind of name, outlets with their limits."""

    name: str
    code: str
    tail: str
    outlets: tuple[str, ...]


TRADES = {
    "医院": Trade("综合医院", "8411", "医院", ("医院废水",)),
    "加油站": Trade("机动车燃油零售", "5265", "加油站", ("油气",)),
    "汽修": Trade("汽车修理与维护", "8111", "汽车维修有限公司", ("喷漆",)),
    "印刷": Trade("包装装潢及其他印刷", "2319", "印务有限公司", ("印刷",)),
    "电镀": Trade("金属表面处理及热处理加工", "3360", "表面处理有限公司", ("车间废水", "总排废水")),
    "机械": Trade("通用零部件制造", "3489", "机械有限公司", ("涂装",)),
    "制药": Trade("生物药品制造", "2761", "生物医药有限公司", ("印刷", "总排废水")),
    "锅炉": Trade("热力生产和供应", "4430", "热力有限公司", ("锅炉",)),
    "食品": Trade("其他食品制造", "1499", "食品有限公司", ("总排废水",)),
    "环卫": Trade("环境卫生管理", "7820", "环境服务有限公司", ("臭气",)),
    "塑料": Trade("塑料制品业", "2929", "塑料制品有限公司", ("涂装",)),
}
# Of a class: how many units of each trade among the real numbers (users of 22, 96, 620).
KEYS = {"医院": 7, "印刷": 2, "电镀": 1, "机械": 2, "制药": 3, "锅炉": 2, "环卫": 1, "塑料": 4}
SIMPLE = {
    "加油站": 40,
    "医院": 18,
    "汽修": 14,
    "印刷": 4,
    "电镀": 3,
    "机械": 4,
    "锅炉": 4,
    "食品": 4,
    "环卫": 3,
    "塑料": 2,
}
REGISTERED = {
    "医院": 16,
    "印刷": 70,
    "电镀": 60,
    "机械": 165,
    "制药": 8,
    "锅炉": 150,
    "食品": 75,
    "环卫": 16,
    "塑料": 60,
}

LIMITS: dict[str, tuple[str, str, str, tuple[tuple[str, str, str, str, str], ...]]] = {
    "医院废水": ("DW001", "废水", "废水总排放口", (
        ("pH值", "6-9", "无量纲", "瞬时值", "GB 18466-2005"), ("化学需氧量", "250", "mg/L", "日均值", "GB 18466-2005"),
        ("粪大肠菌群数", "5000", "MPN/L", "瞬时值", "GB 18466-2005"), ("氨氮", "45", "mg/L", "日均值", "DB31/199-2018"))),
    "油气": ("DA001", "废气", "一般排放口", (("油气", "25", "g/m³", "小时均值", "GB 20952-2020"),)),
    "锅炉": ("DA001", "废气", "主要排放口", (
        ("氮氧化物", "50", "mg/m³", "小时均值", "DB31/387-2018"), ("颗粒物", "10", "mg/m³", "小时均值", "DB31/387-2018"),
        ("林格曼黑度", "1", "级", "瞬时值", "DB31/387-2018"))),
    "印刷": ("DA001", "废气", "一般排放口", (("非甲烷总烃", "50", "mg/m³", "小时均值", "DB31/872-2015"), ("苯", "1", "mg/m³", "小时均值", "DB31/872-2015"))),
    "喷漆": ("DA001", "废气", "一般排放口", (("非甲烷总烃", "70", "mg/m³", "小时均值", "DB31/933-2015"), ("苯系物", "40", "mg/m³", "小时均值", "DB31/933-2015"))),
    "涂装": ("DA001", "废气", "一般排放口", (("非甲烷总烃", "70", "mg/m³", "小时均值", "DB31/933-2015"), ("颗粒物", "20", "mg/m³", "小时均值", "DB31/933-2015"))),
    "车间废水": ("DW002", "废水", "车间或生产设施排放口", (("总铬", "1.0", "mg/L", "日均值", "GB 21900-2008"), ("六价铬", "0.2", "mg/L", "日均值", "GB 21900-2008"))),
    "总排废水": ("DW001", "废水", "废水总排放口", (("化学需氧量", "500", "mg/L", "日均值", "DB31/199-2018"), ("氨氮", "45", "mg/L", "日均值", "DB31/199-2018"))),
    "臭气": ("DA001", "废气", "一般排放口", (("臭气浓度", "1000", "无量纲", "瞬时值", "DB31/1025-2016"),)),
}  # fmt: skip


@dataclass
class District:
    """Rows by sheet (bare header → value), and units outside the catalogue."""

    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            "单位": [],
            "排放口": [],
            "许可限值": [],
            "自行监测": [],
            "报告要求": [],
            "登记表": [],
        }
    )
    unlisted: list[dict[str, str]] = field(default_factory=list)


class Invention:
    """A seeded inventor: the same seed, day and size give the same district."""

    def __init__(self, *, today: date, seed: int) -> None:
        self.today, self.random, self.count = today, random.Random(seed), 0
        self.district = District()
        self.names: set[str] = set()

    def name(self, tail: str) -> str:
        """A two-character trade name not given yet; after some thousands with a number."""
        for _ in range(40):
            made = f"{self.random.choice(FIRST)}{self.random.choice(SECOND)}{tail}（演示）"
            if made not in self.names:
                break
        else:
            made = f"{self.random.choice(FIRST)}{self.random.choice(SECOND)}{self.count}号{tail}（演示）"
        self.names.add(made)
        return made

    def uscc(self, hospital: bool) -> str:
        """A code with a valid check digit in the district's area."""
        self.count += 1
        body = f"{'12' if hospital else '91'}310107{'MA1D'}{self.count:05d}"
        return body + check_digit(body)

    def unit(self, trade: Trade, klass: str) -> dict[str, Any]:
        """A row of the units sheet, with its permit's dates spread over the last years."""
        code = self.uscc(trade.tail == "医院")
        first = self._first(klass)
        start, end = self._term(first)
        registered = klass == "登记管理"
        street = self.random.choices(STREETS, WEIGHTS)[0]
        person = self.random.choice(SURNAMES) + self.random.choice(GIVEN)
        row = {
            "编号": f"{code}001{'W' if registered else 'V'}",
            "单位名称": self.name(trade.tail),
            "统一社会信用代码": code,
            "管理类别": klass,
            "行业代码": trade.code,
            "行业类别": trade.name,
            "生产经营场所地址": f"{self.random.choice(ROADS)}{self.random.randint(1, 2000)}号",
            "街镇": street,
            "经度": round(121.36 + self.random.random() * 0.09, 6),
            "纬度": round(31.21 + self.random.random() * 0.07, 6),
            "法定代表人": f"演示{person}",
            "环保负责人": f"演示{self.random.choice(SURNAMES)}{self.random.choice(GIVEN)}",
            "联系电话": f"021-0000{self.count % 10000:04d}",
            "首次发证日期": first,
            "有效期起": start,
            "有效期止": end,
            "状态": "正常",
            "监管层级": "区管",
        }
        if klass == "重点管理":
            row |= {
                "环境监管重点单位类别": "水环境" if "废水" in trade.outlets[0] else "大气环境",
                "市监管对象类别": "重点",
            }
        self.district.rows["单位"].append(row)
        return row

    def _first(self, klass: str) -> date:
        """Registrations cluster five years back; a few permits are of this year."""
        if klass == "登记管理":
            return self.today - timedelta(days=self.random.randint(40, 2400))
        recent = self.random.random() < 0.07
        return self.today - timedelta(
            days=self.random.randint(5, 200) if recent else self.random.randint(420, 2500)
        )

    def _term(self, first: date) -> tuple[date, date]:
        """Five years from the first day, renewed as often as was needed to be in force, a few run out."""
        start = first
        while add_months(start, 60) - ONE < self.today - timedelta(
            days=25 if self.random.random() < 0.35 else 0
        ):
            start = add_months(start, 60)
        return start, add_months(start, 60) - ONE

    def details(self, row: dict[str, Any], trade: Trade) -> None:
        """Outlets, limits, self-monitoring and report requirements of a holder."""
        number, key = row["编号"], row["管理类别"] == "重点管理"
        for name in trade.outlets:
            code, kind, sort, limits = LIMITS[name]
            automatic = key and kind == "废水"
            self.district.rows["排放口"].append(
                {"编号": number, "排放口编号": code, "名称": f"{name}排口", "类别": kind, "类型": sort, "排放去向": "市政污水管网" if kind == "废水" else "大气",
                 "自动监测": "是" if automatic else "否", "MN号": f"310107{self.count:08d}" if automatic else ""}
            )  # fmt: skip
            for pollutant, limit, unit, basis, standard in limits:
                self.district.rows["许可限值"].append(
                    {
                        "编号": number,
                        "排放口编号": code,
                        "污染物": pollutant,
                        "浓度限值": limit,
                        "浓度单位": unit,
                        "判定口径": basis,
                        "依据": standard,
                    }
                )
                manner = "自动" if automatic and pollutant in {"化学需氧量", "氨氮"} else "手工"
                self.district.rows["自行监测"].append(
                    {
                        "编号": number,
                        "排放口编号": code,
                        "污染物": pollutant,
                        "方式": manner,
                        "频次": "连续" if manner == "自动" else "1次/季" if key else "1次/年",
                    }
                )
        self.district.rows["报告要求"].append({"编号": number, "报告类型": "年报", "提交期限": "次年1月31日"})
        if key:
            self.district.rows["报告要求"].append(
                {"编号": number, "报告类型": "季报", "提交期限": "季后15日"}
            )


def invent(
    *,
    today: date,
    seed: int = 1,
    keys: int = 22,
    simple: int = 96,
    registered: int = 620,
    unlisted: int = 120,
) -> District:
    """A district of that size, dated relative to ``today``."""
    made = Invention(today=today, seed=seed)
    for klass, table, wanted in (
        ("重点管理", KEYS, keys),
        ("简化管理", SIMPLE, simple),
        ("登记管理", REGISTERED, registered),
    ):
        for trade in _spread(table, wanted):
            row = made.unit(trade, klass)
            if klass != "登记管理":
                made.details(row, trade)
            else:
                made.district.rows["登记表"] += form_rows(row["编号"], trade.code, made.count)
    _vary(made)
    for number in range(unlisted):
        tail = ("餐饮店", "汽修店", "洗衣店", "诊所")[number % 4]
        made.district.unlisted.append(
            {"name": made.name(tail), "address": f"{ROADS[number % len(ROADS)]}{number * 3 + 1}号", "street": STREETS[number % len(STREETS)],
             "industry_name": tail}
        )  # fmt: skip
    return made.district


def _spread(table: dict[str, int], wanted: int) -> Sequence[Trade]:
    """Trades in the table's proportions, exactly as many as wanted."""
    names = [name for name, count in table.items() for _ in range(count)]
    return [
        TRADES[names[i * len(names) // wanted if wanted <= len(names) else i % len(names)]]
        for i in range(wanted)
    ]


def _vary(made: Invention) -> None:
    """Stopped, closed and city-supervised units, as every real district has some."""
    rows = made.district.rows["单位"]
    for row in rows:
        luck = made.random.random()
        if row["管理类别"] == "登记管理":
            row["状态"] = "注销" if luck < 0.04 else "停产" if luck < 0.07 else "正常"
        elif luck < 0.03:
            row["状态"] = "停产"
        elif luck > 0.97:
            row["状态"] = "注销"
    for row in rows[:3]:
        row["监管层级"] = "市管"
