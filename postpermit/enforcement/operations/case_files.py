"""卷内文书: what lies in the file of a case, volume by volume; what the case does not have is said with a reason."""

from datetime import date, datetime

from django.db import transaction

from postpermit.enforcement.models import CaseFile, PenaltyCase
from postpermit.enforcement.operations.case_holding import (
    hold_case,
    refuse_day,
    refuse_words,
)
from postpermit.enforcement.queries.case_standing import filed_of
from postpermit.enforcement.rules.case_files import Filed, file_faults
from postpermit.enforcement.states import CaseState
from postpermit.law.case_files import case_file_rows
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

MOST_PAGES = 2000


class UnableToFile(Refused):
    """The document does not fit into the file."""


@transaction.atomic
def file_document(
    *,
    case: PenaltyCase,
    code: str = "",
    title: str = "",
    number: str = "",
    on: date,
    pages: int = 1,
    side: bool = False,
    scan: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> CaseFile:
    """Put a document into the file. One of the named kinds goes into its own volume, another where it is said."""
    held = hold_case(case.pk)
    _refuse_sealed(held)
    row = next((r for r in case_file_rows() if r.code == code), None)
    if code and row is None:
        raise UnableToFile("请选择文书种类。", place="code")
    title = refuse_words("title", title or (row.label if row else ""), 120, "文书名称")
    number = refuse_words("number", number, 64, "文号", required=False)
    refuse_day(on, at, None, "文书日期")
    if not 1 <= pages <= MOST_PAGES:
        raise UnableToFile(f"页数在 1 到 {MOST_PAGES} 之间。", place="pages")
    one = Filed(code, title, on, pages, number, row.volume == "SIDE" if row else side)
    if faults := file_faults([*filed_of(held), one]):
        raise UnableToFile(faults[0], place="code")
    _refuse_twice(held, one)
    kept = attach(subject=held, name=scan[0], data=scan[1], note=title, by=by, at=at) if scan else None
    made = CaseFile.objects.create(case=held, code=code, title=title, number=number, on=on, pages=pages,
                                   annex=one.side, attachment=kept, by_name=by.signature)  # fmt: skip
    facts = {"number": held.number, "title": title, "document": number, "on": on.isoformat(), "pages": pages}
    record(
        "file-document",
        label="归入卷内文书",
        subjects=[held],
        by=by,
        at=at,
        clause="penalty-procedure:80",
        facts=facts,
    )
    return made


def _refuse_sealed(case: PenaltyCase) -> None:
    if case.state == CaseState.ARCHIVED:
        raise UnableToFile("案卷已归档，不再增减文书。", place="code")


def _refuse_twice(case: PenaltyCase, one: Filed) -> None:
    same = case.files.filter(withdrawn_why="", code=one.code, title=one.title, number=one.number, on=one.on)
    if same.exists():
        raise UnableToFile("同名、同文号、同日期的文书已在卷内。", place="title")


@transaction.atomic
def withdraw_document(*, document: CaseFile, why: str, by: Actor, at: datetime) -> CaseFile:
    """Take a document out of the file, with the reason; the row stays."""
    held = hold_case(document.case_id)
    document.refresh_from_db()
    _refuse_sealed(held)
    if document.withdrawn_why:
        return document
    why = refuse_words("why", why, 100, "撤出理由")
    document.withdrawn_why = why
    document.save(update_fields=["withdrawn_why"])
    facts = {"number": held.number, "title": document.title, "document": document.number}
    record("withdraw-file", label="撤出卷内文书", subjects=[held], by=by, at=at, clause="penalty-procedure:80",
           why=why, facts=facts)  # fmt: skip
    return document


@transaction.atomic
def excuse_document(*, case: PenaltyCase, code: str, why: str, by: Actor, at: datetime) -> PenaltyCase:
    """This case does not have that document, and why; what a law demands cannot be excused."""
    held = hold_case(case.pk)
    _refuse_sealed(held)
    row = next((r for r in case_file_rows() if r.code == code), None)
    if row is None:
        raise UnableToFile("请选择文书种类。", place="code")
    if row.confirmed:
        raise UnableToFile(f"《{row.label}》是必须有的文书，不能免。", place="code")
    why = refuse_words("why", why, 200, "没有的理由")
    if held.excused.get(code) == why:
        return case
    held.excused = {**held.excused, code: why}
    PenaltyCase.objects.filter(pk=held.pk).update(excused=held.excused)
    facts = {"number": held.number, "title": row.label}
    record("excuse", label="说明本案没有的文书", subjects=[held], by=by, at=at, clause="penalty-procedure:80",
           why=why, facts=facts)  # fmt: skip
    case.refresh_from_db()
    return case
