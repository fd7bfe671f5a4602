"""The desk on which tests of checks play."""

from datetime import datetime

import pytest

from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk


@pytest.fixture
def checks(bureau: Bureau, at: datetime) -> CheckDesk:
    """A bureau with one key unit that owes quarterly and annual reports."""
    return open_desk(bureau, at)
