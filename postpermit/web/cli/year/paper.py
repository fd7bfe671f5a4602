"""A paper slip goes round: printed as Word, filled by hand, read back and taken over row by row."""

import io
from dataclasses import replace
from datetime import date

from docx import Document

from postpermit.linkage import operations as do
from postpermit.linkage.form import compare
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.queries.form import form_of, printed_as
from postpermit.web.cli.year.stage import Stage
from postpermit.web.desk.paper import division_names
from postpermit.web.paper import annex5
from postpermit.web.paper.reading import read_slip
from postpermit.web.paper.word import slip_docx


def paper_comes_back(stage: Stage, part: SlipAssignment) -> None:
    """Printed, filled for this division's receipt and feedback, read, and the changed rows taken."""
    slip = part.slip
    by = stage.clerk(slip.raised_by_id)
    printed = do.print_slip(slip=slip, by=by, at=stage.at())
    feeds_back = not answers_for_lead(slip, part.division_id)
    filled = _fill(slip_docx(annex5.of_slip(slip, printed), "演示"), stage, part, feeds_back)
    read = read_slip(filled, division_names(), stage.today)
    paper = do.return_paper(
        slip=slip,
        name=f"转办单{slip.number}.docx",
        data=filled,
        rows=[replace(r) for r in read.rows],
        version=read.version,
        notes=read.notes,
        by=by,
        at=stage.at(),
    )
    found = compare(printed_as(slip, paper.version), form_of(slip), read.rows)
    picked = [d.key for d in found if d.only != "here"]
    do.take_paper(paper=paper, picked=picked, by=by, at=stage.at())
    part.refresh_from_db()


def _fill(data: bytes, stage: Stage, part: SlipAssignment, feeds_back: bool) -> bytes:
    """Write into the rows of the division, as somebody would in Word."""
    document = Document(io.BytesIO(data))
    name = part.division.short_name
    words = {"接收": "已接收，现场办理。", "反馈": "已办结，结果正常。"}
    for row in document.tables[0].rows:
        cells = row.cells
        block = "".join(cells[0].text.split())
        kind = "接收" if "接收" in block else "反馈" if "反馈" in block else ""
        if not kind or cells[1].text.strip() != name or cells[2].text.strip():
            continue
        if kind == "反馈" and not feeds_back:
            continue
        handler, head = stage.clerk(part.division_id), stage.head(part.division_id)
        signed = head.name if head.name != handler.name else "分管领导"
        for cell, text in zip(
            cells[2:6], (words[kind], handler.name, signed, _day(stage.today)), strict=True
        ):
            cell.paragraphs[0].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _day(on: date) -> str:
    return f"{on.year}.{on.month}.{on.day}"
