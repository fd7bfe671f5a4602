"""The register of clauses: our short wording, values in force, what a person decides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import law
from postpermit.web.door import power
from postpermit.web.listing import listed

HEADER = ("条款", "要点", "约束", "数值", "现行值", "单位", "来源", "是否确认")


@power("office.clauses", "view", clauses=("plan:1.1", "plan:20.1"), title="条款")
def clauses_page(request: HttpRequest) -> HttpResponse:
    """Every clause of the plan with the values that rest on it."""
    values: dict[str, list[law.Value]] = {}
    for value in law.values(on=request.today):  # type: ignore[attr-defined]
        values.setdefault(value.clause, []).append(value)
    only = request.GET.get("only", "")
    rows = [(c, values.get(c.ref, [])) for c in law.clauses("plan")]
    if only == "unconfirmed":
        rows = [(c, [v for v in vs if not v.confirmed]) for c, vs in rows if any(not v.confirmed for v in vs)]
    if request.GET.get("format"):
        flat = [
            (c.label, c.wording, c.strength.label, v.label, str(v.value), v.unit, v.source, v.confirmed)
            for c, vs in rows
            for v in vs
        ]
        if answer := listed(request, title="条款与数值", header=HEADER, rows=flat, clause="plan:1.1"):
            return answer
    return render(request, "desk/clauses.html", {"rows": rows, "only": only, "documents": law.documents()})


@power("office.clauses", "view", title="条款详情")
def clause_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One clause with its values and the rules that cite it."""
    try:
        clause = law.clause(ref)
    except law.UnknownClause as error:
        raise Http404 from error
    values = [v for v in law.values(on=request.today) if v.clause == ref]  # type: ignore[attr-defined]
    rules = [r for r in law.rules() if ref in r.clauses]
    return render(request, "desk/clause.html", {"clause": clause, "values": values, "rules": rules})
