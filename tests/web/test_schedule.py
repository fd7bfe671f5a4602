"""日历: a crowded day shows its first rows, and the rest a click away."""

from datetime import date

import pytest

from postpermit.duties.models import Duty
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_the_rest_of_a_crowded_day_is_a_click_away(world: World) -> None:
    for n in range(9):
        Duty.objects.create(
            state="OPEN", kind="submit-report-annual", obligor_id="HOLDER", klass="KEY", subject=f"忙日{n}", period="2026",
            subject_name=f"忙日{n}厂", opens_on=date(2026, 1, 1), due_on=date(2026, 10, 15),
        )  # fmt: skip
    client = world.client("approval-1")
    folded = client.get("/schedule/?year=2026&month=10&scope=HOLDER").content.decode()
    assert "还有 3 项" in folded and "忙日8厂" not in folded
    whole = client.get("/schedule/?year=2026&month=10&scope=HOLDER&day=15").content.decode()
    assert all(f"忙日{n}厂" in whole for n in range(9)) and "还有 3 项" not in whole
