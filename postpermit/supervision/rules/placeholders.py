"""完整性：报告中留有填表提示或样例文字."""

import re
from collections.abc import Iterator
from functools import cache

from postpermit import law
from postpermit.supervision.report import Cell, Report
from postpermit.supervision.rules.audit import FORMAL, Answer, Case, Found, audit_rule

# 监测采样例行开展, 公示例会, 按填写说明填写: the same characters in sentences that mean something else.
NOT_AFTER = {
    "示例": "公演展提表明指显揭警告所",
    "样例": "采抽取制留送同这那一各多",
    "填写说明": "按照据的《见",
}
NOT_BEFORE = {"示例": "行会如外", "样例": "行会如外", "填写说明": "》"}
# A run of one sign stands alone: 138XXXX1234 is a number that somebody masked, not a form that nobody filled.
SIGNS = {"X": "XxＸｘ", "×": "×"}
AROUND = 8


@audit_rule(
    11,
    "hj944:6",
    "plan:5.2",
    kind=FORMAL,
    owner="APPROVAL",
    section="basic",
    dimension="完整性",
)
def placeholder_left(case: Case) -> Answer:
    """报告中留有填表提示或样例文字。"""
    words = law.report_form().placeholders
    # Hardly a report holds one: a look at the whole text spares the search in every cell.
    whole = _whole_text(case.read)
    if not any(spelling in whole for word in words for spelling in _spellings(word)):
        return
    pattern = _pattern(words)
    for section, cell in _texts(case):
        if found := pattern.search(cell.text):
            around = cell.text[max(0, found.start() - AROUND) : found.end() + AROUND].strip()
            yield Found(cell, "实际情况", (cell.place, found[0]), section=section, found=around)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_guarded, words)))


def _guarded(word: str) -> str:
    """The word as a pattern that does not catch it inside another one."""
    if _is_run(word):
        return rf"(?<![0-9A-Za-z×])[{SIGNS[word[0]]}]{{{len(word)},}}(?![0-9A-Za-z×])"
    behind = f"(?<![{NOT_AFTER[word]}])" if word in NOT_AFTER else ""
    ahead = f"(?![{NOT_BEFORE[word]}])" if word in NOT_BEFORE else ""
    return behind + re.escape(word) + ahead


def _is_run(word: str) -> bool:
    return len(set(word)) == 1 and word[0] in SIGNS


@cache
def _spellings(word: str) -> tuple[str, ...]:
    return tuple(sign * len(word) for sign in SIGNS[word[0]]) if _is_run(word) else (word,)


def _whole_text(report: Report) -> str:
    """All that ``_texts`` yields, without places."""
    texts = [cell.text for cell in report.cover.values()]
    texts += [chapter.text for chapter in report.chapters.values()]
    for rows in report.tables.values():
        for row in rows:
            texts += [cell.text for cell in row.cells.values()]
            texts += row.extra.values()
    return "\n".join(texts)


def _texts(case: Case) -> Iterator[tuple[str, Cell]]:
    """Every text of the report with its section: cover, chapters, cells, columns that nobody knows."""
    report, tables = case.read, law.report_form().tables
    for cell in report.cover.values():
        yield "basic", cell
    for chapter in report.chapters.values():
        yield chapter.code, Cell(chapter.text, chapter.place)
    for code, rows in report.tables.items():
        section = tables[code].section if code in tables else "basic"
        for row in rows:
            for cell in row.cells.values():
                yield section, cell
            for heading, text in row.extra.items():
                yield section, Cell(text, f"{row.place}“{heading}”")
