"""Invent a holder: a number, a name that says （演示）, a trade, and a permit that fits it."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from postpermit.register.uscc import check_digit
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.trades import TRADES
from postpermit.supervision.invented.years import permitted_amounts
from postpermit.workdays import add_months

FIRST, SECOND = "盛启恒瑞嘉鼎宏泰新源安康德润华美", "达远昌丰荣通和顺立信兴隆元亨利贞"
ROADS = ("云栖路", "青禾路", "映月路", "松风路", "望溪路", "和畅路", "朝露路", "听雨路")
SURNAMES, GIVEN = "甲乙丙丁戊己庚辛", "一二三四五六七八九十"


def invent_holder(
    rng: random.Random,
    number: int,
    klass: str,
    *,
    off: Mapping[int, tuple[int, ...]] | None = None,
    issued_on: date | None = None,
) -> Holder:
    """Holder ``number`` of class KEY or SIMPLIFIED; trades in turn, so that a hundred holders show every trade.

    ``off``: year → months (0–11) in which nothing ran; ``issued_on``: when the permit is of another day than drawn.
    """
    names = tuple(TRADES)
    trade = TRADES[names[number % len(names)]]
    body = f"{'12' if trade.public else '91'}310107MA1D{number % 100_000:05d}"
    uscc = body + check_digit(body)
    drawn = date(2023, 3, 1) + timedelta(days=rng.randrange(600))
    start = issued_on or drawn
    size = rng.uniform(0.5, 1.5)
    holder = Holder(
        f"{uscc}001{rng.choice('PQRUV')}",
        uscc,
        f"{rng.choice(FIRST)}{rng.choice(SECOND)}{number}号{trade.tail}（演示）",
        klass,
        trade,
        f"演示{rng.choice(SURNAMES)}{rng.choice(GIVEN)}",
        f"演示{rng.choice(SURNAMES)}{rng.choice(GIVEN)}",
        f"021-0000{number % 10_000:04d}",
        f"{rng.choice(ROADS)}{rng.randint(1, 2000)}号",
        start,
        start,
        add_months(start, 60) - timedelta(days=1),
        rng.randint(*trade.hours),
        size,
        {m.code: rng.randint(*m.flow) for m in trade.mouths},
        max(start, add_months(drawn, 12 + rng.randrange(12))),
        off=off or {},
    )
    holder.permitted.update(permitted_amounts(rng, holder))
    return holder
