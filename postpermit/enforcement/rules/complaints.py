"""What may stand in a register of complaints: the matter and the place, nobody's telephone, nobody's identity number."""

import re
import unicodedata
from datetime import date

from postpermit import law

# What people put between digits, and what no eye sees.
BETWEEN = r"[\s\-.·•‐-―_/,，、]{0,2}"
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPELT = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
START, STOP = r"(?<!\d)(?:(?:\+|00)?86\D{0,2}|0)?", r"(?!\d)"


def _grouped(first: str, *sizes: int) -> str:
    """Digits in groups of these sizes; ``first`` stands for the two that begin the first group."""
    groups = [f"{first}\\d{{{sizes[0] - 2}}}", *(f"\\d{{{size}}}" for size in sizes[1:])]
    return BETWEEN.join(groups)


MOBILE_GROUPS = ((3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 2, 3, 3), (3, 4, 2, 2), (5, 3, 3), (5, 6))
MOBILE = re.compile(
    START
    + "(?:"
    + "|".join(_grouped("1[3-9]", *g) for g in MOBILE_GROUPS)
    + "|1\\D[3-9](?:\\D\\d){9})"
    + STOP
)
# With its area code, or called a telephone.
LANDLINE = re.compile(
    r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?" + BETWEEN + r"[2-9]\d{2,3}" + BETWEEN + r"\d{4}" + STOP
    + r"|(?:电话|座机|手机|联系方式|(?i:tel))\D{0,4}[2-9]\d{2,3}" + BETWEEN + r"\d{4}" + STOP
)  # fmt: skip
SPACED = r"[\s\-.·_/]{0,2}"
IDENTITY = (
    re.compile(rf"(?<!\d)\d(?:{SPACED}\d){{16}}{SPACED}[\dXx](?![\dA-Za-z])"),
    re.compile(rf"(?<!\d)\d(?:{SPACED}\d){{14}}(?![\dA-Za-z])"),
)
PROVINCES = {11, 12, 13, 14, 15, *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}  # fmt: skip
# Numbers of fifteen digits were given out until 1999: a younger date in one is the day of a work order.
LAST_OF_FIFTEEN, FIRST_OF_FIFTEEN = 99, 30
PHONE = "文字里疑似有{}。投诉人的个人信息不在本系统登记，请删去后再提交，联系方式留在来源系统。"
CARD = "文字里疑似有身份证号码。投诉人的个人信息不在本系统登记，请删去后再提交。"


@law.rule("EN-80", "plan:8.2")
def personal_fault(*texts: str) -> str:
    """信访投诉不登记投诉人的姓名、电话和证件号码；文字里疑似有手机、固定电话或身份证号的，不论全角半角、怎样分隔，都不登记。

    Returns the sentence of what is wrong, or "". It repeats nothing of what was found.
    """
    for text in texts:
        clean = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(SPELT)
        if any(_is_identity(found.group()) for shape in IDENTITY for found in shape.finditer(clean)):
            return CARD
        if MOBILE.search(clean):
            return PHONE.format("手机号码")
        if LANDLINE.search(clean):
            return PHONE.format("固定电话号码")
    return ""


def _is_identity(text: str) -> bool:
    """Eighteen or fifteen places that begin with a province and hold a day on which somebody may be born."""
    digits = re.sub(r"[^\dXx]", "", text)
    if len(digits) not in (15, 18) or int(digits[:2]) not in PROVINCES:
        return False
    short = len(digits) == 15
    year = 1900 + int(digits[6:8]) if short else int(digits[6:10])
    if short and not (digits.isdigit() and FIRST_OF_FIFTEEN <= year - 1900 <= LAST_OF_FIFTEEN):
        return False
    month, day = (digits[8:10], digits[10:12]) if short else (digits[10:12], digits[12:14])
    try:
        return date(year, int(month), int(day)).year >= 1900
    except ValueError:
        return False
