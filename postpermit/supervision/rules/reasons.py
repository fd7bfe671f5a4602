"""When nothing is reported, and which words of the report excuse it: 不适用 with a reason, an outlet out of use."""

import re

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.report.cells import NOT_APPLICABLE, NOTHING
from postpermit.supervision.rules.audit import Case
from postpermit.supervision.rules.stop import stop_claim, stopped_by_hours
from postpermit.supervision.rules.wording import said_in

# 停产 alone is no excuse for a whole table: most standstills are of some days. Those of the whole period are a claim.
EXCUSE = re.compile(
    r"不适用|不涉及|[不未无]外排|零排放|[未不无]排放|[不未]产生|(?<![未无不])停[用运]|未运行|未投[运产]|未启用|已?拆除"
    r"|无(?:生产|工艺)?废[水气](?:排放|产生|外排|,|$)"
)
# A part of the period: what is said of it excuses no table of the whole. 自…起 goes on to the end and does.
PARTS = {
    "ANNUAL": re.compile(r"\d月|季度|期间|此前|之前|检修"),
    "QUARTERLY": re.compile(r"\d月|期间|此前|之前|检修"),
}
LASTING = re.compile("起|以来|至今")
# A sentence about these tables excuses no other one.
OTHER_TABLES = re.compile("非正常|特殊时段|超标|异常|重污染|应急|危险废物|固体废物")
MEDIA = {
    "AIR": re.compile("(?<!无组织)废气|大气"),
    "DIFFUSE": re.compile("无组织|厂界|周界"),
    "WATER": re.compile("废水|污水"),
}
LONGEST_MARK = 16
SENTENCES = re.compile("[。;]")


def nothing(cell: Cell) -> bool:
    """Blank, /, 无, 不适用, with or without a full stop."""
    # No mark begins with a digit or is long: most cells are told without a closer look.
    if cell.text[:1].isdigit() or len(cell.text) > LONGEST_MARK:
        return False
    plain = cell.bare.rstrip("。.;,")
    return plain in NOT_APPLICABLE or plain.lower() in NOTHING


def given(row: Row) -> bool:
    """Whether the row says anything at all."""
    return any(not nothing(cell) for cell in row.cells.values())


def filled(case: Case, table: str) -> bool:
    """Whether the table has a row, or a total, that says anything."""
    if "reasons.filled" not in case.memo:
        tables = case.read.tables.items()
        case.memo["reasons.filled"] = {code for code, rows in tables if any(map(given, rows))}
    return table in case.memo["reasons.filled"]


def stood_still(case: Case) -> bool:
    """Whether production is said to have stood still for the whole period."""
    if "reasons.still" not in case.memo:
        case.memo["reasons.still"] = bool(stop_claim(case) or stopped_by_hours(case))
    return bool(case.memo["reasons.still"])


def excused(case: Case, table: str, medium: str = "") -> bool:
    """Whether the table's chapter, or the explanation, says with a reason that the table does not apply."""
    return any(
        not OTHER_TABLES.search(sentence) and (not media or medium in media)
        for sentence, media in _excuses(case, law.report_form().tables[table].section)
    )


def out_of_use(case: Case, row: Row) -> bool:
    """Whether the row's outlet is named in a sentence that excuses it."""
    if not row.outlet:
        return False
    section = law.report_form().tables[row.table].section
    return any(row.outlet in sentence.upper() for sentence, _ in _excuses(case, section))


def reasoned(case: Case, cell: Cell) -> bool:
    """Whether a remark is long enough to be a reason."""
    return not nothing(cell) and len(cell.bare) >= case.value("audit.reason.remark")


def _excuses(case: Case, section: str) -> list[tuple[str, set[str]]]:
    """Sentences that excuse something, each with the media it names; 不适用 and nothing else is no reason."""
    key = f"reasons.{section}"
    if key not in case.memo:
        least, out = case.value("audit.reason.words"), []
        for chapter in dict.fromkeys((section, "explanation")):
            for sentence in SENTENCES.split(said_in(case, chapter)):
                found = EXCUSE.search(sentence)
                if found and not _of_a_part(case, sentence) and len(sentence) - len(found[0]) >= least:
                    out.append((sentence, {m for m, words in MEDIA.items() if words.search(sentence)}))
        case.memo[key] = out
    held: list[tuple[str, set[str]]] = case.memo[key]
    return held


def _of_a_part(case: Case, sentence: str) -> bool:
    """Whether the sentence tells of some months of a year, or of a quarter."""
    part = PARTS.get(case.read.kind)
    return part is not None and part.search(sentence) is not None and not LASTING.search(sentence)
