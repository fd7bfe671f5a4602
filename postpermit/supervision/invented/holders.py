"""An invented holder: what its permit says, as plain values. Every name ends in （演示）; check digits are valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from postpermit.supervision.invented.trades import Mouth, Substance, Trade

DISCLOSED = ("自行监测结果", "执行报告")
LEDGERS = (
    ("基本信息", "1次/年"),
    ("生产设施运行管理信息", "1次/日"),
    ("污染防治设施运行管理信息", "1次/日"),
    ("监测记录信息", "1次/季"),
    ("其他环境管理信息", "1次/季"),
)


@dataclass(frozen=True)
class Holder:
    """A holder and its permit. ``hours``: of work a year; ``flow``: outlet → m³/h; ``permitted``: (outlet, pollutant) → t/a."""

    number: str
    uscc: str
    name: str
    klass: str
    trade: Trade
    legal: str
    technical: str
    phone: str
    address: str
    first_issued_on: date
    valid_from: date
    valid_to: date
    hours: int
    size: float
    flow: dict[str, int]
    plan_filed_on: date
    permitted: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    # Year → months (0–11) in which nothing ran: a stop, or the time before the permit.
    off: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    # What happened in each year, once it was asked for.
    years: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)

    def off_in(self, year: int) -> tuple[int, ...]:
        """The months of a year in which nothing ran."""
        return self.off.get(year, ())

    @property
    def key(self) -> bool:
        """重点管理."""
        return self.klass == "KEY"

    @property
    def mouths(self) -> tuple[Mouth, ...]:
        """The outlets, gas and water."""
        return self.trade.mouths

    def frequency(self, substance: Substance) -> str:
        """How often it is sampled by hand."""
        return substance.key if self.key else substance.plain

    def automatic(self, mouth: Mouth, substance: Substance) -> bool:
        """Only key units have instruments here."""
        return self.key and substance.name in mouth.automatic
