"""The desk of visits behind the door, founded once a module, with the door's clock standing still."""

from datetime import datetime

import pytest

from postpermit.register.models import Facility
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.conftest import TODAY
from tests.enforcement.building import VisitDesk
from tests.enforcement.conftest import founded

__all__ = ["founded"]


@pytest.fixture
def visits(
    founded: dict[int, int],  # noqa: F811 -- the fixture is taken over by its name
    db: None,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> VisitDesk:
    """A bureau with a key, a simplified and a registered unit, as fresh for every test."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    units = {number: Facility.objects.get(pk=key) for number, key in founded.items()}
    return VisitDesk(Bureau(TODAY), units, at)
