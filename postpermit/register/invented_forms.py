"""Invented content of registration forms: what a unit of a trade makes, burns, uses, treats and where it discharges."""

from typing import Any

# Trade by industry code: (kind, name, amount); ``{n}`` is a figure that follows the unit's running number.
_SEWER = ("排放去向", "市政污水管网", "")
_BOILER = (("产品", "蒸汽", "{n}0 吨/年"), ("燃料", "天然气", "{n} 万立方米/年"), ("治理设施", "低氮燃烧器", "1 套"),
           ("排放去向", "大气", ""), ("执行标准", "DB31/387-2018", ""))  # fmt: skip
FORMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "8411": (("产品", "门诊", "{n}00 人次/年"), ("治理设施", "污水消毒装置", "1 套"), _SEWER, ("执行标准", "GB 18466-2005", "")),
    "2319": (("产品", "包装印刷品", "{n} 万件/年"), ("含VOCs原辅材料", "水性油墨", "{n} 千克/年"), ("含VOCs原辅材料", "洗车水", "{n} 千克/年"),
             ("治理设施", "活性炭吸附", "1 套"), ("排放去向", "大气", ""), ("执行标准", "DB31/872-2015", "")),
    "3360": (("产品", "金属件表面处理", "{n} 吨/年"), ("治理设施", "碱液喷淋", "1 套"), _SEWER, ("执行标准", "GB 21900-2008", "")),
    "3489": (("产品", "机械零部件", "{n} 吨/年"), ("含VOCs原辅材料", "水性漆", "{n}0 千克/年"), ("治理设施", "过滤棉加活性炭", "1 套"),
             ("执行标准", "DB31/933-2015", "")),
    "2761": (("产品", "药品分装", "{n} 千支/年"), ("治理设施", "活性炭吸附", "1 套"), _SEWER),
    "4430": _BOILER,
    "1499": (("产品", "烘焙食品", "{n} 吨/年"), ("燃料", "天然气", "{n} 千立方米/年"), ("治理设施", "隔油池", "1 座"), _SEWER,
             ("执行标准", "DB31/199-2018", "")),
    "7820": (("产品", "垃圾转运", "{n} 吨/日"), ("治理设施", "喷雾除臭", "1 套"), _SEWER, ("执行标准", "DB31/1025-2016", "")),
    "2929": (("产品", "塑料件", "{n} 吨/年"), ("含VOCs原辅材料", "脱模剂", "{n} 千克/年"), ("治理设施", "活性炭吸附", "1 套"),
             ("执行标准", "GB 31572-2015", "")),
}  # fmt: skip


def form_rows(number: str, industry: str, count: int) -> list[dict[str, Any]]:
    """Rows of the sheet 登记表 for one unit; every seventh unit never sent its form's content."""
    if count % 7 == 0:
        return []
    figure = count % 37 + 3
    return [
        {"编号": number, "类别": kind, "名称": name, "数量": amount.replace("{n}", str(figure))}
        for kind, name, amount in FORMS.get(industry, ())
    ]
