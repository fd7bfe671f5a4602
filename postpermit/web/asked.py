"""A number asked for in an address: one we know, or none."""


def asked_number(text: str, low: int, high: int) -> int | None:
    """The whole number between ``low`` and ``high`` that the text is; None for anything else, however long."""
    if not text.isdecimal() or len(text) > len(str(high)):
        return None
    number = int(text)
    return number if low <= number <= high else None
