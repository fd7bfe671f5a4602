"""Files of reports on their way in: read, kept under a signed name until a person takes them in, matched with units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from postpermit import law
from postpermit.duties.rules.periods import period_words
from postpermit.office.standing import Standing
from postpermit.register.models import Facility
from postpermit.supervision import reading
from postpermit.supervision.queries.intake import Filed, filed, unit_typed, units_on_covers
from postpermit.supervision.report import Report, kind_of
from postpermit.trail import attachments
from postpermit.trail.errors import Refused
from postpermit.trail.files import keep, path_of
from postpermit.web.forms import read_day

# What cannot be kept as an attachment is not read either.
LARGEST = min(reading.LARGEST, attachments.LARGEST)
MEGA = 1024 * 1024
MOST = 40
HOURS = 12
SALT = "report-intake"
FIELDS = ("unit", "period", "submitted", "skip")
LAPSED = "预览已失效（超过时间，或者重新登录过），请重新放入文件。"


@dataclass
class Dropped:
    """A file as it was dropped in and read. ``typed``: what a person wrote beside it; ``errors``: what is wrong with that."""

    name: str
    digest: str
    token: str
    read: Report
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    on_cover: Facility | None = None
    unit: Facility | None = None
    period: str = ""
    submitted_on: date | None = None
    held: Filed = field(default_factory=Filed)
    notes: list[str] = field(default_factory=list)

    @property
    def skipped(self) -> bool:
        """A person wants it left out."""
        return self.typed.get("skip") == "1"

    @property
    def known(self) -> int:
        """The version as which the very same file was taken in before, 0 if never."""
        return self.held.digests.get(self.digest, 0)

    @property
    def complete(self) -> bool:
        """Everything is there to take it in."""
        there = self.unit is not None and self.period and self.submitted_on is not None
        return bool(there) and not self.errors and not self.skipped and not self.known

    @property
    def period_read(self) -> str:
        """The period on the cover; "" when it is missing or of another kind than the cover says."""
        period = self.read.period
        return period if period and self.read.kind in ("", kind_of(period)) else ""

    @property
    def source(self) -> str:
        """How it came: docx, xlsx, json. A template cannot ask the report itself, whose names are fields of the cover."""
        return self.read.source

    @property
    def reported_on(self) -> str:
        """The day of the report as the cover says it."""
        return self.read["reported_on"].text

    @property
    def title(self) -> str:
        """2026年第3季度执行报告."""
        return f"{period_words(self.period)}执行报告" if self.period else "周期没有认出"


@dataclass
class Drop:
    """What came with one request; ``refused``: (name, reason), of which nothing is stored."""

    files: list[Dropped] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def drop_of(request: HttpRequest) -> Drop:
    """The files read before and those dropped in now, each once, with what was typed beside them."""
    drop = Drop()
    for at, token in enumerate(request.POST.getlist("token")[:MOST]):
        typed = {name: request.POST.get(f"{name}-{at}", "").strip() for name in FIELDS}
        _again(request, token, typed, drop)
    files = request.FILES.getlist("files")
    room = MOST - len(drop.files)
    if len(files) > room:
        drop.notes.append(f"一次最多放入 {MOST} 个文件，其余 {len(files) - room} 个没有读入，请下次再放。")
    for file in files[:room]:
        _fresh(request, file, drop)
    return drop


def _again(request: HttpRequest, token: str, typed: dict[str, str], drop: Drop) -> None:
    try:
        name, digest = signing.loads(token, salt=_salt(request), max_age=HOURS * 3600)
        data = path_of(digest).read_bytes()
        drop.files.append(Dropped(name, digest, token, reading.read_report(data, name), typed))
    except (signing.BadSignature, OSError):
        drop.refused.append(("先前放入的文件", LAPSED))
    except reading.UnableToReadReport as error:
        drop.refused.append((_shown(name), str(error)))


def _fresh(request: HttpRequest, file: "UploadedFile[Any]", drop: Drop) -> None:
    name = file.name or "执行报告"
    try:
        if (file.size or 0) > LARGEST:
            raise Refused(f"文件超过 {LARGEST // MEGA} MB，没有读取。")
        data = file.read()
        read = reading.read_report(data, name)
        attachments.media_type(name, data)  # what could not be kept later is refused now
    except Refused as error:
        drop.refused.append((_shown(name), str(error)))
        return
    digest = keep(data)
    twin = next((d for d in drop.files if d.digest == digest), None)
    if twin is not None:
        drop.notes.append(f"“{_shown(name)}”与“{twin.name}”内容相同，只收一份。")
        return
    token = signing.dumps([name, digest], salt=_salt(request))
    drop.files.append(Dropped(name, digest, token, read))


def _salt(request: HttpRequest) -> str:
    """A kept file is taken only from whom it came, in the same session."""
    return f"{SALT}:{request.officer.pk}:{request.session.session_key}"  # type: ignore[attr-defined]


def _shown(name: str) -> str:
    return "（文件名不显示）" if law.holds_secret(name) else name


def settle(
    drop: Drop,
    standing: Standing,
    today: date,
    *,
    asked: bool,
    unit: Facility | None = None,
    period: str = "",
) -> None:
    """Find unit, period and day of every file. ``asked``: what is missing is an error; ``unit``, ``period``: whence one came.

    What a person typed goes before the cover; the cover before the page one came from.
    """
    for one, named in zip(drop.files, units_on_covers([d.read for d in drop.files]), strict=True):
        one.on_cover = named
        one.unit = _unit(one, standing, unit)
        one.period = one.typed.get("period", "") or one.period_read or (period if unit == one.unit else "")
        if not kind_of(one.period):
            one.period = ""
        _note_cover(one, unit)
    held = filed((d.unit.pk, d.period) for d in drop.files if d.unit and d.period)
    for one in drop.files:
        if one.unit and one.period:
            one.held = held[one.unit.pk, one.period]
        _day(one, today)
        if asked and not one.skipped and not one.known:
            _ask(one)
    _note_pairs(drop.files)


def _unit(one: Dropped, standing: Standing, fallback: Facility | None) -> Facility | None:
    typed = one.typed.get("unit", "")
    if typed:
        found, wrong = unit_typed(standing, typed)
        if wrong:
            one.errors["unit"] = wrong
        return found
    return one.on_cover or fallback


def _note_cover(one: Dropped, unit: Facility | None) -> None:
    if unit is not None and one.on_cover is not None and one.on_cover.pk != unit.pk:
        one.notes.append(f"封面上的单位是“{one.on_cover.name}”，不是“{unit.name}”，请核对。")
    if one.on_cover is None:
        said = one.read["unit_name"].text or one.read["permit_number"].text or "空白"
        then = f"按“{one.unit.name}”收。" if one.unit is not None else "请填写是哪一家。"
        one.notes.append(f"封面上的单位写作“{said[:60]}”，在一企一档里没有找到，{then}")
    if one.read.period and not one.period_read:
        one.notes.append("封面上的报告类型与报告时段不相符，请选定周期。")


def _day(one: Dropped, today: date) -> None:
    text = one.typed.get("submitted", "")
    one.submitted_on = read_day(text, today) if text else None
    if text and one.submitted_on is None:
        one.errors["submitted"] = f"提交日期“{text[:20]}”不是有效日期，请写成 2026-11-23。"


def _ask(one: Dropped) -> None:
    if one.unit is None:
        one.errors.setdefault("unit", "请填写是哪家单位的报告。")
    if not one.period:
        one.errors.setdefault("period", "请选择报告周期。")
    if one.submitted_on is None:
        one.errors.setdefault("submitted", "请填写提交日期。")


def _note_pairs(files: Sequence[Dropped]) -> None:
    seen: dict[tuple[int, str], str] = {}
    for one in files:
        if one.unit and one.period and not one.known:
            first = seen.setdefault((one.unit.pk, one.period), one.name)
            if first != one.name:
                one.notes.append(f"与“{first}”是同一份报告，都收下时按先后成为两个版本。")
