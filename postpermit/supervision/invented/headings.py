"""Headings as the platform is told to print them: (spanning heading or "", heading) by column; two rows where one spans."""

from collections.abc import Mapping

from postpermit import law

HOURLY, DAILY = "监测结果（折标，小时浓度）", "浓度监测结果（日均浓度）"
SPANNING: Mapping[str, Mapping[str, str]] = {
    "air-concentration": dict.fromkeys(("min", "max", "mean"), HOURLY),
    "water-concentration": dict.fromkeys(("min", "max", "mean"), DAILY),
    "air-rate": dict.fromkeys(("min", "max", "mean"), "实际排放速率（kg/h）"),
    "facility-abnormal": {
        "from": "时间段",
        "to": "时间段",
        "pollutant": "各排放因子浓度（mg/m³）",
        "concentration": "各排放因子浓度（mg/m³）",
    },
    "abnormal-air": {"from": "起止时间", "to": "起止时间"}
    | dict.fromkeys(("min", "max", "mean"), "监测结果"),
    "abnormal-fugitive": {"from": "起止时间", "to": "起止时间"},
    "special-air": dict.fromkeys(("min", "max", "mean"), "监测结果"),
    "air-amount": dict.fromkeys(("p1", "p2", "p3", "p4", "total"), "实际排放量"),
    "water-amount": dict.fromkeys(("p1", "p2", "p3", "p4", "total"), "实际排放量"),
}
WORDED: Mapping[str, Mapping[str, str]] = {
    "production": {"unit": "主要生产单元"},
    "air-concentration": {"count": "有效监测数据（小时值）数量", "rate": "超标率（%）"},
    "water-concentration": {"count": "有效监测数据（日均值）数量", "rate": "超标率（%）"},
    "air-rate": {"limit": "许可排放速率（kg/h）", "rate": "超标率（%）"},
    "fugitive": {
        "point": "生产设施/无组织排放编号",
        "device": "监测点位/监测设施",
        "result": "浓度监测结果（小时浓度）",
    },
    "abnormal-air": {"count": "有效监测数据（小时值）数量", "rate": "超标率（%）"},
    "abnormal-fugitive": {"point": "生产设施/无组织排放编号"},
    "special-air": {"count": "有效监测数据（小时值）数量", "rate": "超标率（%）"},
    "special-amount": {
        "outlet": "排放口编号/设施编号",
        "permitted": "许可日排放量（kg）",
        "total": "实际日排放量（kg）",
    },
    "air-exceedance": {"time": "时间（超标时段）", "concentration": "实际排放浓度（折标，mg/m³）"},
    "water-exceedance": {"concentration": "实际排放浓度（mg/L）"},
    "waste": {"name": "固体废物名称"},
}
PARTS = {
    "ANNUAL": {"p1": "1季度", "p2": "2季度", "p3": "3季度", "p4": "4季度", "total": "年度合计"},
    "QUARTERLY": {"p1": "第一月", "p2": "第二月", "p3": "第三月", "total": "季度合计"},
    "MONTHLY": {"total": "实际排放量（吨）"},
}


def columns_of(table: str, kind: str) -> dict[str, tuple[str, str]]:
    """Column code → (spanning heading, heading), in the order of the form."""
    form = law.report_form().tables[table]
    spans, words = SPANNING.get(table, {}), WORDED.get(table, {})
    amounts = table in ("air-amount", "water-amount")
    out = {}
    for code, field in form.columns.items():
        if amounts and code in ("p1", "p2", "p3", "p4") and code not in PARTS[kind]:
            continue
        if table == "summary" and code in ("group", "value"):
            out[code] = ("内容", "")
            continue
        heading = PARTS[kind].get(code, "") if amounts else ""
        if amounts and code == "permitted":
            heading = "许可排放量（吨）"
        above = "" if amounts and kind == "MONTHLY" else spans.get(code, "")
        out[code] = (above, heading or words.get(code) or field.label)
    return out
