"""Who owns a field, and what a change of the permit's dates means."""

import re
from datetime import date

from postpermit import law
from postpermit.register.states import PermitEvent

_OF_POLLUTION = frozenset({"key_unit_kinds", "city_class", "emergency_plan_filed_on"})
FACT_OWNERS = {
    "eia": "APPROVAL",
    "key-unit": "POLLUTION",
    "statistic": "ECOLOGY",
    "credit": "LEGAL",
    "penalty": "ENFORCEMENT",
    "complaint": "ENFORCEMENT",
}


@law.rule("RG-1", "plan:8.2", "plan:3.3")
def owner_of(field: str) -> str:
    """重点单位类别、市监管对象类别、应急预案备案归污防科维护，其余许可和登记信息归审批科维护。"""
    return "POLLUTION" if field in _OF_POLLUTION else "APPROVAL"


@law.rule("RG-2", "plan:8.2")
def is_proposal(field: str, division: str, current: object, given: object) -> bool:
    """其他科室给出的不同数值只作建议，由归口科室决定；空白字段直接采用并注明来源。"""
    return current not in (None, "") and given != current and division != owner_of(field)


@law.rule("RG-3", "plan:10.1")
def event_of(old: tuple[date, date], new: tuple[date, date]) -> PermitEvent:
    """新有效期接在旧有效期之后的是延续，其余有效期变动是变更。"""
    (old_from, old_to), (new_from, new_to) = old, new
    return PermitEvent.RENEW if new_to > old_to and new_from > old_from else PermitEvent.CHANGE


@law.rule("RG-4", "plan:8.2")
def fact_owner(kind: str) -> str:
    """环评归审批科，重点单位归污防科，环境统计归生态科，信用归法制科，处罚和信访归执法大队。"""
    return FACT_OWNERS[kind]


PERMIT_LETTERS, REGISTRATION_LETTERS = set("PQRSUVC"), set("WXYZ")
OUTLET_CODE = re.compile(r"(DA|DW|YS|DN|WZ|MF|TA|TW)\d{3,4}")


def number_doubt(number: str, uscc: str, registered: bool) -> str:
    """What is strange about a permit or registration number, or "". A doubt is told, never a refusal."""
    if number[:18] != uscc:
        return "编号前 18 位与统一社会信用代码不同，请核对。"
    if not number[18:21].isdecimal():
        return "编号第 19–21 位通常是数字，请核对。"
    letters = REGISTRATION_LETTERS if registered else PERMIT_LETTERS
    if number[21] not in letters:
        kind = "登记" if registered else "许可证"
        return f"{kind}编号末位字母“{number[21]}”少见，请核对。"
    return ""
