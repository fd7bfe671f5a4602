"""What the pages of disclosure and of ledger checks share: their lists, the common half of their forms, one check."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.office.access import may
from postpermit.supervision.models import DisclosureCheck, LedgerCheck
from postpermit.supervision.operations import withdraw_evidence
from postpermit.supervision.queries.evidence import findings_on
from postpermit.supervision.states import EvidenceState, FindingKind
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Failed, offered, take
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.entering import UnitChoice
from postpermit.web.forms import FormReader
from postpermit.web.paging import page_of

Check = DisclosureCheck | LedgerCheck
IN_ORDER = (("yes", "符合要求"), ("no", "不符合要求"))


def _withdraw(check: Check, typed: dict[str, Any], **who: Any) -> str:
    withdraw_evidence(evidence=check, why=typed["why"], **who)
    return "登记已撤销，随之提出的问题一并撤销。"


ACTS = {
    "withdraw": Act(
        _withdraw, (WHY,), says="须由录入人以外的负责人撤销；随之提出的问题一并撤销，记录全部保留。"
    )
}


def listing(request: HttpRequest, rows: Any, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The context of a list: a page of checks, each with ``found``, the problems found in it."""
    page = page_of(request, rows)
    found = findings_on(list(page.object_list))
    for check in page.object_list:
        check.found = found[check.pk]
    return {
        "page": page,
        "chosen": chosen,
        "answers": IN_ORDER,
        "states": EvidenceState.choices(),
        "divisions": divisions(),
        "filtered": any(chosen.values()),
    }


def read_checked(form: FormReader) -> dict[str, Any]:
    """What both kinds of check ask: when, how it was, whether in order, and what was wrong, one problem a line."""
    lines = [line.strip() for line in form.text("findings", "问题").splitlines()]
    in_order = form.choice("in_order", "是否符合要求", ("yes", "no"))
    kind = form.choice("kind", "问题性质", FindingKind, required=in_order == "no")
    return {
        "on": form.day("on", "检查日期", required=True),
        "result": form.text("result", "检查情况", required=True),
        "in_order": in_order == "yes",
        "findings": [line for line in lines if line],
        "kind": kind or FindingKind.QUESTION,
    }


def form_context(form: FormReader, chosen: UnitChoice) -> dict[str, Any]:
    """The context of a form for a new check."""
    return {
        "errors": form.errors,
        "typed": form.post,
        "chosen": chosen,
        "answers": IN_ORDER,
        "kinds": FindingKind.choices(),
        "day": form.today.isoformat(),
    }


def entered(made: Check) -> str:
    """The sentence after a check was entered."""
    count = len(findings_on([made])[made.pk])
    return f"已登记，提出 {count} 个问题。" if count else "已登记。"


def show_evidence(
    check: Check, name: str, failed: Failed | None = None, *, request: HttpRequest
) -> HttpResponse:
    """The page of one check; ``name``: of the address, ``failed``: a step that could not be taken."""
    standing = request.standing  # type: ignore[attr-defined]
    stands = check.state == EvidenceState.STANDING
    context = {
        "check": check,
        "unit": check.facility,
        "findings": findings_on([check])[check.pk],
        "forms": offered(
            request,
            check,
            ACTS,
            lambda verb: reverse(f"{name}-act", args=[check.public_id, verb]),
            failed=failed,
        ),
        "attach_to": reverse(f"{name}-attach", args=[check.public_id])
        if stands and may(standing, "attach", check)
        else "",
        "attachments": attachments_of(check),
        "entries": timeline(check)[:40],
        "label": check._meta.label,
        "errors": failed[2].errors if failed else {},
        "years": law.value("ledger.years", on=request.today).plain,  # type: ignore[attr-defined]
    }
    page = f"desk/supervision/{name.replace('-', '_')}.html"
    return render(request, page, context, status=422 if failed else 200)


def act_on_evidence(check: Check, verb: str, name: str, *, request: HttpRequest) -> HttpResponse:
    """Take a step on one check and go back to its page."""
    return take(
        request,
        check,
        verb,
        ACTS,
        division=check.division_id,
        page=reverse(name, args=[check.public_id]),
        again=lambda failed: show_evidence(check, name, failed, request=request),
    )
