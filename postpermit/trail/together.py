"""Many acts at a stretch: a played district does in a minute what an office does in a year."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def together() -> Iterator[None]:
    """One transaction and so one sealing for all acts inside. For demos only, which begin anew when one of them fails."""
    with transaction.atomic():
        yield
