"""The page of streets and recusals, by who may do what."""

import uuid
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from postpermit.planning.models import Beat, Recusal
from postpermit.register.models import Facility
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(bureau: Bureau, at: datetime) -> Facility:
    (made,) = bureau.units(unit_row(1, 街镇="桃浦镇"), at=at)
    return made


@pytest.fixture(autouse=True)
def today(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


def enter(bureau: Bureau, account: str) -> Client:
    client = Client()
    client.force_login(bureau.officers[account].user)
    return client


def key() -> str:
    return uuid.uuid4().hex


def test_the_head_sets_a_beat_and_a_recusal_and_others_only_read(bureau: Bureau, unit: Facility) -> None:
    officer = bureau.officers["enforcement-1"]
    officer.certificate = "演示090001"
    officer.save()
    head = enter(bureau, "enforcement-head")
    page = head.get("/draws/people/").content.decode()
    assert officer.name in page and "增加回避" in page
    base = f"/draws/people/{officer.public_id}/"
    told = {"streets": ["桃浦镇"], "act_key": key()}
    for _ in range(2):
        assert head.post(base + "beats/", told).status_code == 302
    assert Beat.objects.get().street == "桃浦镇"
    wrong = head.post(base + "recuse/", {"unit": "没有这家", "why": "亲属任职", "act_key": key()})
    assert wrong.status_code == 422 and not Recusal.objects.exists()
    assert (
        head.post(base + "recuse/", {"unit": unit.number, "why": "亲属任职", "act_key": key()}).status_code
        == 302
    )
    kept = Recusal.objects.get()
    clerk = enter(bureau, "pollution-1")
    seen = clerk.get("/draws/people/").content.decode()
    assert "桃浦镇" in seen and "亲属任职" not in seen
    assert clerk.post(base + "beats/", {"streets": [], "act_key": key()}).status_code == 404
    lifted = head.post(f"/draws/recusals/{kept.public_id}/lift/", {"why": "已调离", "act_key": key()})
    assert lifted.status_code == 302
    kept.refresh_from_db()
    assert kept.to_on is not None
