"""Articles as a paper writes them: 第一千零五十五条, for lists on which they stand as digits."""

import re

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"))
CITED = re.compile(r"第(\d{1,4})([条款项章节])")


def in_words(number: int) -> str:
    """A number from 0 to 9999 in Chinese numerals."""
    out, gap = "", False
    for size, name in PLACES:
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
        gap = not digit if out else False
    if number:
        out += ("零" if gap and out else "") + DIGITS[number]
    return out.removeprefix("一") if out.startswith("一十") else out or DIGITS[0]


def as_cited(text: str) -> str:
    """The text with its articles in words; a name and a year keep their digits."""
    return CITED.sub(lambda m: f"第{in_words(int(m[1]))}{m[2]}", text)
