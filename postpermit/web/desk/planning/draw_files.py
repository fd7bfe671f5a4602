"""The files of a draw: what anybody needs to compute it again without this system."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse

from postpermit.planning import verify_draw
from postpermit.planning.models import Draw
from postpermit.planning.queries.draw_page import published_page
from postpermit.planning.queries.draws import draw_name
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import DrawState

JSON = "application/json"
README = """{name}

抽取结果.json    公布的抽取：名单、封存值、两份随机数、公开随机数、种子、排序、抽中、递补
verify_draw.py  核对程序，只需 Python 3.11 以上，不联网，不需要本系统

核对：
    python3 verify_draw.py 抽取结果.json

公开随机数是“{public}”{day}的取值，请与当日公布的原文对照。
名称、日期、取值写法和检查人员依据的校验值都写在封存名单的 stratum 里，核对程序一并核对。
{people}单位以随机编号表示；检查结果公开后，公开页面同时显示单位名称。
"""


def published_text(draw: Draw, *, office: bool, people: bool) -> str:
    """The published draw as text, one line per part so that people can read it."""
    return json.dumps(published_page(draw, office=office, people=people), ensure_ascii=False, indent=1)


def draw_answer(draw: Draw, kind: str, *, office: bool, people: bool = False) -> HttpResponse | None:
    """The file of that kind; None where this draw has none. An imported draw has nothing to compute again.

    ``people``: with who was kept away and who was on leave, for those who may see that.
    """
    if draw.imported_from:
        return None
    if kind == "list" and draw.listing and office:
        return _file(draw.listing.encode(), JSON, f"封存名单{draw.quarter}.json")
    if kind == "verify":
        return _file(Path(verify_draw.__file__).read_bytes(), "text/x-python", "verify_draw.py")
    if draw.state not in (DrawState.DRAWN, DrawState.PUBLISHED):
        return None
    if kind == "json":
        return _file(
            published_text(draw, office=office, people=people).encode(), JSON, f"抽取结果{draw.quarter}.json"
        )
    if kind == "zip":
        return _file(
            _package(draw, office=office, people=people), "application/zip", f"抽取结果{draw.quarter}.zip"
        )
    return None


def _said(draw: Draw, people: bool) -> str:
    if draw.stratum != Stratum.OFFICERS:
        return ""
    return (
        "含检查人员、回避和请假，仅供内部核对。\n"
        if people
        else "不含检查人员名单和回避、请假的依据，人员的抽取不能用这份文件核对。\n"
    )


def _package(draw: Draw, *, office: bool, people: bool) -> bytes:
    out = io.BytesIO()
    words = README.format(
        name=draw_name(draw), public=draw.public_name, day=draw.public_day, people=_said(draw, people)
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("抽取结果.json", published_text(draw, office=office, people=people))
        made.writestr("verify_draw.py", Path(verify_draw.__file__).read_text(encoding="utf-8"))
        made.writestr("README.txt", words)
    return out.getvalue()


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
