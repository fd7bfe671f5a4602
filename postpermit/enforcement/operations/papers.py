"""已签署文书: frozen as it was signed. A change is a further version with its reason; the original may lie in another system."""

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import PaperNumber, SignedPaper, Visit
from postpermit.enforcement.operations.holding import hold, refuse_secret, refuse_state
from postpermit.enforcement.queries.answers import conflicts_of, named
from postpermit.enforcement.queries.order_paper import ordered
from postpermit.enforcement.queries.paper_parts import issued_here
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.rules.papers import (
    Fault,
    backing_fault,
    empty_fault,
    number_fault,
    undecided_fault,
)
from postpermit.enforcement.rules.record_elements import missing_elements
from postpermit.enforcement.states import PaperKind, PictureKind, VisitOutcome, VisitState
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.canonical import canonical
from postpermit.trail.errors import Refused
from postpermit.trail.models import Attachment


class UnableToNumberPaper(Refused):
    """The paper is not issued here, or is not fit to be handed over."""


class UnableToSignPaper(Refused):
    """The paper is incomplete, says nothing new, or does not say where its original lies."""


@transaction.atomic
def number_paper(
    *, visit: Visit, kind: str, unit: Facility | None = None, by: Actor, at: datetime
) -> PaperNumber:
    """Give a paper its number, when it is first printed for signing. A second time it is the same number."""
    held = hold(visit.pk)
    refuse_state(held, VisitState.UNDERWAY, VisitState.ENDED, VisitState.CLOSED)
    party, on = unit or held.facility, localdate(at)
    if earlier := PaperNumber.objects.filter(visit=held, kind=kind, facility=party).first():
        return earlier
    _refuse(UnableToNumberPaper, number_fault(issued_here=issued_here(on), ended=held.ended_at is not None))
    _refuse_unfit(held, kind, party, UnableToNumberPaper)
    made = PaperNumber.objects.create(
        visit=held, facility=party, kind=kind, number=next_number(f"paper-{kind.lower()}", on),
        by_ref=by.ref, by_name=by.signature[:64], at=at,
    )  # fmt: skip
    record(
        "number-paper",
        label="文书编号",
        subjects=[held] if party == held.facility else [held, party],
        by=by,
        at=at,
        clause="plan:6.1",
        facts={"visit": held.number, "kind": kind, "unit": party.name, "number": made.number},
    )
    return made


@transaction.atomic
def sign_paper(
    *,
    visit: Visit,
    kind: str,
    signed_on: date,
    unit: Facility | None = None,
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
    party = unit or held.facility
    original = (original_system, original_number.strip())
    scan = scan or _photographed(held, kind)
    _refuse_wrong(held, signed_on, *original, why, at)
    _refuse_unfit(held, kind, party, UnableToSignPaper)
    content = content_of(held, kind, party)
    _refuse_gaps(held, kind, content)
    number = _number_of(held, kind, party, signed_on, bool(original_system), scan is not None)
    digest = hashlib.sha256(canonical(content)).hexdigest()
    last = SignedPaper.objects.filter(visit=held, kind=kind, facility=party).order_by("-version").first()
    if last is not None and _same(last, digest, scan, *original):
        return last
    if last is not None and not why.strip():
        raise UnableToSignPaper("该文书已签署过，内容有变动的，请写明更改理由，另存为新版本。", place="why")
    made = _keep(
        SignedPaper(
            visit=held,
            facility=party,
            kind=kind,
            version=last.version + 1 if last else 1,
            why=why.strip() if last else "",
            content=content,
            digest=digest,
            number=number,
            original_system=original[0],
            original_number=original[1],
            signed_on=signed_on,
            scan=scan,
            by_ref=by.ref,
            by_name=by.signature,
            at=at,
        )
    )
    _tell(made, held, why, by, at)
    return made


def _photographed(visit: Visit, kind: str) -> Attachment | None:
    """The hand-signed page of 笔录 that came as a photo is its scan: nobody hands it in a second time."""
    if kind != PaperKind.RECORD:
        return None
    rows = visit.pictures.filter(kind=PictureKind.SIGNED_PAGE).select_related("attachment")
    last = rows.order_by("-pk").first()
    return last.attachment if last else None


def _keep(made: SignedPaper) -> SignedPaper:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToSignPaper("该文书刚由他人登记，请刷新后查看。") from None
    return made


def _tell(made: SignedPaper, visit: Visit, why: str, by: Actor, at: datetime) -> None:
    facts = {
        "visit": visit.number,
        "kind": made.kind,
        "version": made.version,
        "digest": made.digest,
        "number": made.number,
        "original": f"{made.original_system} {made.original_number}".strip(),
    }
    if made.facility_id != visit.facility_id:
        facts["unit"] = made.facility.name
    record(
        "sign-paper",
        label="登记已签署文书",
        subjects=[made, visit],
        by=by,
        at=at,
        clause="penalty-law:47",
        why=why.strip(),
        facts=facts,
    )


def _number_of(
    visit: Visit, kind: str, party: Facility, signed_on: date, elsewhere: bool, scanned: bool
) -> str:
    """Its own number, or ""; refused where nothing stands behind the signature."""
    taken = PaperNumber.objects.filter(visit=visit, kind=kind, facility=party).first()
    fault = backing_fault(
        issued_here=issued_here(signed_on) or taken is not None,
        numbered=taken is not None,
        elsewhere=elsewhere,
        scanned=scanned,
    )
    _refuse(UnableToSignPaper, fault)
    return taken.number if taken and not elsewhere else ""


def _same(last: SignedPaper, digest: str, scan: Attachment | None, system: str, number: str) -> bool:
    scanned = scan is None or (last.scan is not None and last.scan.sha256 == scan.sha256)
    return (
        last.digest == digest and scanned and (last.original_system, last.original_number) == (system, number)
    )


def _refuse(error: type[Refused], fault: Fault) -> None:
    sentence, place = fault
    if sentence:
        raise error(sentence, place=place)


def _refuse_unfit(visit: Visit, kind: str, party: Facility, error: type[Refused]) -> None:
    """What holds for a number and for a signature alike: there is such a paper, it says something, nothing waits for a choice."""
    if kind not in set(PaperKind):
        raise error("请选择文书种类。", place="kind")
    which = PaperKind(kind)
    if party != visit.facility and which != PaperKind.ORDER:
        raise error("只有责令改正决定书按单位分别出具。", place="kind")
    if visit.ended_at is None:
        raise error("检查还没有结束，文书不能登记为已签署。", place="kind")
    _refuse(error, undecided_fault(which, named(conflicts_of(visit), visit)))
    if which == PaperKind.ORDER:
        _refuse(error, empty_fault(which, len(ordered(visit).get(party, ()))))
    if which == PaperKind.PHOTOS:
        _refuse(error, empty_fault(which, visit.pictures.filter(kind=PictureKind.EVIDENCE).count()))


def _refuse_gaps(visit: Visit, kind: str, content: dict[str, object]) -> None:
    if kind != PaperKind.RECORD or visit.outcome not in (VisitOutcome.DONE, VisitOutcome.REFUSED):
        return
    elements = content["elements"]
    if isinstance(elements, dict) and (missing := missing_elements(elements)):
        raise UnableToSignPaper(f"笔录还缺：{'、'.join(missing)}。", place="record")


def _refuse_wrong(visit: Visit, signed_on: date, system: str, number: str, why: str, at: datetime) -> None:
    if signed_on > localdate(at):
        raise UnableToSignPaper("签署日期不能晚于今天。", place="signed_on")
    if visit.started_at is not None and signed_on < localdate(visit.started_at):
        raise UnableToSignPaper("签署日期不能早于检查日期。", place="signed_on")
    if bool(system) != bool(number):
        raise UnableToSignPaper("原件在其他系统的，系统和编号须一并填写。", place="original_number")
    if system and system not in {s.code for s in law.systems()}:
        raise UnableToSignPaper("没有这个系统。", place="original_system")
    if len(number) > 64 or len(why.strip()) > 200:
        raise UnableToSignPaper("原件编号不超过 64 字，更改理由不超过 200 字。", place="original_number")
    refuse_secret(number, why)
