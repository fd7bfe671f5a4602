"""What a stranger sent from a telephone: pictures that lie about their size, numbers that are none, an id used twice."""

import struct
import uuid
import zlib
from typing import Any

import pytest

from postpermit.enforcement.models import VisitPicture
from postpermit.enforcement.operations.device_effects import _degrees
from postpermit.enforcement.operations.pictures import keep_picture, told_by
from postpermit.enforcement.rules.device_act import ActKind, FieldAct, UnreadableAct
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (0, 0), (16_320, 12_240)])
def test_a_picture_of_any_claimed_size_tells_nothing_and_stops_nobody(size: tuple[int, int]) -> None:
    assert told_by(png(*size)).taken_at is None


@pytest.mark.django_db
def test_a_picture_of_two_hundred_million_points_is_kept(visits: VisitDesk) -> None:
    told: dict[str, Any] = {"visit": visits.underway(1), "kind": "EVIDENCE", "name": "1.png", "by": visits.by(), "at": visits.at}  # fmt: skip
    assert keep_picture(uid=uuid.uuid4(), data=png(16_320, 12_240), **told).sha256


@pytest.mark.django_db
def test_an_id_answers_for_one_picture_of_one_visit(visits: VisitDesk) -> None:
    uid, first, second = uuid.uuid4(), visits.underway(1), visits.underway(2)
    told: dict[str, Any] = {
        "uid": uid,
        "kind": "EVIDENCE",
        "name": "1.png",
        "by": visits.by(),
        "at": visits.at,
    }
    kept = keep_picture(visit=first, data=png(2, 2), **told)
    assert keep_picture(visit=first, data=png(2, 2), **told) == kept
    for visit, data in ((first, png(3, 3)), (second, png(2, 2))):
        with pytest.raises(Refused, match="另一张照片"):
            keep_picture(visit=visit, data=data, **told)
    assert VisitPicture.objects.count() == 1


@pytest.mark.parametrize("text", ["NaN", "-nan", "sNaN", "Infinity", "1e999999", "181", "-181", "一百"])
def test_a_place_that_is_no_number_is_refused(text: str) -> None:
    act = FieldAct(uuid.uuid4(), "d", uuid.uuid4(), ActKind.PICTURE, {"longitude": text}, None, None, "")
    with pytest.raises(UnreadableAct):
        _degrees(act, "longitude", 180)
