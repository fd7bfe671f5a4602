"""A draw from its list to its publication, as two divisions hold it; demo and demo-year share it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from postpermit.planning import operations as do
from postpermit.planning.draw import commitment
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.rules.strata import PURPOSES, Stratum, quarter_code
from postpermit.trail.actors import Actor

PARITY = "中国外汇交易中心公布的人民币汇率中间价（1美元对人民币）"
PARTIES = ("LEGAL", "ENFORCEMENT")


@dataclass
class DrawSteps:
    """``clerk``: who acts for a division today. The bytes that a browser would have made come from ``salt``."""

    clerk: Callable[[str], Actor]
    salt: str
    nothing: set[tuple[str, str]] = field(default_factory=set)

    def freeze(
        self, plan: YearPlan, stratum: Stratum, public_day: date, at: datetime, on: date
    ) -> Draw | None:
        """The list of today; None where nothing is to be drawn."""
        quarter = quarter_code(on)
        try:
            return do.freeze_draw(
                plan=plan,
                purpose=PURPOSES[stratum],
                stratum=stratum,
                quarter=quarter,
                public_name=PARITY,
                public_day=public_day,
                on=on,
                by=self.clerk("LEGAL"),
                at=at,
            )
        except do.UnableToFreeze:
            self.nothing.add((stratum, quarter))
            return None

    def commit(self, draw: Draw, division: str, at: datetime) -> None:
        """One division commits its bytes."""
        do.commit_draw(
            draw=draw, digest=commitment(self.secret(draw, division)), by=self.clerk(division), at=at
        )

    def reveal(self, draw: Draw, division: str, at: datetime) -> None:
        """One division tells them."""
        do.reveal_draw(draw=draw, secret=self.secret(draw, division).hex(), by=self.clerk(division), at=at)

    def finish(self, draw: Draw, at: datetime) -> Draw:
        """With the public value known: carried out and published."""
        legal, value = self.clerk("LEGAL"), self.parity(draw)
        do.tell_value(draw=draw, public_value=value, by=legal, at=at)
        drawn = do.carry_out_draw(draw=draw, public_value=value, by=self.clerk("ENFORCEMENT"), at=at)
        return do.publish_draw(draw=drawn, by=legal, at=at)

    def secret(self, draw: Draw, division: str) -> bytes:
        """32 bytes that nobody else has."""
        return hashlib.sha256(
            f"{self.salt}{draw.stratum}{draw.quarter}{draw.attempt}{division}".encode()
        ).digest()

    def parity(self, draw: Draw) -> str:
        """An invented rate of that day."""
        told = hashlib.sha256(f"{self.salt}{draw.public_day}".encode()).digest()
        return f"7.{1000 + int.from_bytes(told[:2], 'big') % 1000:04d}"
