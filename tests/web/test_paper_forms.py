"""The Word form goes out and comes back; what is no form, or no harmless file, is refused in plain words."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from postpermit.linkage.form import FormRow
from postpermit.linkage.models import PaperReturn, PrintedSlip
from postpermit.trail.models import Attachment
from postpermit.web.desk.paper import division_names
from postpermit.web.paper import annex5
from postpermit.web.paper.pdf import pdf
from postpermit.web.paper.reading import UnableToRead, read_slip
from postpermit.web.paper.word import slip_docx
from tests.web.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
KEY = "p" * 32
NAMES = {
    "STATION": "监测站 区环境监测站",
    "ECOLOGY": "生态科 生态建设科",
    "ENFORCEMENT": "执法大队 生态环境局执法大队",
}


def typed(
    *rows: tuple[str, ...],
    header: tuple[str, ...] = ("部门", "接收与执行情况", "经办人", "负责人", "日期", "备注"),
) -> bytes:
    """A form typed by hand in the same layout, without number."""
    document = Document()
    document.add_paragraph("排污许可“三监联动”线下转办单")
    table = document.add_table(1 + len(rows), 7)
    for place, text in enumerate(("任务接收与执行", *header)):
        table.rows[0].cells[place].text = text
    for at, row in enumerate(rows, 1):
        for place, text in enumerate(("任务接收与执行", *row)):
            table.rows[at].cells[place].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(world: World, who: str, data: bytes, name: str = "转办单.docx", **more: str):  # type: ignore[no-untyped-def]
    """Take the file in as that officer."""
    file = SimpleUploadedFile(name, data)
    return world.client(who).post("/slips/paper/", {"act_key": KEY, "file": file, **more})


words = st.text(alphabet="甲乙丙丁ABC12，。", min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(list(NAMES)), words, words, words), max_size=4))
def test_what_is_printed_is_read_back_word_for_word(rows: list[tuple[str, str, str, str]]) -> None:
    shown = [
        {
            "division": NAMES[c].split()[0],
            "text": t,
            "extra": "",
            "handler": h,
            "approver": a,
            "on": "2026-11-20",
            "remark": "",
        }
        for c, t, h, a in rows
    ]
    form = annex5.Annex5(
        "2026-012", 3, "事项", rows={"RAISE": shown[:1], "RECEIVE": shown[1:], "FEEDBACK": []}
    )
    read = read_slip(slip_docx(form, "页脚"), NAMES, TODAY)
    assert (read.number, read.version, read.notes) == ("2026-012", 3, [])
    told = [(r.division, r.text, r.handler, r.approver, r.on) for r in read.rows]
    assert told == [(c, t, h, a, "2026-11-20") for c, t, h, a in rows]


def test_a_form_typed_by_hand_is_read_and_what_is_not_understood_is_listed() -> None:
    data = typed(
        ("区环境监测站", "已办", "甲", "乙", "2026年11月20日", ""),
        ("执法大队", "已办", "丙", "丁", "11月2日", ""),
        ("生态科", "已办", "戊", "", "前天", ""),
        ("火星科", "不知道", "己", "", "", ""),
        ("", "", "", "", "", ""),
    )
    read = read_slip(data, NAMES, TODAY)
    assert [(r.division, r.on) for r in read.rows] == [
        ("STATION", "2026-11-20"), ("ENFORCEMENT", "2026-11-02"), ("ECOLOGY", ""),
    ]  # fmt: skip
    assert len(read.notes) == 2
    assert any("前天" in n for n in read.notes)
    assert any("火星科" in n for n in read.notes)


def bomb() -> bytes:
    """A small file that unpacks to far too much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (70 * 1024 * 1024))
    return out.getvalue()


def macro() -> bytes:
    """A Word file with a macro in it."""
    out = io.BytesIO(typed())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是 Word"),
        (b"%PDF-1.7", "扫描件"),
        (b"PK\x03\x04 broken", "已损坏"),
        (bomb(), "解压后过大"),
        (macro(), "宏"),
        (b"PK" + b"0" * (11 * 1024 * 1024), "超过 10 MB"),
        (typed(("监测站", "涉密事项", "甲", "乙", "", "")), "涉密"),
        (typed(header=("甲", "乙", "丙", "丁", "戊", "己")), "没有找到转办单表格"),
    ],
    ids=["empty", "pdf", "broken", "bomb", "macro", "large", "secret", "other table"],
)
def test_a_file_that_is_no_form_is_refused_and_nothing_is_kept(world: World, data: bytes, said: str) -> None:
    before = (Attachment.objects.count(), PaperReturn.objects.count())
    answer = upload(world, "ecology-1", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (Attachment.objects.count(), PaperReturn.objects.count()) == before


def test_a_thousand_broken_forms_never_break_the_reader() -> None:
    whole = bytearray(typed(("监测站", "已办", "甲", "乙", "2026-11-20", "")))
    chance = random.Random(4)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        try:
            read_slip(bytes(broken), NAMES, TODAY)
        except UnableToRead:
            continue


def test_the_way_round_through_the_door(world: World) -> None:
    client = world.client("ecology-1")
    printed = client.get(f"/slips/{world.slip.public_id}/print/docx/")
    assert printed["Content-Type"].endswith("wordprocessingml.document")
    version = PrintedSlip.objects.get(slip=world.slip)
    document = Document(io.BytesIO(printed.content))
    row = next(
        r for r in document.tables[0].rows if r.cells[1].text == "监测站" and "接收" in r.cells[0].text
    )
    for cell, text in zip(row.cells[2:6], ("已安排", "周示安", "吴示和", "2026-11-24"), strict=True):
        cell.paragraphs[0].text = text
    out = io.BytesIO()
    document.save(out)
    answer = upload(world, "ecology-1", out.getvalue())
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    paper = PaperReturn.objects.get(sha256__gt="", name="转办单.docx")
    assert paper.version == version.version
    page = client.get(answer["Location"]).content.decode()
    assert "纸质件有改动" in page
    assert "周示安" in page
    refused = client.post(f"/papers/{paper.public_id}/do/take/", {"act_key": "q" * 32})
    assert refused.status_code == 422
    assert "逐行选择" in refused.content.decode()
    taken = client.post(
        f"/papers/{paper.public_id}/do/take/", {"act_key": "r" * 32, "row-RECEIVE-STATION-1": "paper"}
    )
    assert taken.status_code == 302
    world.part.refresh_from_db()
    assert world.part.state == "ACTING"
    again = client.post(
        f"/papers/{paper.public_id}/do/take/", {"act_key": "r" * 32, "row-RECEIVE-STATION-1": "paper"}
    )
    assert again.status_code in (302, 404)


def test_a_form_of_another_task_is_told(world: World) -> None:
    form = annex5.Annex5("2026-999", 1, "别的", rows={"RAISE": [], "RECEIVE": [], "FEEDBACK": []})
    assert "2026-999" in upload(world, "ecology-1", slip_docx(form, "")).content.decode()
    told = upload(world, "ecology-1", slip_docx(form, ""), slip=str(world.slip.public_id))
    assert "不符" in told.content.decode()


def test_pdf_holds_every_character_of_the_demo_and_long_names_stay_inside() -> None:
    row = FormRow(
        "RAISE",
        "STATION",
        "喆堃测试" + "很长的说明" * 60,
        "欧阳示安",
        "司马示宁",
        "2026-11-24",
        "91310107MA1T00001A001V",
    )
    shown = {**replace(row).as_json(), "division": "监测站", "extra": ""}
    form = annex5.Annex5(
        "2026-001",
        1,
        "事项" * 40,
        "单位" * 40,
        rows={k: [shown] * 20 for k in ("RAISE", "RECEIVE", "FEEDBACK")},
    )
    data = pdf("slip", annex5.as_typst(form, "页脚"))
    assert data.startswith(b"%PDF-1")
    assert len(data) > 20_000


def test_every_division_of_the_district_is_known_on_paper(world: World) -> None:
    assert set(division_names()) == {"APPROVAL", "ECOLOGY", "POLLUTION", "LEGAL", "ENFORCEMENT", "STATION"}
