"""Whether the record of a visit is closed by a signature, and what it said before it was reopened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from postpermit.enforcement.models import Visit
from postpermit.enforcement.rules.record_elements import BY_CODE, record_closed
from postpermit.enforcement.states import PaperKind, ParticipantKind, PictureKind
from postpermit.trail.models import Entry
from postpermit.trail.queries import timeline

REOPEN = "reopen-record"


@dataclass(frozen=True)
class EarlierRecord:
    """The record as it was signed, when somebody reopened it: label → words, and the people who came along."""

    at: datetime
    by_name: str
    why: str
    elements: Mapping[str, str]
    people: tuple[str, ...]


def is_closed(visit: Visit) -> bool:
    """Whether elements and participants take no change: signed, and not reopened since."""
    pages = visit.pictures.filter(kind=PictureKind.SIGNED_PAGE).values_list("received_at", flat=True)
    papers = visit.papers.filter(kind=PaperKind.RECORD).values_list("at", flat=True)
    return record_closed([*pages, *papers], visit.record_reopened_at)


def earlier_records(visit: Visit) -> list[EarlierRecord]:
    """What the record said each time before it was reopened, newest first."""
    if visit.record_reopened_at is None:
        return []
    return [_earlier(entry) for entry in timeline(visit).filter(verb=REOPEN)]


def _earlier(entry: Entry) -> EarlierRecord:
    held = entry.facts
    words = {BY_CODE[c].label: _said(v) for c, v in held["elements"].items() if c in BY_CODE and v}
    people = tuple(
        f"{p['name']}（{ParticipantKind(p['kind']).label}{'，' + p['body'] if p['body'] else ''}）"
        for p in held["participants"]
    )
    return EarlierRecord(entry.at, entry.by_name, entry.why, words, people)


def _said(value: object) -> str:
    return "是" if value is True else str(value)
