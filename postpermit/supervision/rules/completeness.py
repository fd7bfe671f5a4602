"""完整性：章节、表格、承诺书和附件是否齐全."""

from collections.abc import Iterator
from functools import cache

from postpermit import law
from postpermit.law import NamedAttachment, ReportSection
from postpermit.law.report_forms import REPORT_KINDS
from postpermit.supervision.report import Cell, first_and_last
from postpermit.supervision.rules.audit import FORMAL, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import OutletFacts
from postpermit.supervision.rules.reasons import excused, filled, nothing, stood_still

# What a report says even when production stood still.
ALWAYS = ("commitment", "basic", "explanation")
# Table → medium of the outlets whose monitoring or amounts it holds.
MEDIA = {
    "air-concentration": "AIR",
    "water-concentration": "WATER",
    "fugitive": "DIFFUSE",
    "air-amount": "AIR",
    "water-amount": "WATER",
}
AMOUNTS = ("air-amount", "water-amount")
MAIN = ("MAIN", "主要排放口")
PREFIXES = {"DA": "AIR", "DW": "WATER"}
# Tables that every permit fills; they are judged only where the report prints them.
EVERYONE = ("summary", "production", "ledger", "disclosure")
SIGNED = "signed"
NO_KIND = Gap("没有识别出报告类型，不知道应有哪些内容")
NO_ATTACHMENTS = Gap("从文件看不出有哪些附件")


@audit_rule(
    6,
    "hj944:6",
    "measures:37",
    kind=FORMAL,
    owner="APPROVAL",
    section="basic",
    dimension="完整性",
)
def chapter_missing(case: Case) -> Answer:
    """应有的章节缺失，或章节没有内容。"""
    report = case.read
    if report.kind not in REPORT_KINDS:
        yield NO_KIND
    elif not report.chapters:
        yield Gap("文件中没有识别出章节标题")
    else:
        inside = _sections_with_content(case)
        found = inside | report.chapters.keys()
        for section in law.report_sections(report.kind):
            if not _required(case, section, found):
                continue
            if section.code not in found:
                yield Found(
                    Cell("", section.label),
                    f"有“{section.label}”一章",
                    (section.label,),
                    section=section.code,
                    found="没有这一章",
                )
            elif section.code not in inside:
                yield from _empty(case, section)


@audit_rule(
    7,
    "hj944:6",
    "measures:37",
    kind=FORMAL,
    owner="APPROVAL",
    section="monitoring",
    dimension="完整性",
)
def table_empty(case: Case) -> Answer:
    """应填的表格没有内容，也没有说明不适用的原因。"""
    if case.read.kind not in REPORT_KINDS:
        yield NO_KIND
        return
    if case.permit is None or case.permit.outlets is None:
        yield Gap("登记信息中没有排放口，不知道哪些表格应填")
    if stood_still(case):
        return
    for code, table in law.report_form().tables.items():
        if case.read.kind not in table.kinds or filled(case, code):
            continue
        applies = _applies(case, code)
        if applies is None:
            yield Gap(f"登记信息中没有许可限值和自行监测要求，不知道{table.title}是否应填")
        elif applies and not excused(case, code, MEDIA.get(code, "")):
            if code not in case.read.tables and _unknown_holds_pollutants(case):
                yield Gap(f"有表格没有识别出来，不知道其中有没有{table.title}")
                continue
            there = "没有内容" if code in case.read.tables else "没有这张表"
            yield Found(
                Cell("", table.title),
                "填写，或写明不适用的原因",
                (table.title,),
                section=table.section,
                found=there,
            )


@audit_rule(
    9,
    "plan:5.2",
    "hj944:6",
    kind=FORMAL,
    owner="APPROVAL",
    section="commitment",
    dimension="完整性",
)
def commitment_not_signed(case: Case) -> Answer:
    """没有承诺书签字盖章页。"""
    yield from _attachments(case, signed=True)


@audit_rule(
    10,
    "hj944:6",
    "plan:5.2",
    kind=FORMAL,
    owner="APPROVAL",
    section="attachments",
    dimension="完整性",
)
def attachment_missing(case: Case) -> Answer:
    """缺少应附的图件。"""
    yield from _attachments(case, signed=False)


def _sections_with_content(case: Case) -> set[str]:
    """Sections that say something in text or tables; quarterly and monthly reports say who they are on the cover."""
    report, tables = case.read, law.report_form().tables
    out = {tables[code].section for code in report.tables if code in tables and filled(case, code)}
    out |= {c.code for c in report.chapters.values() if not nothing(Cell(c.text))}
    if report.attachments:
        out.add("attachments")
    if report.kind != "ANNUAL" and any(not nothing(cell) for cell in report.cover.values()):
        out.add("basic")
    return out


def _required(case: Case, section: ReportSection, found: set[str]) -> bool:
    if stood_still(case):
        return section.code in ALWAYS
    if section.label in _listed(case.value("audit.chapters.older_forms")):
        # The forms differ: only a report of the form that has such chapters must have them all.
        older = _listed(case.value("audit.chapters.older_forms"))
        return any(s.code in found for s in law.report_sections() if s.label in older)
    if case.read.kind != "ANNUAL":
        # Below the annual report a trouble is told in one place or the other, and without one there is nothing to tell.
        if section.code == "facilities":
            return _troubled(case)
        if section.code == "explanation":
            return "facilities" not in found
    return True


def _troubled(case: Case) -> bool:
    """Whether the bureau knows of an abnormal event in the period."""
    days = first_and_last(case.read.period)
    return days is not None and any(days[0] <= a.on <= days[1] for a in case.facts.abnormal or ())


def _empty(case: Case, section: ReportSection) -> Answer:
    chapter = case.read.chapters[section.code]
    text = Cell(chapter.text, chapter.place)
    if section.code == "attachments":
        return
    if text.bare and section.label in _listed(case.value("audit.chapters.may_say_none")):
        return
    if not text.bare and case.read.unknown:
        yield Gap(f"有表格没有识别出来，不知道“{section.label}”一章有没有内容")
        return
    yield Found(
        text,
        "写明内容；不适用的，写明原因",
        (section.label,),
        section=section.code,
        found=text.text or "没有内容",
    )


@cache
def _listed(labels: str) -> frozenset[str]:
    return frozenset(labels.split("、"))


def _applies(case: Case, code: str) -> bool | None:
    """Whether the permit wants this table; None: the register does not hold what would tell."""
    printed = code in case.read.tables
    if code in EVERYONE:
        return printed
    if code == "facility-normal":
        equipment = case.permit.equipment if case.permit else None
        return printed and any(e.kind == "TREATMENT" for e in equipment or ())
    medium = MEDIA.get(code)
    outlets = [o for o in (case.permit.outlets if case.permit else None) or () if _medium(o) == medium]
    if medium is None or not outlets:
        return False
    return _wanted(case, code, {o.code.upper() for o in outlets}, any(o.type in MAIN for o in outlets))


def _wanted(case: Case, code: str, outlets: set[str], main: bool) -> bool | None:
    permit = case.permit
    assert permit is not None
    limits = [x for x in permit.limits or () if x.outlet.upper() in outlets]
    # Many ordinary outlets report no amounts: where none is permitted, only a printed table has to be filled.
    if code in AMOUNTS and code not in case.read.tables:
        return main or any(x.annual_amount is not None for x in limits)
    if permit.limits is None and permit.monitoring is None:
        return None
    told = any(x.high is not None or x.text for x in limits)
    return told or any(m.outlet.upper() in outlets for m in permit.monitoring or ())


def _medium(outlet: OutletFacts) -> str:
    return outlet.kind or PREFIXES.get(outlet.code.upper()[:2], "")


def _unknown_holds_pollutants(case: Case) -> bool:
    return any("污染物" in text for table in case.read.unknown for line in table.cells for text in line)


def _attachments(case: Case, *, signed: bool) -> Answer:
    """Attachments of the kind that no name tells of."""
    wanted = list(_wanted_attachments(case, signed))
    if case.read.kind not in REPORT_KINDS:
        yield NO_KIND
    elif wanted and case.read.attachments is None:
        yield NO_ATTACHMENTS
    else:
        names = [Cell(name).bare for name in case.read.attachments or ()]
        for each in wanted:
            if not any(word in name for name in names for word in each.words):
                yield Found(
                    Cell("", "附件"),
                    f"附{each.label}",
                    (each.label,),
                    found="、".join(case.read.attachments or ()) or "没有附件",
                )


def _wanted_attachments(case: Case, signed: bool) -> Iterator[NamedAttachment]:
    for each in law.report_form().attachments.get(case.read.kind, ()):
        if (each.code == SIGNED) == signed:
            yield each
