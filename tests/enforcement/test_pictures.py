"""Photos keep their bytes, and say themselves when and where they were taken."""

import random
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from postpermit.enforcement.models import Visit, VisitPicture
from postpermit.enforcement.operations.pictures import UnableToKeepPicture, keep_picture, told_by
from postpermit.trail.attachments import UnableToAttach
from postpermit.trail.files import path_of
from postpermit.trail.models import Attachment
from tests.bureau import Bureau, unit_row
from tests.enforcement.sent import photo, sent_visit

pytestmark = pytest.mark.django_db
SHOT = datetime(2026, 11, 24, 9, 41, 5)


@pytest.fixture
def visit(bureau: Bureau, at: datetime) -> Visit:
    return sent_visit(bureau, *bureau.units(unit_row(1), at=at))


def show(visit: Visit, bureau: Bureau, at: datetime, data: bytes, **changes: Any) -> VisitPicture:
    given = {"uid": uuid4(), "kind": "EVIDENCE", "name": "IMG_1.HEIC", "data": data}
    return keep_picture(visit=visit, by=bureau("enforcement-1"), at=at, **given | changes)


def test_the_original_bytes_lie_under_their_digest(visit: Visit, bureau: Bureau, at: datetime) -> None:
    data = photo(SHOT, place=True)
    row = show(visit, bureau, at, data, question="2.1.1", caption="总排口")
    assert row.sha256 == sha256(data).hexdigest() and path_of(row.sha256).read_bytes() == data
    assert (row.attachment.name, row.attachment.media_type) == ("IMG_1.jpg", "image/jpeg")


def test_time_and_place_of_the_picture_go_before_those_of_the_device(
    visit: Visit, bureau: Bureau, at: datetime
) -> None:
    device = {"taken_at": at, "longitude": Decimal("1.5"), "latitude": Decimal("2.5")}
    row = show(visit, bureau, at, photo(SHOT, place=True), **device)
    assert (timezone.localtime(row.taken_at).strftime("%H:%M:%S"), row.taken_from) == ("09:41:05", "照片")
    assert (row.longitude, row.latitude) == (Decimal("121.400000"), Decimal("31.241667"))
    bare = show(visit, bureau, at, photo(), **device)
    assert (bare.taken_at, bare.taken_from, bare.longitude) == (at, "设备", Decimal("1.5"))
    assert show(visit, bureau, at, photo(colour="blue")).taken_from == ""


def test_the_same_picture_again_is_the_same_row(visit: Visit, bureau: Bureau, at: datetime) -> None:
    uid = uuid4()
    assert show(visit, bureau, at, photo(), uid=uid) == show(visit, bureau, at, photo(), uid=uid)
    assert VisitPicture.objects.count() == Attachment.objects.count() == 1


NO_PICTURES: tuple[tuple[bytes, dict[str, str], str], ...] = (
    (b"GIF89a....", {}, "只收 JPG、PNG"),
    (photo(), {"kind": "SIGNATURE"}, "请写明签名人"),
    (photo(), {"kind": "FILM"}, "不认识的照片类别"),
    (photo(), {"question": "9.9.9"}, "没有这一问"),
)


def test_what_is_no_picture_is_refused(visit: Visit, bureau: Bureau, at: datetime) -> None:
    for data, changes, words in NO_PICTURES:
        with pytest.raises(UnableToKeepPicture, match=words):
            show(visit, bureau, at, data, **changes)
    assert not VisitPicture.objects.exists()


def test_secret_words_are_not_kept_as_a_caption(visit: Visit, bureau: Bureau, at: datetime) -> None:
    with pytest.raises(UnableToAttach, match="涉密"):
        show(visit, bureau, at, photo(), caption="涉密车间")


@pytest.mark.one_database
def test_a_damaged_block_tells_nothing_and_stops_nobody() -> None:
    whole, dice = photo(SHOT, place=True), random.Random(7)
    for _ in range(600):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        told_by(bytes(broken[: dice.randint(1, len(broken))]))
    assert told_by(whole).taken_at is not None
