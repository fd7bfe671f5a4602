"""How a period is said: the ledger keeps 2026H2, an officer reads 2026年下半年."""

import re

_HALF = re.compile(r"(\d{4})H([12])")
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")


def period_words(period: str) -> str:
    """2026年度, 2026年上半年, 2026年第3季度, 2026年2月; a day or anything else stays as it is."""
    if found := _HALF.fullmatch(period):
        return f"{found[1]}年{'上' if found[2] == '1' else '下'}半年"
    if found := _QUARTER.fullmatch(period):
        return f"{found[1]}年第{found[2]}季度"
    if found := _MONTH.fullmatch(period):
        return f"{found[1]}年{int(found[2])}月"
    return f"{period}年度" if _YEAR.fullmatch(period) else period
