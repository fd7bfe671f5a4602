"""Files keep their bytes; size and type are checked before anything is parsed."""

import hashlib
from datetime import datetime

import pytest

from postpermit.register.models import Facility
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.attachments import LARGEST, UnableToAttach, attach
from postpermit.trail.files import path_of
from postpermit.trail.integrity import verify

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 demo"


@pytest.fixture
def thing() -> Facility:
    return Facility.objects.create(name="试验（演示）", management_class="UNLISTED")


def test_the_original_bytes_are_kept_under_their_digest(thing: Facility, at: datetime) -> None:
    held = attach(subject=thing, name="报告.pdf", data=PDF, by=COMMAND_LINE, at=at)
    assert held.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(held.sha256).read_bytes() == PDF
    assert (held.media_type, held.size) == ("application/pdf", len(PDF))


def test_a_changed_file_is_found_by_the_check(thing: Facility, at: datetime) -> None:
    held = attach(subject=thing, name="甲.txt", data="一二三".encode(), by=COMMAND_LINE, at=at)
    path_of(held.sha256).write_bytes(b"x")
    assert any("甲.txt" in f for f in verify().faults)
    path_of(held.sha256).unlink()
    assert any("缺失" in f for f in verify().faults)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"", "空文件"),
        ("假.pdf", b"MZ\x90", "不符"),
        ("脚本.exe", b"MZ", "不支持"),
        ("页.html", b"<html>", "不支持"),
        ("图.png", b"\xff\xd8\xff", "不符"),
        ("二进制.txt", b"a\x00b", "不符"),
        ("大.pdf", b"%PDF-" + b"0" * LARGEST, "MB"),
    ],
)
def test_what_is_not_accepted_is_told(
    name: str, data: bytes, said: str, thing: Facility, at: datetime
) -> None:
    with pytest.raises(UnableToAttach, match=said):
        attach(subject=thing, name=name, data=data, by=COMMAND_LINE, at=at)


def test_a_name_loses_its_path_and_its_tricks(thing: Facility, at: datetime) -> None:
    held = attach(subject=thing, name="..\\..\\etc/\u202egpj.pdf", data=PDF, by=COMMAND_LINE, at=at)
    assert held.name == "gpj.pdf"
