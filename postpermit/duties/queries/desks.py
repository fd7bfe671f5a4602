"""On whose desk generated duties are put."""

from datetime import date

from postpermit.office.desks import UnableToFindADesk, desk_post
from postpermit.office.models import Post

HOLDER = "HOLDER"


class Desks:
    """One desk per obligor and day, looked up once. Holders have none here; a bureau without a roster has none yet."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[str, Post | None] = {}

    def of(self, obligor: str) -> Post | None:
        """The post that works on duties of that division."""
        if obligor == HOLDER:
            return None
        if obligor not in self.known:
            try:
                self.known[obligor] = desk_post(obligor, "STAFF", self.on)
            except UnableToFindADesk:
                self.known[obligor] = None
        return self.known[obligor]
