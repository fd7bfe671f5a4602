"""Amounts in the units of ledgers and tables, made comparable: tonnes and kilograms, 万m³ and m³, kWh and 度."""

from decimal import Decimal

from postpermit.supervision.rules.wording import bare

# unit → (what it measures, how many of the smallest)
UNITS = {
    "t": ("mass", "1000"), "吨": ("mass", "1000"), "kg": ("mass", "1"), "千克": ("mass", "1"), "公斤": ("mass", "1"),
    "g": ("mass", "0.001"), "克": ("mass", "0.001"), "万t": ("mass", "10000000"), "万吨": ("mass", "10000000"),
    "m3": ("volume", "1"), "nm3": ("volume", "1"), "立方米": ("volume", "1"), "方": ("volume", "1"),
    "万m3": ("volume", "10000"), "万nm3": ("volume", "10000"), "万立方米": ("volume", "10000"),
    "l": ("volume", "0.001"), "升": ("volume", "0.001"),
    "kwh": ("energy", "1"), "kw·h": ("energy", "1"), "度": ("energy", "1"), "千瓦时": ("energy", "1"),
    "万kwh": ("energy", "10000"), "万度": ("energy", "10000"), "万千瓦时": ("energy", "10000"), "mwh": ("energy", "1000"),
    "h": ("time", "1"), "小时": ("time", "1"), "d": ("time", "24"), "天": ("time", "24"),
}  # fmt: skip
FACTORS = {unit: (kind, Decimal(factor)) for unit, (kind, factor) in UNITS.items()}


def in_smallest(amount: Decimal, unit: str) -> tuple[str, Decimal] | None:
    """(what is measured, the amount in its smallest unit); a unit nobody knows measures itself; None without a unit."""
    plain = bare(unit).lower().replace("立方米", "m3")
    if not plain:
        return None
    kind, factor = FACTORS.get(plain, (plain, Decimal(1)))
    return kind, amount * factor
