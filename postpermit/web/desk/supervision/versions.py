"""One version of a report as it was read: every cell with its place, what could not be read, what changed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import law
from postpermit.supervision.models import ReportCheck
from postpermit.supervision.queries.sections import cover_of, tables_of
from postpermit.supervision.report import from_kept
from postpermit.supervision.report.changes import changes
from postpermit.web.desk.supervision.check import CAME_AS
from postpermit.web.door import get_visible, power


@power("supervision.check", "view", clauses=("plan:5.2", "plan:13.1"), title="执行报告版本")
def version_page(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """The whole report, chapter by chapter, as the machine read it."""
    check = get_visible(request, ReportCheck, public_id)
    held = {v.number: v for v in check.versions.all()}
    if number not in held:
        raise Http404
    read = from_kept(held[number].content)
    before = held.get(number - 1)
    labels = {s.code: s.label for s in law.district().sections.values()}
    context = {
        "check": check,
        "unit": check.report.facility,
        "version": held[number],
        "others": [n for n in held if n != number],
        "came_as": CAME_AS.get(read.source, read.source),
        "cover": cover_of(read, {}),
        "sections": [
            (code, label, read.chapters.get(code), tables_of(code, read, None, {}))
            for code, label in labels.items()
            if code in read.chapters or any(law.report_form().tables[t].section == code for t in read.tables)
        ],
        # Named one by one: a template would take them for cells of the cover.
        "unread": read.unread,
        "unknown": read.unknown,
        "listed": read.attachments,
        "before": before,
        "changes": [(labels.get(c.section, ""), c) for c in changes(from_kept(before.content), read)]
        if before
        else [],
    }
    return render(request, "desk/supervision/version.html", context)
