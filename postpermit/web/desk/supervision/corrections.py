"""What a unit sent after a notice, entered by a clerk: which problems it answers, how, on which day, with which papers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.office.access import may
from postpermit.supervision.models import FeedbackNotice, Finding, ReportVersion
from postpermit.supervision.operations import receive_corrections
from postpermit.supervision.queries.notices import answerable, corrected_versions
from postpermit.supervision.states import ReceivedKind
from postpermit.trail.attachments import LARGEST
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.checks import own_division
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader

MOST_FILES = 10
LONGEST = 4000


@power(
    "supervision.notice",
    "receive-correction",
    methods=("GET", "POST"),
    clauses=("plan:5.3",),
    title="录入整改和补充说明",
)
def corrections_receive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form, and what is entered with it."""
    notice = get_visible(request, FeedbackNotice, public_id)
    if not may(request.standing, "receive-correction", notice):  # type: ignore[attr-defined]
        raise Http404
    notice = FeedbackNotice.objects.select_related("check_matter__report__facility").get(pk=notice.pk)
    if request.method == "POST":
        return _receive(request, notice)
    return _show(request, notice)


def _show(request: HttpRequest, notice: FeedbackNotice, wrong: FormReader | None = None) -> HttpResponse:
    report = notice.check_matter.report
    typed: Any = wrong.post if wrong else {}
    ticked = wrong.post.getlist("findings") if wrong else []
    errors = wrong.errors if wrong else {}
    context = {
        "notice": notice,
        "report": report,
        "unit": report.facility,
        "rows": [
            {
                "finding": f,
                "key": str(f.public_id),
                "on": str(f.public_id) in ticked,
                "text": typed.get(f"text-{f.public_id}", ""),
                "error": errors.get(f"text-{f.public_id}", ""),
            }
            for f in answerable(notice)
        ],
        "kinds": ReceivedKind.choices(),
        "versions": [(str(v.number), _version_words(v)) for v in corrected_versions(notice)],
        "receive_query": f"facility={report.facility.public_id}&kind={report.kind}&period={report.period}",
        "megabytes": LARGEST // 1024 // 1024,
        "most_files": MOST_FILES,
        "typed": typed,
        "errors": errors,
    }
    return render(request, "desk/supervision/corrections.html", context, status=422 if wrong else 200)


def _version_words(version: ReportVersion) -> str:
    return f"第{version.number}版（{version.submitted_on:%Y-%m-%d} 提交，{version.name[-40:]}）"


def _receive(request: HttpRequest, notice: FeedbackNotice) -> HttpResponse:
    form = FormReader(request)
    # Of the whole check, answered ones too: a second click must meet its own first answer, not a refusal.
    known = {str(f.public_id): f for f in notice.check_matter.findings.all()}
    answers = _answers(form, known)
    kind = form.choice("kind", "答复方式", [k for k, _ in ReceivedKind.choices()])
    on = form.day("on", "收到日期", required=True)
    version = _version(form, notice) if kind == ReceivedKind.REPORT else None
    files = _files(request, form)
    by = actor_for(request, "receive-correction", notice, own_division(request))

    def act() -> tuple[str, str]:
        assert on is not None  # the form is read only when it is right
        made = receive_corrections(
            notice=notice,
            answers=answers,
            kind=kind,
            on=on,
            version=version,
            files=files,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        page = reverse("notice", args=[notice.public_id])
        return f"已录入 {len(made)} 个问题的答复，由提出科室审查。", page

    def again(wrong: FormReader) -> HttpResponse:
        if "attachment" in wrong.errors:  # said by the keeper of files, shown beside the field
            wrong.errors["files"] = wrong.errors.pop("attachment")
        return _show(request, notice, wrong)

    return carry_out(request, form, act, by=by, place="findings", again=again)


def _answers(form: FormReader, known: dict[str, Finding]) -> dict[int, str]:
    """Finding → its own words, or those for all."""
    ticked = dict.fromkeys(form.post.getlist("findings"))
    shared = form.text("text", "整改或说明", longest=LONGEST)
    if not ticked:
        form.errors["findings"] = "请勾选答复了哪些问题。"
    out: dict[int, str] = {}
    for key in ticked:
        if key not in known:
            form.errors["findings"] = "所选问题中有已答复或不在本意见单内的，请刷新后重新选择。"
            continue
        out[known[key].pk] = form.text(f"text-{key}", "整改或说明", longest=LONGEST) or shared
    if any(not text for text in out.values()):
        form.errors.setdefault("text", "请写明整改或说明：可以写一段用于全部，也可以逐个问题写。")
    return out


def _version(form: FormReader, notice: FeedbackNotice) -> ReportVersion | None:
    known = {str(v.number): v for v in corrected_versions(notice)}
    chosen = form.post.get("version", "")
    if not known:
        form.errors["version"] = "意见单发出后还没有收到新版报告，请先录入修改后的执行报告。"
    elif chosen not in known:
        form.errors["version"] = "请选择修改后的是哪一版报告。"
    return known.get(chosen)


def _files(request: HttpRequest, form: FormReader) -> list[tuple[str, bytes]]:
    files = request.FILES.getlist("files")
    if len(files) > MOST_FILES:
        form.errors["files"] = f"一次最多附 {MOST_FILES} 个文件，可以打成压缩包。"
        return []
    large = [f.name for f in files if (f.size or 0) > LARGEST]
    if large:
        form.errors["files"] = f"“{'、'.join(str(n)[:60] for n in large)}”超过 {LARGEST // 1024 // 1024} MB。"
        return []
    return [(f.name or "", f.read()) for f in files]
