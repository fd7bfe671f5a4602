"""What every test stands on: walls that a flush may lower, no network, a small bureau with a fixed clock."""

import socket
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone
from hypothesis import HealthCheck, settings

from postpermit import law
from postpermit.duties.queries import coverage
from postpermit.office import values as office_values
from postpermit.trail.walls import lower_walls, raise_walls
from tests.bureau import Bureau, found_bureau

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("ci")

_teardown = TransactionTestCase._fixture_teardown


def _behind_lowered_walls(case: TransactionTestCase) -> None:
    """Emptying the tables after a test is the one deletion that is meant."""
    lower_walls(connection)
    try:
        _teardown(case)
    finally:
        raise_walls(connection)


TransactionTestCase._fixture_teardown = _behind_lowered_walls  # type: ignore[method-assign]

_connect = socket.socket.connect
LOCAL = {"127.0.0.1", "::1", "localhost"}


def _local_only(self: socket.socket, address: Any) -> Any:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
        raise AssertionError(f"a test reached for the network: {address}")
    return _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached."""
    monkeypatch.setattr(socket.socket, "connect", _local_only)


TODAY = date(2026, 11, 24)


@pytest.fixture
def today() -> date:
    """The day on which tests play."""
    return TODAY


@pytest.fixture
def at() -> datetime:
    """The moment at which tests play: a Tuesday morning."""
    return timezone.make_aware(datetime(2026, 11, 24, 10, 0))


def _commits(item: pytest.Item) -> bool:
    """Whether a test writes for good: it cannot be a savepoint of something larger."""
    marker = item.get_closest_marker("django_db")
    lasting = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(lasting) or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="module")
def bureau_once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[bool]:
    """Whether the bureau was founded for the whole module: each test is then a savepoint in a transaction that is never
    committed. Founding it anew for each of three thousand tests took a third of the time."""
    if any(_commits(i) for i in request.session.items if getattr(i, "module", None) is request.module):
        yield False
        return
    with django_db_blocker.unblock(), transaction.atomic():
        found_bureau(TODAY)
        yield True
        transaction.set_rollback(True)


@pytest.fixture
def bureau(bureau_once: bool, db: None) -> Bureau:
    """Six divisions with posts and people."""
    return Bureau(TODAY) if bureau_once else found_bureau(TODAY)


@pytest.fixture(autouse=True)
def shipped_values() -> Iterator[None]:
    """What one test adopts is not law in the next."""
    yield
    coverage._remembered.clear()
    law.adopt(())
    office_values._laid = (None, 0)
