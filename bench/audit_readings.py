"""Invented reports written as Word, workbook and JSON and read back: what is not read as it was written, and how fast."""

import json
import random
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bench.audit_scenes import Scene
from postpermit.supervision.invented import Written, as_docx, as_json, as_xlsx
from postpermit.supervision.invented.layout import Layout
from postpermit.supervision.reading import read_report
from postpermit.supervision.report import Report
from postpermit.supervision.rules import audit

Writer = Callable[[Written, int], bytes]
FORMS: dict[str, Writer] = {
    "docx": lambda written, seed: as_docx(written, Layout.drawn(random.Random(seed))),
    "xlsx": lambda written, _: as_xlsx(written),
    "json": lambda written, _: json.dumps(as_json(written), ensure_ascii=False).encode(),
}


def readings(scenes: Sequence[Scene], seed: int) -> dict[str, dict[str, Any]]:
    """Form → reports that agree with what was written, the first differences, reports read per second, bytes of one."""
    out = {}
    for form, write in FORMS.items():
        told = [s.as_told(s.written) for s in scenes]
        files = [write(w, seed * 1000 + n) for n, w in enumerate(told)]
        start = time.process_time()
        read = [read_report(data, f"报告.{form}") for data in files]
        taken = time.process_time() - start
        wrong = [d for w, report in zip(told, read, strict=True) if (d := differences(w, report))]
        hits = [
            len(v.hits)
            for s, report in zip(scenes, read, strict=True)
            for v in audit(replace(s.case(), report=report))
        ]
        out[form] = {
            "agree": f"{len(scenes) - len(wrong)} of {len(scenes)}",
            "hits per clean report": round(sum(hits) / len(scenes), 3),
            "reports/s": round(len(scenes) / taken),
            "ms a report": round(1000 * taken / len(scenes), 1),
            "kB a report": round(sum(map(len, files)) / len(files) / 1024, 1),
            "first differences": wrong[0][:5] if wrong else [],
        }
    return out


def differences(written: Written, read: Report) -> list[str]:
    """Every value that was written and is not read in its place, and every row too many or too few."""
    out = [] if (read.kind, read.period) == (written.kind, written.period) else [f"{read.kind} {read.period}"]
    for code, text in written.cover.items():
        if _bare(read[code].text) != _bare(text):
            out.append(f"cover {code}: {text} / {read[code].text}")
    for code, text in written.chapters.items():
        if code not in read.chapters or _bare(text) not in _bare(read.text(code)):
            out.append(f"chapter {code}: {text} / {read.text(code)}")
    if read.attachments is None or [_bare(a) for a in read.attachments] != [
        _bare(a) for a in written.attachments
    ]:
        out.append(f"attachments: {read.attachments}")
    for code in {*written.tables, *read.tables}:
        out += _rows(code, written.tables.get(code, []), read)
    return out + [f"unknown: {t.title}" for t in read.unknown] + [f"unread: {u}" for u in read.unread]


def _rows(code: str, lines: Sequence[dict[str, str]], read: Report) -> list[str]:
    rows = read.tables.get(code, ())
    if len(rows) != len(lines):
        return [f"{code}: {len(lines)} rows written, {len(rows)} read"]
    return [
        f"{code} {number} {column}: {text} / {row[column].text}"
        for number, (line, row) in enumerate(zip(lines, rows, strict=True), 1)
        for column, text in line.items()
        if _bare(row[column].text) != _bare(text)
    ]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
