"""The desk on which tests of visits play: founded once a module, and as fresh for every test."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from postpermit.register.models import Facility
from tests.bureau import Bureau, found_bureau, moment
from tests.conftest import TODAY
from tests.enforcement.building import VisitDesk, open_visits


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, int]]:
    """Unit → its key. Every test of the module is a savepoint inside this transaction, which is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        desk = open_visits(found_bureau(TODAY), moment(TODAY))
        yield {number: unit.pk for number, unit in desk.units.items()}
        transaction.set_rollback(True)


@pytest.fixture
def visits(founded: dict[int, int], db: None, at: datetime) -> VisitDesk:
    """A bureau with a key, a simplified and a registered unit, read anew."""
    units = {number: Facility.objects.get(pk=key) for number, key in founded.items()}
    return VisitDesk(Bureau(TODAY), units, at)
