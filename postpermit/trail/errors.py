"""What every refused act raises: the Chinese sentence the person reads."""


class Refused(Exception):
    """Base of every ``UnableTo…``. ``str(error)`` is shown as it stands; ``place`` names the field, if one is at fault."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(message)
        self.place = place
