"""导入名单: posts with their A and B persons from a workbook, all or nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from postpermit.office.operations import RosterResult, import_roster
from postpermit.office.operations.roster import COLUMNS, REQUIRED
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import power
from postpermit.web.sheets import XLSX, first_sheet, workbook

LARGEST = 5 * 1024 * 1024


@power("office.roster", "change", methods=("GET", "POST"), clauses=("plan:a1",), title="导入名单")
def import_page(request: HttpRequest) -> HttpResponse:
    """Upload the list; every wrong row is named, and then nothing is entered. The same list twice changes nothing."""
    result = RosterResult()
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or (file.size or 0) > LARGEST:
            raise Refused("请选择名单工作簿（xlsx，5 MB 以内）。")
        rows = first_sheet(file.read())
        by = actor_for(request, "change", "office.roster")
        result = import_roster(rows=rows, on=request.today, by=by, at=request.now)  # type: ignore[attr-defined]
        if result.ok:
            said = f"新增岗位 {result.posts} 个，人员 {result.officers} 名，任岗 {result.holdings} 条。"
            messages.success(request, said + "新人员请由系统管理员生成设置密码的一次性链接。")
            return redirect("roster")
    context = {"faults": result.errors, "columns": COLUMNS, "required": REQUIRED}
    return render(request, "desk/roster_import.html", context, status=422 if result.errors else 200)


@power("office.roster", "change", title="名单模板")
def template(request: HttpRequest) -> HttpResponse:
    """The empty list."""
    header = [name + ("＊" if name in REQUIRED else "") for name in COLUMNS]
    answer = HttpResponse(workbook("名单", header, [])[0], content_type=XLSX)
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95%E6%A8%A1%E6%9D%BF.xlsx"
    return answer
