"""The sheets and columns of the register workbook, as data: header, field, required, kind, remark."""

from dataclasses import dataclass

from postpermit.register.states import (
    BasisKind,
    FacilityStatus,
    ManagementClass,
    Manner,
    OutletKind,
    OutletType,
    RegisteredKind,
    ReportKind,
    SupervisionLevel,
)


@dataclass(frozen=True)
class Column:
    """One column. ``kind``: text, day, decimal, number, uscc, limit, unit, yesno, or choice (then ``options``)."""

    header: str
    field: str
    required: bool = False
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    longest: int = 120
    remark: str = ""


def _of(labelled: object) -> tuple[tuple[str, str], ...]:
    return tuple((member.label, member.value) for member in labelled)  # type: ignore[attr-defined]


_CLASSES = tuple((m.label, m.value) for m in ManagementClass if m is not ManagementClass.UNLISTED)
_CITY = tuple((c, c) for c in ("重点", "一般", "简易"))

UNITS = "单位"
SHEETS: dict[str, tuple[Column, ...]] = {
    UNITS: (
        Column("编号", "number", True, "number", remark="许可证或登记编号，22 位"),
        Column("单位名称", "name", True),
        Column("统一社会信用代码", "uscc", True, "uscc", remark="18 位"),
        Column("管理类别", "management_class", True, "choice", _CLASSES),
        Column("行业代码", "industry_code", longest=8),
        Column("行业类别", "industry_name", longest=64),
        Column("生产经营场所地址", "address", True, longest=200),
        Column("街镇", "street", longest=32),
        Column("经度", "longitude", kind="decimal"),
        Column("纬度", "latitude", kind="decimal"),
        Column("法定代表人", "legal_representative", longest=64),
        Column("环保负责人", "environment_contact", longest=64),
        Column("联系电话", "phone", longest=32),
        Column("首次发证日期", "first_issued_on", True, "day"),
        Column("有效期起", "valid_from", True, "day"),
        Column("有效期止", "valid_to", True, "day"),
        Column("状态", "status", kind="choice", options=_of(FacilityStatus), remark="空为正常"),
        Column("发证机关", "issuer", longest=64),
        Column("监管层级", "supervision_level", kind="choice", options=_of(SupervisionLevel)),
        Column("市监管对象类别", "city_class", kind="choice", options=_CITY),
        Column("环境监管重点单位类别", "key_unit_kinds"),
        Column("通用工序", "general_processes"),
        Column("环评批复文号", "eia_number"),
        Column("应急预案备案日期", "emergency_plan_filed_on", kind="day"),
    ),
    "排放口": (
        Column("编号", "number", True, "number"),
        Column("排放口编号", "code", True, longest=16),
        Column("名称", "name", longest=64),
        Column("类别", "kind", kind="choice", options=_of(OutletKind)),
        Column("类型", "type", kind="choice", options=_of(OutletType)),
        Column("排放去向", "destination"),
        Column("自动监测", "automatic", kind="yesno"),
        Column("MN号", "mn", longest=32),
    ),
    "许可限值": (
        Column("编号", "number", True, "number"),
        Column("排放口编号", "outlet", longest=16, remark="空为全厂"),
        Column("污染物", "pollutant", True, longest=64),
        Column("浓度限值", "text", kind="limit", remark="数字、区间如 6-9，或不得检出"),
        Column("浓度单位", "unit", kind="unit"),
        Column("排放速率限值", "rate_limit", kind="decimal", remark="kg/h"),
        Column("年许可排放量", "annual_amount", kind="decimal", remark="t"),
        Column("判定口径", "basis_kind", kind="choice", options=_of(BasisKind)),
        Column("依据", "basis"),
    ),
    "自行监测": (
        Column("编号", "number", True, "number"),
        Column("排放口编号", "outlet", longest=16, remark="空为全厂"),
        Column("污染物", "pollutant", True, longest=64),
        Column("方式", "manner", True, "choice", _of(Manner)),
        Column("频次", "frequency", True, longest=32, remark="如 1次/季"),
    ),
    "报告要求": (
        Column("编号", "number", True, "number"),
        Column("报告类型", "kind", True, "choice", _of(ReportKind)),
        Column("提交期限", "due_text", longest=32, remark="如 次年1月31日、季后15日"),
    ),
    "登记表": (
        Column("编号", "number", True, "number"),
        Column("类别", "kind", True, "choice", _of(RegisteredKind)),
        Column("名称", "name", True),
        Column("数量", "amount", longest=32, remark="连同单位，如 12 吨/年"),
        Column("说明", "note", longest=200),
    ),
}

# What makes two rows of a sheet the same row.
KEYS: dict[str, tuple[str, ...]] = {
    UNITS: ("number",),
    "排放口": ("number", "code"),
    "许可限值": ("number", "outlet", "pollutant", "basis_kind"),
    "自行监测": ("number", "outlet", "pollutant", "manner"),
    "报告要求": ("number", "kind"),
    "登记表": ("number", "kind", "name"),
}

CONCENTRATION_UNITS = (
    "mg/L",
    "mg/m³",
    "g/m³",
    "MPN/L",
    "无量纲",
    "dB(A)",
    "级",
    "μg/m³",
    "μg/L",
    "ng/m³",
    "Bq/L",
    "个/L",
    "倍",
    "%",
)
SECRET_HEADER = "涉密"
