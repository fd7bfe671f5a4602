"""权限表: every row of the table of powers, as it is enforced."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.office.access import powers, thing_label
from postpermit.office.models import Division
from postpermit.office.states import Rank
from postpermit.web.door import power
from postpermit.web.listing import listed

SCOPES = {
    "district": "全区",
    "raiser": "本科室发起的",
    "receiver": "转给本科室的",
    "party": "本科室参与的",
    "own": "本人的",
    "own_division": "本科室的",
    "desk": "本岗位的",
    "ours": "本科室的",
    "obliged": "本科室承担的",
    "decides": "本科室他人申请的",
    "finder": "本科室发现的",
    "late": "本科室迟发现的",
    "assigned": "委派本岗位阅核的",
    "proposed": "本人提出建议的",
    "enters": "本科室任务的回填件",
    "given": "本人批示的",
    "owner": "本科室归口的",
    "raiser-signs": "本科室发起、他人经办的",
    "receiver-signs": "转给本科室、他人经办的",
    "uncommitted": "本科室尚未封存随机数的",
    "unrevealed": "本科室尚未公开随机数的",
    "value-to-tell": "双方随机数都已出示、对方科室没有填写取值的",
    "value-of-another": "公开随机数由对方科室填写、等本科室核对的",
    "investigators": "本人承办的案件",
    "investigators-or-unfiled": "本人承办的案件；还没有立案的，执法大队经办人",
    "team": "本人参加检查的",
    "team-or-left": "本人参加检查的；检查人员都已离任的，由负责人",
}
HEADER = ("对象", "动作", "谁可以", "范围", "依据")


def who_label(pattern: str, names: Mapping[str, str]) -> str:
    """执法大队负责人 for ``ENFORCEMENT:HEAD``; ``names``: division code → short name."""
    named = {"ANY": "各科室人员", "ADMIN": "系统管理", "SYSTEM": "系统自动", "GROUP": "工作组成员"}
    if pattern in named:
        return named[pattern]
    division, _, rank = pattern.partition(":")
    ranks = {r.value: r.label for r in Rank}
    if division == "GROUP":
        return {"LEADER": "工作组组长", "DEPUTY": "工作组副组长", "MEMBER": "工作组成员"}.get(rank, "工作组")
    return names.get(division, "各科室" if division == "*" else division) + (
        ranks.get(rank, "") if rank else ""
    )


@power("office.powers", "view", clauses=("plan:3.1",), title="权限表")
def powers_page(request: HttpRequest) -> HttpResponse:
    """Who may do what to which things; the same rows that guard every page."""
    names = dict(Division.objects.values_list("code", "short_name"))
    rows = [
        (
            thing_label(row.thing),
            row.label or row.act,
            "、".join(who_label(pattern, names) for pattern in row.who),
            SCOPES.get(row.scope, row.scope),
            row.clause,
        )
        for row in sorted(powers(), key=lambda r: (r.thing, r.act))
    ]
    if answer := listed(request, title="权限表", header=HEADER, rows=rows, clause="plan:3.1"):
        return answer
    return render(request, "desk/powers.html", {"rows": rows})
