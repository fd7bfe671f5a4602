"""What may stand in a register of complaints: the matter and the place, nobody's telephone."""

import re

from postpermit import law

# Eleven digits of a mobile number, also with the country's prefix and written in groups.
MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")


@law.rule("EN-80", "plan:8.2")
def personal_fault(*texts: str) -> str:
    """信访投诉不登记投诉人的姓名、电话和证件号码；文字里疑似有手机号或身份证号的，不予登记。

    Returns the sentence of what is wrong, or "". It repeats nothing of what was found.
    """
    if any(MOBILE.search(text) for text in texts):
        return "文字里疑似有手机号码。投诉人的个人信息不在本系统登记，请删去后再提交，联系方式留在来源系统。"
    if any(IDENTITY.search(text) for text in texts):
        return "文字里疑似有身份证号码。投诉人的个人信息不在本系统登记，请删去后再提交。"
    return ""
