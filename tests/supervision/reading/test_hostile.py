"""Files that are wrong, broken or meant to harm: a reason in Chinese, soon, within bounds, and nothing else ever raised."""

import io
import json
import random
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law
from postpermit.supervision.reading import (
    LARGEST,
    UnableToReadReport,
    as_published,
    filled_workbook,
    from_published,
    read_report,
)
from tests.supervision import building
from tests.supervision.reading.words import AMOUNTS, STATISTICS, Words
from tests.supervision.reading.worst import WORST, body, made, package, paragraph, word, workbook

ROOT = Path(__file__).resolve().parents[3]
# What was asked of every file, on a machine that does other things as well.
SECONDS, MEGABYTES = 5, 300
CHILD = """
import sys, time
from postpermit.supervision.reading import UnableToReadReport, read_report
for path in sys.argv[1:]:
    data, start = open(path, "rb").read(), time.process_time()
    try:
        read_report(data, "x." + path.rpartition(".")[2])
    except UnableToReadReport:
        pass
    status = open("/proc/self/status").read()
    most = int(status.split("VmHWM:")[1].split()[0]) // 1024
    print(f"{time.process_time() - start:.2f} {most} {path}")
"""


def reason(data: bytes, name: str = "报告.docx") -> str:
    """Why a file is refused."""
    with pytest.raises(UnableToReadReport) as refused:
        read_report(data, name)
    return str(refused.value)


def outcome(data: bytes, name: str) -> str:
    """read, or the reason why not; anything else that is raised fails the test."""
    try:
        read_report(data, name)
    except UnableToReadReport as refused:
        return str(refused)
    return "read"


@cache
def sound(kind: str) -> bytes:
    """A small right report of that kind of file."""
    row = ["DA001", "氮氧化物", "手工", "1", "50", "1", "2", "1", "0", "0", ""]
    if kind == "docx":
        words = (
            Words()
            .cover()
            .line("四、自行监测情况", "正常。")
            .table(STATISTICS, [row, row])
            .line("六、实际排放量", "废气")
        )
        return words.table(AMOUNTS, [["主要", "DA001", "口", "氮氧化物", *"1234567", "否"]], down=[0]).bytes()
    report = building.report(
        building.row("air-concentration", **building.STATISTICS_ROW), chapters={"tax": "已缴"}
    )
    return (
        filled_workbook(report)
        if kind == "xlsx"
        else json.dumps(as_published(report), ensure_ascii=False).encode()
    )


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured the Linux way")
def test_the_worst_of_each_sort_takes_seconds_and_bounded_memory(tmp_path: Path) -> None:
    paths = []
    for number, (name, (kind, _)) in enumerate(WORST.items()):
        paths.append(tmp_path / f"{number}.{kind}")
        paths[-1].write_bytes(made(name))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    measured = [line.split() for line in done.stdout.splitlines()]
    assert len(measured) == len(WORST)
    assert [m for m in measured if float(m[0]) > SECONDS or int(m[1]) > MEGABYTES] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bomb", "解压后过大"),
        ("bomb under the declared limit", "解压后过大"),
        ("bomb that lies", "损坏"),
        ("60 000 members", "成员过多"),
        ("entities", "实体声明"),
        ("external entity", "实体声明"),
        ("entities in UTF-16", "实体声明"),
        ("deep", "过深"),
        ("tables in tables", "嵌套过深"),
        ("a table without end", "表格过大"),
        ("a far cell", "工作表过大"),
        ("one string a million times", "工作表过大"),
        ("figures in JSON", "内容过多"),
    ],
)
def test_an_attack_is_named(name: str, said: str) -> None:
    assert said in reason(made(name), f"x.{WORST[name][0]}")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.docx", "空"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"%PDF-1.7 ...", "a.docx", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage", "a.docx", "密码"),
        (b"MZ\x90\0", "a.exe", "程序"),
        (b"<html><table></table></html>", "a.docx", "网页"),
        (b"{\\rtf1", "a.docx", "RTF"),
        (b"\x89PNG\r\n", "a.docx", "图片"),
        ("执行报告".encode(), "a.docx", "不是能读的文件"),
        (b"\0\0\0\0", "a.json", "不是能读的文件"),
        (b"PK\3\4", "a.docx", "损坏"),
        (b"x" * (LARGEST + 1), "a.docx", "50 MB"),
        (b'{"kind": ""}', "a.docx", "内容却不是"),
        (package({"a.txt": "x"}), "a.docx", "不是 Word 或 Excel"),
        (word(body(""), "application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "宏"),
        (word(body(""), **{"word/vbaProject.bin": b"x"}), "a.docx", "宏"),
        (word(body(""), "application/x-other"), "a.docx", "不是 Word 文档"),
        (word(body(paragraph("一、结论"))), "a.docm", "宏"),
        (word("<w:document"), "a.docx", "损坏"),
        (word(body("<w:tc/>")), "a.docx", "损坏"),
        (workbook("<row><c r='A0'><v>1</v></c></row>"), "a.xlsx", "损坏"),
        (workbook("<row><c t='s'><v>7</v></c></row>"), "a.xlsx", "损坏"),
    ],
)
def test_a_file_of_another_sort_is_refused_with_its_reason(data: bytes, name: str, said: str) -> None:
    assert said in reason(data, name)


def test_a_file_under_another_name_is_refused_and_without_an_ending_it_is_read() -> None:
    assert "内容却不是" in reason(sound("docx"), "a.xlsx")
    assert "内容却不是" in reason(sound("xlsx"), "a.docx")
    assert {read_report(sound(k), "报告").source for k in ("docx", "xlsx", "json")} == {
        "docx",
        "xlsx",
        "json",
    }


def test_an_encrypted_member_and_two_of_one_name_are_refused() -> None:
    data = bytearray(sound("docx"))
    for at in range(len(data)):
        if data[at : at + 4] == b"PK\1\2":
            data[at + 8] |= 1
    assert "加密" in reason(bytes(data))
    out = io.BytesIO(sound("docx"))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/document.xml", body(""))
    assert "重名" in reason(out.getvalue())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_a_truncated_file_is_refused(kind: str) -> None:
    data = sound(kind)
    for part in (1, 3, 10, 50, 97):
        reason(data[: len(data) * part // 100], f"a.{kind}")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
@given(seed=st.integers(0, 10**9), flips=st.integers(1, 20))
@settings(max_examples=60)
def test_flipped_bits_never_raise_anything_else(kind: str, seed: int, flips: int) -> None:
    rng, data = random.Random(seed), bytearray(sound(kind))
    for _ in range(flips):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    assert outcome(bytes(data), f"a.{kind}")


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\3\4", b"{", b"\xef\xbb\xbf["]))
@settings(max_examples=60)
def test_no_bytes_raise_anything_else(data: bytes, start: bytes) -> None:
    assert outcome(start + data, "a.docx")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.sampled_from(["w:p", "w:tc", "w:tr", "w:tbl", "w:gridSpan", "w:vMerge", "w:sdt"]),
        ),
        max_size=6,
    )
)
@settings(max_examples=60)
def test_no_misplaced_element_raises_anything_else(put: list[tuple[int, str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(sound("docx"))) as packed:
        parts: dict[str, str | bytes] = {n: packed.read(n) for n in packed.namelist()}
    text = parts["word/document.xml"].decode()  # type: ignore[union-attr]
    for at, name in put:
        place = text.index("<w:p", at % (len(text) - 2000))
        text = text[:place] + f"<{name}/>" + text[place:]
    assert outcome(package({**parts, "word/document.xml": text}), "a.docx")


SECRET = "本单位部分内容涉 密"  # noqa: S105


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (Words().cover().line("十一、结论", SECRET).bytes(), "a.docx"),
        (Words().cover().line("十、其他").table(["a", "b"], [["1", "国家秘密"]]).bytes(), "a.docx"),
        (word(body(paragraph("一、结论")), **{"word/header1.xml": body(paragraph(SECRET))}), "a.docx"),
        (word(body(paragraph("一、结论")), **{"docProps/core.xml": "<c><t>国家秘密</t></c>"}), "a.docx"),
        (word(body("<w:p><w:r><w:t>涉</w:t></w:r><w:r><w:t>密</w:t></w:r></w:p>")), "a.docx"),
        (word(body("<w:del><w:p><w:r><w:delText>涉密</w:delText></w:r></w:p></w:del>")), "a.docx"),
        (filled_workbook(building.report(chapters={"conclusion": SECRET})), "a.xlsx"),
        (json.dumps({"kind": "", "period": "", "cover": {"unit_name": "国家秘密"}}).encode(), "a.json"),
        (sound("docx"), "涉密单位.docx"),
    ],
)  # fmt: skip
def test_marks_of_state_secrets_refuse_the_whole_file_and_nothing_is_repeated(data: bytes, name: str) -> None:
    assert reason(data, name) == law.SECRET_REFUSAL


def test_the_notice_on_our_own_template_is_no_secret() -> None:
    assert law.SECRET_NOTICE.encode() not in sound("xlsx")
    assert read_report(sound("xlsx"), "a.xlsx").unread == ()


def test_typed_values_with_marks_of_secrets_are_refused_too() -> None:
    with pytest.raises(UnableToReadReport, match="不予接收"):
        from_published({"kind": "", "period": "", "cover": {"unit_name": "涉密"}})
