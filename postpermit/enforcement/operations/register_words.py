"""What the registers of this room do not take: blanks, what is too long, secrets, personal data, days that cannot be."""

from datetime import date, datetime

from django.utils.timezone import localdate

from postpermit.enforcement.rules.complaints import personal_fault
from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.trail.errors import Refused


class UnableToKeep(Refused):
    """What was written may not, or cannot, stand in the register."""


def worded(place: str, text: str, longest: int, label: str, *, required: bool = True) -> str:
    """The text without blanks at its ends, or a refusal at its field: also where it holds anybody's number."""
    clean = text.strip()
    if holds_secret(clean):
        raise UnableToKeep(SECRET_REFUSAL, place=place)
    if fault := personal_fault(clean):
        raise UnableToKeep(fault, place=place)
    if required and not clean:
        raise UnableToKeep(f"请填写{label}。", place=place)
    if len(clean) > longest:
        raise UnableToKeep(f"{label}不超过 {longest} 字。", place=place)
    return clean


def refuse_ahead(on: date, at: datetime, label: str, place: str, first: date | None = None) -> None:
    """A deed lies neither ahead nor before what it follows."""
    if on > localdate(at):
        raise UnableToKeep(f"{label}不能晚于今天。", place=place)
    if first is not None and on < first:
        raise UnableToKeep(f"{label}不能早于 {first}。", place=place)
