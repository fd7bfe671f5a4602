"""已签署文书: frozen as it was signed. A change is a further version with its reason; the original may lie in another system."""

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import SignedPaper, Visit
from postpermit.enforcement.operations.holding import hold, refuse_secret, refuse_state
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.rules.record_elements import missing_elements
from postpermit.enforcement.states import PaperKind, VisitOutcome, VisitState
from postpermit.office.operations import next_number
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.canonical import canonical
from postpermit.trail.errors import Refused
from postpermit.trail.models import Attachment


class UnableToSignPaper(Refused):
    """The paper is incomplete, says nothing new, or does not say where its original lies."""


@transaction.atomic
def sign_paper(
    *,
    visit: Visit,
    kind: str,
    signed_on: date,
    scan: Attachment | None = None,
    original_system: str = "",
    original_number: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> SignedPaper:
    """Freeze a paper as it was signed. The same content with the same original again is the same paper."""
    held = hold(visit.pk)
    refuse_state(held, VisitState.UNDERWAY, VisitState.ENDED, VisitState.CLOSED)
    _refuse_unfit(held, kind, signed_on, original_system, original_number, why, at)
    content = content_of(held, kind)
    digest = hashlib.sha256(canonical(content)).hexdigest()
    last = SignedPaper.objects.filter(visit=held, kind=kind).order_by("-version").first()
    if last is not None and _same(last, digest, scan, original_system, original_number):
        return last
    if last is not None and not why.strip():
        raise UnableToSignPaper("该文书已签署过，内容有变动的，请写明更改理由，另存为新版本。", place="why")
    made = _keep(
        held, kind, signed_on, scan, original_system, original_number, why, content, digest, last, by, at
    )
    facts = {
        "visit": held.number,
        "kind": kind,
        "version": made.version,
        "digest": digest,
        "number": made.number,
        "original": f"{made.original_system} {made.original_number}".strip(),
    }
    record(
        "sign-paper",
        label="登记已签署文书",
        subjects=[made, held],
        by=by,
        at=at,
        clause="penalty-law:47",
        why=why.strip(),
        facts=facts,
    )
    return made


def _keep(
    visit: Visit,
    kind: str,
    signed_on: date,
    scan: Attachment | None,
    system: str,
    number: str,
    why: str,
    content: dict[str, object],
    digest: str,
    last: SignedPaper | None,
    by: Actor,
    at: datetime,
) -> SignedPaper:
    issued_here = law.value("inspection.place_of_issue", on=signed_on).value == "yes"
    own = last.number if last is not None and last.number else ""
    if issued_here and not own and not system:
        own = next_number(f"paper-{kind.lower()}", localdate(at))
    try:
        with transaction.atomic():
            return SignedPaper.objects.create(
                visit=visit,
                facility=visit.facility,
                kind=kind,
                version=last.version + 1 if last else 1,
                why=why.strip() if last else "",
                content=content,
                digest=digest,
                number=own,
                original_system=system,
                original_number=number.strip(),
                signed_on=signed_on,
                scan=scan,
                by_ref=by.ref,
                by_name=by.signature,
                at=at,
            )
    except IntegrityError:
        raise UnableToSignPaper("该文书刚由他人登记，请刷新后查看。") from None


def _same(last: SignedPaper, digest: str, scan: Attachment | None, system: str, number: str) -> bool:
    scanned = scan is None or (last.scan is not None and last.scan.sha256 == scan.sha256)
    return (
        last.digest == digest
        and scanned
        and (last.original_system, last.original_number) == (system, number.strip())
    )


def _refuse_unfit(
    visit: Visit, kind: str, signed_on: date, system: str, number: str, why: str, at: datetime
) -> None:
    if kind not in set(PaperKind):
        raise UnableToSignPaper("请选择文书种类。", place="kind")
    if signed_on > localdate(at):
        raise UnableToSignPaper("签署日期不能晚于今天。", place="signed_on")
    if visit.started_at is not None and signed_on < localdate(visit.started_at):
        raise UnableToSignPaper("签署日期不能早于检查日期。", place="signed_on")
    if bool(system) != bool(number.strip()):
        raise UnableToSignPaper("原件在其他系统的，系统和编号须一并填写。", place="original_number")
    if system and system not in {s.code for s in law.systems()}:
        raise UnableToSignPaper("没有这个系统。", place="original_system")
    if len(number.strip()) > 64 or len(why.strip()) > 200:
        raise UnableToSignPaper("原件编号不超过 64 字，更改理由不超过 200 字。", place="original_number")
    refuse_secret(number, why)
    if visit.ended_at is None:
        raise UnableToSignPaper("检查还没有结束，文书不能登记为已签署。", place="kind")
    if kind == PaperKind.RECORD and visit.outcome in (VisitOutcome.DONE, VisitOutcome.REFUSED):
        from_register = content_of(visit, kind)["elements"]
        if missing := missing_elements(from_register):
            raise UnableToSignPaper(f"笔录还缺：{'、'.join(missing)}。", place="record")
