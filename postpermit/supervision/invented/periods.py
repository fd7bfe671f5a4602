"""Months of a period as places in a list of twelve."""


def months_of(period: str) -> list[int]:
    """The months (0–11) of a period."""
    if "Q" in period:
        first = 3 * int(period[-1]) - 3
        return [first, first + 1, first + 2]
    return [int(period[-2:]) - 1] if "-" in period else list(range(12))
