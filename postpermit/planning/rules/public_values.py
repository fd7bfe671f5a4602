"""公开随机数的写法和时间: one number has one spelling, and before its hour it does not exist. No Django."""

import re
from datetime import datetime, time

from postpermit import law
from postpermit.trail.steps import Labelled


class PublicForm(Labelled):
    """How the public value is written; frozen with the list."""

    DECIMALS_4 = "DECIMALS_4", "四位小数，如 7.0821"
    DECIMALS_2 = "DECIMALS_2", "两位小数，如 3456.78"
    DIGITS = "DIGITS", "只有数字，如 0512182533"


PATTERNS = {
    PublicForm.DECIMALS_4: re.compile(r"(0|[1-9][0-9]{0,5})\.[0-9]{4}", re.ASCII),
    PublicForm.DECIMALS_2: re.compile(r"(0|[1-9][0-9]{0,7})\.[0-9]{2}", re.ASCII),
    PublicForm.DIGITS: re.compile(r"[0-9]{3,64}", re.ASCII),
}


@law.rule("PL-65", "plan:6.1")
def fault_of_value(value: str, form: str) -> str:
    """公开随机数的写法在封存名单时定下，填写的取值须照此写法，由另一科室独立再填一次相同的取值才算数。"""
    if not value:
        return "请照原文填写公开随机数的取值。"
    if not PATTERNS[PublicForm(form)].fullmatch(value):
        return f"取值不是封存时定下的写法（{PublicForm(form).label}），请照公布的原文填写。"
    return ""


@law.rule("PL-66", "plan:6.1")
def known_from(now: datetime) -> str:
    """公开随机数到公布的时刻才产生，在此之前不能填写；已到时刻的不作提示。"""
    hour = str(law.value("draw.public.hour", on=now.date()).value)
    return "" if now.time() >= time.fromisoformat(hour) else hour
