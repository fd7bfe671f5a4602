"""The desk of visits behind the door, with the door's clock standing still."""

from datetime import datetime

import pytest

from postpermit.web import middleware
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits


@pytest.fixture
def visits(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> VisitDesk:
    """A bureau with a key, a simplified and a registered unit."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_visits(bureau, at)
