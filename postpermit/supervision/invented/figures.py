"""Numbers as a person fills them in: rounded halves up, without exponent, parts that add up exactly."""

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def rounded(value: Decimal | float | int, decimals: int) -> Decimal:
    """To so many decimals, halves up."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def shown(value: Decimal | int) -> str:
    """0.2500 as 0.25, 1200 as 1200; never with an exponent."""
    text = format(Decimal(value), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def fitting(value: Decimal) -> int:
    """So many decimals that four figures of the value are kept, at least four."""
    return max(4, 3 - value.adjusted()) if value else 4


def parts(rng: random.Random, whole: Decimal, weights: Sequence[float], decimals: int) -> list[Decimal]:
    """The whole in parts near their weights, each swayed a little; what they add up to is the new whole."""
    swayed = [w * rng.uniform(0.93, 1.07) for w in weights]
    total = sum(swayed) or 1
    return [rounded(whole * Decimal(repr(w / total)), decimals) for w in swayed]
