"""What invented units do: outlets, pollutants with limits, facilities, materials. Recalled from practice, nothing confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Substance:
    """What is monitored at an outlet. ``share``: usual results as a part of the limit; ``key``/``plain``: frequencies.

    ``decimals`` of a result; ``below``: the detection limit of a substance that is usually not found, or "".
    """

    name: str
    limit: str
    unit: str
    share: tuple[float, float]
    key: str = "1次/季"
    plain: str = "1次/年"
    decimals: int = 1
    rate: str = ""
    below: str = ""
    method: str = ""
    basis: str = "HOURLY"


@dataclass(frozen=True)
class Mouth:
    """An outlet. ``flow``: m³/h of gas, or m³ of water per hour of work; ``amounts``: whose yearly amount is reported."""

    code: str
    name: str
    kind: str
    type: str
    destination: str
    flow: tuple[int, int]
    substances: tuple[Substance, ...]
    amounts: tuple[str, ...]
    automatic: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trade:
    """An industry with everything its report tells. ``hours``: of work in a year; ``stuff``: (group, name, unit, a year)."""

    name: str
    tail: str
    public: bool
    mouths: tuple[Mouth, ...]
    points: tuple[tuple[str, tuple[Substance, ...]], ...]
    making: tuple[tuple[str, str], ...]
    treating: tuple[tuple[str, str, str], ...]
    hours: tuple[int, int]
    stuff: tuple[tuple[str, str, str, int], ...]
    waste: tuple[tuple[str, str], ...]


AIR, WATER = "AIR", "WATER"
SEWER = "进入城市污水处理厂"
HAZARD, COMMON = "危险废物", "一般工业固体废物"


def _w(name: str, limit: str, low: float, high: float, key: str = "1次/季", **more: object) -> Substance:
    return Substance(name, limit, "mg/L", (low, high), key, basis="DAILY", **more)  # type: ignore[arg-type]


PH = Substance(
    "pH值", "6-9", "无量纲", (0.35, 0.65), "1次/月", "1次/季", basis="INSTANT", method="HJ 1147-2020"
)
COD = _w("化学需氧量", "500", 0.2, 0.5, "1次/月", plain="1次/季", decimals=0, method="HJ 828-2017")
AMMONIA = _w("氨氮", "45", 0.1, 0.5, "1次/月", plain="1次/季", decimals=2, method="HJ 535-2009")
SOLIDS = _w("悬浮物", "400", 0.05, 0.3, decimals=0, method="GB/T 11901-1989")
BOD = _w("五日生化需氧量", "300", 0.15, 0.4, decimals=1, method="HJ 505-2009")
OIL = _w("石油类", "15", 0.05, 0.3, decimals=2, method="HJ 637-2018")
FAT = _w("动植物油", "100", 0.02, 0.2, decimals=2, method="HJ 637-2018")
LAS = _w("阴离子表面活性剂", "20", 0.02, 0.2, decimals=3, method="GB/T 7494-1987")
TOTAL_N = _w("总氮", "70", 0.2, 0.5, decimals=1, method="HJ 636-2012")
TOTAL_P = _w("总磷", "8", 0.1, 0.4, decimals=2, method="GB/T 11893-1989")

VAPOUR = Substance(
    "非甲烷总烃", "50", "mg/m³", (0.05, 0.4), "1次/月", "1次/半年", 2, "1.5", method="HJ 38-2017"
)
DUST = Substance("颗粒物", "20", "mg/m³", (0.1, 0.5), "1次/季", "1次/年", 1, method="HJ 836-2017")
BENZENE = Substance(
    "苯", "1", "mg/m³", (0.01, 0.1), "1次/半年", "1次/年", 3, below="0.004", method="HJ 734-2014"
)
TOLUENE = Substance("甲苯", "3", "mg/m³", (0.03, 0.3), "1次/半年", "1次/年", 3, method="HJ 734-2014")
XYLENE = Substance("二甲苯", "12", "mg/m³", (0.02, 0.2), "1次/半年", "1次/年", 3, method="HJ 734-2014")
AROMATICS = Substance(
    "苯系物", "40", "mg/m³", (0.02, 0.3), "1次/半年", "1次/年", 3, "1.6", method="HJ 734-2014"
)
ODOUR = Substance("臭气浓度", "1000", "无量纲", (0.1, 0.5), "1次/季", "1次/半年", 0, method="HJ 1262-2022")
EDGE = (Substance("非甲烷总烃", "4.0", "mg/m³", (0.1, 0.4), "1次/季", "1次/年", 2, method="HJ 604-2017"),)
STATION = (
    Substance("氨", "1.0", "mg/m³", (0.05, 0.4), "1次/季", "1次/季", 2, method="HJ 533-2009"),
    Substance("硫化氢", "0.03", "mg/m³", (0.1, 0.6), "1次/季", "1次/季", 3, method="GB/T 14678-1993"),
)
BOILER = (
    Substance("氮氧化物", "50", "mg/m³", (0.4, 0.8), "1次/月", "1次/月", 0, method="HJ 693-2014"),
    Substance("颗粒物", "10", "mg/m³", (0.15, 0.5), "1次/季", "1次/年", 1, method="HJ 836-2017"),
    Substance("二氧化硫", "10", "mg/m³", (0.1, 0.25), "1次/季", "1次/年", 0, below="3", method="HJ 57-2017"),
    Substance("林格曼黑度", "1", "级", (0.5, 0.9), "1次/季", "1次/年", 1, below="1", method="HJ/T 398-2007"),
)
SEWAGE = (PH, COD, AMMONIA, SOLIDS, BOD)
HOSPITAL = (
    PH,
    _w("化学需氧量", "250", 0.2, 0.6, "1次/周", plain="1次/周", decimals=0, method="HJ 828-2017"),
    _w("悬浮物", "60", 0.2, 0.6, "1次/周", plain="1次/周", decimals=0, method="GB/T 11901-1989"),
    Substance("粪大肠菌群", "5000", "MPN/L", (0.05, 0.5), "1次/月", "1次/月", 0, basis="INSTANT", method="HJ 347.2-2018"),
    AMMONIA,
    _w("五日生化需氧量", "100", 0.2, 0.5, method="HJ 505-2009"),
    _w("挥发酚", "1.0", 0.1, 0.3, decimals=3, below="0.01", method="HJ 503-2009"),
    _w("总氰化物", "0.5", 0.1, 0.3, decimals=3, below="0.004", method="HJ 484-2009"),
    _w("总余氯", "2-8", 0.3, 0.7, "1次/日", plain="1次/日", decimals=1, method="HJ 586-2010"),
)  # fmt: skip
METALS = (
    _w("总铬", "1.0", 0.1, 0.4, "1次/日", plain="1次/月", decimals=3, method="HJ 757-2015"),
    _w("六价铬", "0.2", 0.05, 0.3, "1次/日", plain="1次/月", decimals=3, method="GB/T 7467-1987"),
    _w("总镍", "0.5", 0.1, 0.4, "1次/日", plain="1次/月", decimals=3, method="GB/T 11912-1989"),
)
PLATING_WATER = (
    PH,
    _w("化学需氧量", "80", 0.3, 0.7, "1次/月", plain="1次/月", decimals=0, method="HJ 828-2017"),
    _w("氨氮", "15", 0.1, 0.5, "1次/月", plain="1次/月", decimals=2, method="HJ 535-2009"),
    _w("总铜", "0.5", 0.1, 0.4, "1次/月", plain="1次/季", decimals=3, method="GB/T 7475-1987"),
    _w("总锌", "1.5", 0.1, 0.4, "1次/月", plain="1次/季", decimals=3, method="GB/T 7475-1987"),
)
PLATING_AIR = (
    Substance("氯化氢", "30", "mg/m³", (0.05, 0.3), "1次/半年", "1次/半年", 1, method="HJ 549-2016"),
    Substance("硫酸雾", "30", "mg/m³", (0.05, 0.3), "1次/半年", "1次/半年", 2, method="HJ 544-2016"),
    Substance("铬酸雾", "0.05", "mg/m³", (0.1, 0.3), "1次/半年", "1次/半年", 3, below="0.005", method="HJ/T 29-1999"),
)  # fmt: skip


def _air(
    code: str,
    name: str,
    flow: tuple[int, int],
    substances: tuple[Substance, ...],
    *amounts: str,
    main: bool = False,
) -> Mouth:
    return Mouth(code, name, AIR, "MAIN" if main else "ORDINARY", "大气", flow, substances, amounts)  # fmt: skip


def _water(
    code: str,
    name: str,
    flow: tuple[int, int],
    substances: tuple[Substance, ...],
    *amounts: str,
    type: str = "TOTAL",
    automatic: tuple[str, ...] = (),
) -> Mouth:
    return Mouth(code, name, WATER, type, SEWER if type == "TOTAL" else "排至厂内综合污水处理站", flow, substances, amounts, automatic)  # fmt: skip


POWER = ("能源消耗", "用电量", "kWh", 600_000)
TAP = ("取排水", "工业新鲜水", "t", 0)
ACTIVE = (HAZARD, "废活性炭")
PAINTING = (
    ("主要原料", "水性涂料", "t", 8),
    ("主要辅料", "稀释剂", "t", 1),
    POWER,
)

TRADES: Mapping[str, Trade] = {
    "医院": Trade(
        "综合医院", "医院", True,
        (_water("DW001", "医院废水总排放口", (8, 40), HOSPITAL, "化学需氧量", "氨氮", automatic=("化学需氧量", "氨氮")),),
        (("污水站周界", STATION),),
        (("MF0001", "门诊住院综合楼"),), (("TW001", "废水", "污水处理站"), ("TA001", "废气", "污水站除臭装置")),
        (8200, 8640),
        (("主要产品产量", "床位使用", "床日", 90_000), ("主要辅料", "次氯酸钠", "t", 20), POWER, TAP),
        ((HAZARD, "医疗废物"), (HAZARD, "污水处理站污泥")),
    ),
    "加油站": Trade(
        "机动车燃油零售", "加油站", False,
        (_air("DA001", "油气处理装置排放口", (60, 300),
              (Substance("油气", "25", "g/m³", (0.1, 0.6), "1次/年", "1次/年", 2, method="GB 20952-2020"),)),),
        (("厂界", EDGE),),
        (("MF0001", "汽油储罐"),), (("TA001", "废气", "油气处理装置"),),
        (8000, 8640), (("主要产品产量", "汽油", "t", 6000), POWER), ((HAZARD, "含油废物"),),
    ),
    "锅炉": Trade(
        "热力生产和供应", "热力有限公司", False,
        (_air("DA001", "1号锅炉废气排放口", (6000, 15000), BOILER, "氮氧化物", "颗粒物", main=True),
         _air("DA002", "2号锅炉废气排放口", (5000, 12000), BOILER, "氮氧化物", "颗粒物", main=True)),
        (),
        (("MF0001", "1号燃气锅炉"), ("MF0002", "2号燃气锅炉")), (("TA001", "废气", "低氮燃烧器"), ("TA002", "废气", "低氮燃烧器")),
        (5000, 8000),
        (("主要产品产量", "蒸汽", "t", 60_000), ("能源消耗", "天然气", "万m³", 450), POWER, TAP), ((COMMON, "废离子交换树脂"),),
    ),
    "印刷": Trade(
        "包装装潢及其他印刷", "印务有限公司", False,
        (_air("DA001", "印刷废气排放口", (15000, 40000), (VAPOUR, BENZENE, TOLUENE, XYLENE), "非甲烷总烃"),),
        (("厂界", EDGE),),
        (("MF0001", "胶印机"), ("MF0002", "覆膜机")), (("TA001", "废气", "活性炭吸附装置"),),
        (2200, 4800),
        (("主要产品产量", "印刷品", "t", 3000), ("主要原料", "纸张", "t", 3300), ("主要原料", "水性油墨", "t", 12),
         ("主要辅料", "润版液", "t", 2), POWER), (ACTIVE, (HAZARD, "废油墨桶"), (COMMON, "废纸边角料")),
    ),
    "汽修": Trade(
        "汽车修理与维护", "汽车维修有限公司", False,
        (_air("DA001", "喷烤漆房废气排放口", (12000, 30000), (VAPOUR, AROMATICS, DUST), "非甲烷总烃"),
         _water("DW001", "洗车废水总排放口", (1, 3), (PH, COD, SOLIDS, OIL, LAS), "化学需氧量")),
        (("厂界", EDGE),),
        (("MF0001", "喷烤漆房"),), (("TA001", "废气", "过滤棉及活性炭吸附装置"), ("TW001", "废水", "隔油沉淀池")),
        (2000, 2500), (("主要产品产量", "维修车辆", "辆", 4000), *PAINTING, TAP), (ACTIVE, (HAZARD, "废机油"), (HAZARD, "废漆桶")),
    ),
    "电镀": Trade(
        "金属表面处理及热处理加工", "表面处理有限公司", False,
        (_water("DW002", "含铬含镍废水车间排放口", (2, 6), METALS, "总铬", "总镍", type="WORKSHOP"),
         _water("DW001", "综合废水总排放口", (10, 25), PLATING_WATER, "化学需氧量", "氨氮", automatic=("化学需氧量", "氨氮")),
         _air("DA001", "酸雾废气排放口", (20000, 40000), PLATING_AIR, "氯化氢")),
        (("厂界", (Substance("氯化氢", "0.2", "mg/m³", (0.2, 0.5), "1次/季", "1次/年", 3, method="HJ 549-2016"),)),),
        (("MF0001", "镀铬线"), ("MF0002", "镀镍线")),
        (("TW001", "废水", "含铬废水处理设施"), ("TW002", "废水", "综合污水处理站"), ("TA001", "废气", "酸雾喷淋塔")),
        (4800, 7000),
        (("主要产品产量", "镀件", "万m²", 30), ("主要原料", "铬酐", "t", 12), ("主要原料", "镍板", "t", 20), ("主要辅料", "盐酸", "t", 60),
         ("主要辅料", "亚硫酸氢钠", "t", 15), POWER, TAP), ((HAZARD, "含铬污泥"), (HAZARD, "废槽液")),
    ),
    "机械": Trade(
        "通用零部件制造", "机械有限公司", False,
        (_air("DA001", "涂装废气排放口", (20000, 45000), (VAPOUR, AROMATICS, DUST), "非甲烷总烃", "颗粒物"),
         _air("DA002", "抛丸废气排放口", (8000, 15000), (DUST,), "颗粒物")),
        (("厂界", EDGE),),
        (("MF0001", "喷漆房"), ("MF0002", "抛丸机")), (("TA001", "废气", "活性炭吸附装置"), ("TA002", "废气", "布袋除尘器")),
        (2200, 4600), (("主要产品产量", "零部件", "t", 2500), ("主要原料", "钢材", "t", 2700), *PAINTING), (ACTIVE, (HAZARD, "漆渣"), (COMMON, "金属屑")),
    ),
    "洗衣": Trade(
        "洗染服务", "洗涤有限公司", False,
        (_water("DW001", "洗涤废水总排放口", (6, 20), (*SEWAGE, LAS, TOTAL_P), "化学需氧量", "氨氮"),
         _air("DA001", "燃气锅炉废气排放口", (1500, 4000), BOILER, "氮氧化物")),
        (),
        (("MF0001", "洗涤龙"), ("MF0002", "燃气锅炉")), (("TW001", "废水", "混凝沉淀设施"), ("TA001", "废气", "低氮燃烧器")),
        (3000, 5500), (("主要产品产量", "洗涤布草", "t", 5000), ("主要辅料", "洗涤剂", "t", 40), ("能源消耗", "天然气", "万m³", 40), POWER, TAP),
        ((COMMON, "污水处理污泥"),),
    ),
    "食品": Trade(
        "其他食品制造", "食品有限公司", False,
        (_water("DW001", "生产废水总排放口", (4, 15), (*SEWAGE, FAT, TOTAL_N, TOTAL_P), "化学需氧量", "氨氮", automatic=("化学需氧量",)),),
        (("厂界", (Substance("臭气浓度", "20", "无量纲", (0.5, 0.9), "1次/半年", "1次/年", 0, method="HJ 1262-2022"),)),),
        (("MF0001", "调理食品生产线"),), (("TW001", "废水", "生化处理设施"),),
        (2400, 5000), (("主要产品产量", "调理食品", "t", 4000), ("主要原料", "面粉", "t", 2500), ("主要辅料", "食用油", "t", 150), POWER, TAP),
        ((COMMON, "污水处理污泥"), (COMMON, "废包装物")),
    ),
    "环卫": Trade(
        "环境卫生管理", "环境服务有限公司", False,
        (_air("DA001", "除臭装置排放口", (20000, 60000), (
            ODOUR, Substance("氨", "30", "mg/m³", (0.02, 0.1), "1次/季", "1次/半年", 2, "1", method="HJ 533-2009"),
            Substance("硫化氢", "5", "mg/m³", (0.01, 0.05), "1次/季", "1次/半年", 3, "0.1", method="HJ 1388-2024")), "氨", "硫化氢"),),
        (("厂界", STATION),),
        (("MF0001", "湿垃圾中转仓"),), (("TA001", "废气", "除臭装置"),),
        (5500, 8000), (("主要产品产量", "中转垃圾", "t", 70_000), ("主要辅料", "除臭药剂", "t", 6), POWER, TAP), ((COMMON, "废滤料"),),
    ),
    "制药": Trade(
        "生物药品制造", "生物医药有限公司", False,
        (_air("DA001", "实验及发酵废气排放口", (10000, 30000), (
            Substance("非甲烷总烃", "60", "mg/m³", (0.03, 0.3), "1次/月", "1次/半年", 2, "2.0", method="HJ 38-2017"), ODOUR), "非甲烷总烃"),
         _water("DW001", "综合废水总排放口", (3, 12), (*SEWAGE, TOTAL_N, TOTAL_P), "化学需氧量", "氨氮", automatic=("化学需氧量", "氨氮"))),
        (("厂界", EDGE),),
        (("MF0001", "发酵罐"), ("MF0002", "纯化系统")), (("TA001", "废气", "活性炭吸附装置"), ("TW001", "废水", "生化处理设施")),
        (2400, 6000), (("主要产品产量", "生物制剂", "kg", 900), ("主要原料", "培养基", "t", 12), ("主要辅料", "乙醇", "t", 6), POWER, TAP),
        (ACTIVE, (HAZARD, "实验室废液")),
    ),
    "塑料": Trade(
        "塑料制品业", "塑料制品有限公司", False,
        (_air("DA001", "注塑废气排放口", (10000, 25000), (
            Substance("非甲烷总烃", "60", "mg/m³", (0.03, 0.3), "1次/季", "1次/半年", 2, "3.0", method="HJ 38-2017"), DUST), "非甲烷总烃"),),
        (("厂界", EDGE),),
        (("MF0001", "注塑机"),), (("TA001", "废气", "活性炭吸附装置"),),
        (4000, 7000), (("主要产品产量", "塑料制品", "t", 1800), ("主要原料", "聚丙烯", "t", 1850), ("主要辅料", "色母粒", "t", 25), POWER), (ACTIVE,),
    ),
}  # fmt: skip
