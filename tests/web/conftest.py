"""The world behind the door, with the door's clock standing still."""

from datetime import datetime

import pytest

from postpermit.web import middleware
from tests.bureau import Bureau
from tests.web.world import World, build


@pytest.fixture
def world(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    """One of every thing."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return build(bureau, at)
