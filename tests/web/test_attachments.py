"""附件: the original as it came, and of a photo a copy that is small enough for a list of thirty."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from postpermit.trail.models import Attachment
from tests.web.world import World

pytestmark = pytest.mark.django_db
KEY = "k" * 32


def photo(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 64).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def test_a_list_loads_a_small_copy_and_a_click_the_original(world: World) -> None:
    client, data = world.client("station-1"), photo(2000, 1500)
    path = f"/slips/{world.slip.public_id}/attach/"
    for n, (name, held) in enumerate((("现场.jpg", data), ("报告.pdf", b"%PDF-1.7 demo"))):
        client.post(path, {"act_key": f"{n}" * 32, "file": SimpleUploadedFile(name, held)})
    kept = Attachment.objects.get(name="现场.jpg")
    small = client.get(f"/attachments/{kept.public_id}/?small=1")
    assert small["Content-Type"] == "image/jpeg" and len(small.content) < len(data) / 5
    assert Image.open(io.BytesIO(small.content)).size == (480, 360)
    whole = client.get(f"/attachments/{kept.public_id}/")
    assert b"".join(whole.streaming_content) == data  # type: ignore[attr-defined]
    paper = Attachment.objects.get(name="报告.pdf")
    answer = client.get(f"/attachments/{paper.public_id}/?small=1")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 demo"  # type: ignore[attr-defined]
