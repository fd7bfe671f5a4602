"""导入登记表 in the browser: checked first, taken on a second word, with progress that can be left and found again."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.register.columns import SHEETS
from postpermit.register.models import RegisterImport
from postpermit.register.operations import ImportResult, import_register, remember_mapping
from postpermit.register.reading import LARGEST, read_book
from postpermit.register.workbook import template_workbook
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.trail.files import keep, path_of
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, power
from postpermit.web.sheets import XLSX

TOLD = 300
STILL = timedelta(minutes=5)
STAGES = {
    "CHECKING": "正在检查",
    "CHECKED": "检查通过，待确认",
    "REFUSED": "有错误，未导入",
    "TAKING": "正在导入",
    "TAKEN": "已导入",
    "BROKEN": "中断，可重新检查",
}


@power(
    "register.facility",
    "import",
    methods=("GET", "POST"),
    clauses=("plan:8.2", "plan:19.1"),
    title="导入登记表",
)
def import_page(request: HttpRequest) -> HttpResponse:
    """Choose a workbook. A file with a secret in it is refused here, before a byte of it is kept."""
    faults: list[object] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise Refused("请选择登记表工作簿（xlsx）。")
        if (file.size or 0) > LARGEST:
            raise Refused(f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后导入。")
        data = file.read()
        if holds_secret(file.name or ""):
            raise Refused(SECRET_REFUSAL)
        book = read_book(data, {})
        if book.secret:
            faults = [f for f in book.errors if "涉密" in f.message]
        else:
            by = actor_for(request, "import", "register.facility")
            job = RegisterImport.objects.create(
                name=(file.name or "")[-200:],
                sha256=keep(data),
                by_ref=by.ref,
                by_name=by.name,
                division=by.division,
                post=by.post,
                at=request.now,  # type: ignore[attr-defined]
            )
            _start(job.pk, dry_run=True)
            return redirect("import-job", job.public_id)
    jobs = RegisterImport.objects.filter(by_ref=request.officer.ref)[:10]  # type: ignore[attr-defined]
    context = {"jobs": jobs, "faults": faults, "stages": STAGES, "sheets": SHEETS}
    return render(request, "desk/import.html", context, status=422 if faults else 200)


@power("register.facility", "import", title="登记表模板")
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    answer = HttpResponse(template_workbook(), content_type=XLSX)
    answer["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E7%99%BB%E8%AE%B0%E8%A1%A8%E6%A8%A1%E6%9D%BF.xlsx"
    )
    return answer


@power("register.facility", "import", title="导入进度与结果")
def import_job(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Progress while it runs, then what it would do or did, and every fault with its place."""
    job = _mine(request, public_id)
    if _stands_still(job, request.now):  # type: ignore[attr-defined]
        RegisterImport.objects.filter(pk=job.pk, stage=job.stage).update(stage="BROKEN")
        job.stage = "BROKEN"
    result = job.result
    context = {
        "job": job,
        "stage": STAGES[job.stage],
        "running": job.stage in {"CHECKING", "TAKING"},
        "result": result,
        "errors": result.get("errors", [])[:TOLD],
        "warnings": result.get("warnings", [])[:TOLD],
        "unknown": result.get("unknown_columns", {}),
        "columns": {name: [c.header for c in columns] for name, columns in SHEETS.items()},
        "told": TOLD,
    }
    part = "desk/parts/import_state.html" if request.headers.get("HX-Request") else "desk/import_job.html"
    return render(request, part, context)


@power("register.facility", "import", methods=("POST",), title="确认导入")
def take_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the checked workbook, or check it once more."""
    job = _mine(request, public_id)
    again = request.POST.get("again") == "1"
    wanted = ("REFUSED", "CHECKED", "BROKEN") if again else ("CHECKED",)
    stage = "CHECKING" if again else "TAKING"
    moved = RegisterImport.objects.filter(pk=job.pk, stage__in=wanted).update(
        stage=stage,
        done=0,
        total=0,
        phase="",
        alive_at=request.now,  # type: ignore[attr-defined]
    )
    if not moved:
        messages.info(request, "这一步先前已办理。")
    else:
        _start(job.pk, dry_run=again)
    return redirect("import-job", job.public_id)


@power("register.facility", "import", methods=("POST",), title="设定列对应")
def map_columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what strange columns mean; remembered for later files, and this one is checked again."""
    _mine(request, public_id)
    by = actor_for(request, "import", "register.facility")
    wanted = [k.partition(":")[2].partition(":") for k in request.POST if k.startswith("map:")]

    def act() -> str:
        for sheet, _, header in wanted:
            column = request.POST.get(f"map:{sheet}:{header}", "")
            if column:
                remember_mapping(sheet=sheet, header=header, column=column, by=by, at=request.now)  # type: ignore[attr-defined]
        return ""

    do_once(request, act, by=by)
    return take_import(request, public_id=public_id)


def _stands_still(job: RegisterImport, now: datetime) -> bool:
    """Running, but without a sign of life for minutes: the process that worked on it is gone."""
    return job.stage in {"CHECKING", "TAKING"} and now - (job.alive_at or job.at) > STILL


def _mine(request: HttpRequest, public_id: UUID) -> RegisterImport:
    job = RegisterImport.objects.filter(public_id=public_id, by_ref=request.officer.ref).first()  # type: ignore[attr-defined]
    if job is None:
        raise Http404
    return job


def _start(pk: int, *, dry_run: bool) -> None:
    """Work on in a thread of its own: the person may leave the page and come back."""
    transaction.on_commit(lambda: threading.Thread(target=_work, args=(pk, dry_run), daemon=True).start())


def _work(pk: int, dry_run: bool) -> None:
    try:
        job = RegisterImport.objects.get(pk=pk)
        result = _import(job, dry_run)
        stage = ("CHECKED" if dry_run else "TAKEN") if result.ok else "REFUSED"
        RegisterImport.objects.filter(pk=pk).update(stage=stage, result=_kept(result))
    except Exception:
        RegisterImport.objects.filter(pk=pk).update(stage="BROKEN")
        raise
    finally:
        connection.close()


def _import(job: RegisterImport, dry_run: bool) -> ImportResult:
    by = Actor(job.by_ref, job.by_name, job.division, job.post)
    return import_register(
        source=path_of(job.sha256), by=by, at=timezone.now(), dry_run=dry_run, progress=_progress(job.pk)
    )


def _progress(pk: int) -> Callable[[int, int, str], None]:
    def tell(done: int, total: int, phase: str) -> None:
        RegisterImport.objects.filter(pk=pk).update(
            done=done, total=total, phase=phase, alive_at=timezone.now()
        )

    return tell


def _kept(result: ImportResult) -> dict[str, object]:
    kept = result.as_json()
    kept["errors_total"], kept["warnings_total"] = len(result.errors), len(result.warnings)
    kept["errors"], kept["warnings"] = kept["errors"][:TOLD], kept["warnings"][:TOLD]
    return kept
