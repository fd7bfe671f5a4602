"""The desk on which tests of visits play."""

from datetime import datetime

import pytest

from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits


@pytest.fixture
def visits(bureau: Bureau, at: datetime) -> VisitDesk:
    """A bureau with a key, a simplified and a registered unit."""
    return open_visits(bureau, at)
