"""合规性：报告的结论与超标记录、处罚记录是否矛盾."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from postpermit.supervision.report import Row
from postpermit.supervision.rules.audit import FORMAL, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.limits import STATISTICS
from postpermit.supervision.rules.permitted import CODE
from postpermit.supervision.rules.sentences import Sentence, admits_exceeding, denies_exceeding, sentences_of

EXCEEDANCES = {"air-exceedance": "AIR", "water-exceedance": "WATER"}
CONCLUDING = {"emissions": "排放情况", "conclusion": "结论"}
LAWFUL = {"compliance": "守法情况", "conclusion": "结论"}
COMPLIES = re.compile(
    r"(?:均|全部|全|稳定|持续|100%)达标|达标排放|达标率[^,。;]{0,3}100%|(?:均|全部)(?:能)?(?:符合|满足|低于|合规|未超)"
    r"|(?<![不非])合规(?!判定|性|分析|情况)"
)
NOT_COMPLYING = re.compile(r"(?:未|不|没有|未能|不能|无法)[^,。;]{0,4}(?:达标|合规|符合)")
# 除尘 and 除臭 make no exception.
EXCEPTED = re.compile(
    r"除(?![尘臭油磷氮铁渣盐湿雾硫])[^。;]{1,40}?外|其余|其他[^,。;]{0,10}均|但|个别|偶[有尔]|(?:整改|修复|恢复|处置|检修)后"
)
MEDIA = {"AIR": ("废气", "大气"), "WATER": ("废水", "水污染物", "污水")}
PUNISHED = re.compile(r"处罚|罚款|责令|立案|行政命令")
NOT_PUNISHED = re.compile(
    r"(?:未|无|没有|不存在)[^,。;]{0,16}?(?:处罚|罚款|责令|立案|行政命令)|(?:处罚|罚款|责令|立案)[^,。;]{0,6}?(?:[:为]?无(?![^,。;])|0[次起件])"
)
OBEYS = re.compile(
    r"(?:未|无|没有|不存在)[^,。;]{0,16}?(?:违法|违规|处罚)|处罚[^,。;]{0,6}?(?:[:为]?无(?![^,。;])|0[次起件])"
    r"|(?:严格|全面|认真|自觉)遵守|依法排污|按证排污|守法|(?:均|全部|完全)(?:符合|合规|落实)|符合排污许可|(?<![不非])合规(?!判定|性|分析|情况)"
)


@dataclass(frozen=True)
class _Exceedance:
    """``grave``: above the permit's limit, whatever the report thinks of it."""

    medium: str
    outlet: str
    pollutant: str
    grave: bool


@audit_rule(
    31,
    "measures:41",
    "regulation:22",
    "code:1086",
    kind=FORMAL,
    owner="ECOLOGY",
    section="emissions",
    dimension="合规性",
)
def exceedance_denied(case: Case) -> Answer:
    """报告有超标记录，结论却称达标。"""
    exceedances = [*_in_their_tables(case), *_counted(case)]
    if not exceedances:
        return
    for chapter, label in CONCLUDING.items():
        for sentence in sentences_of(case, chapter):
            denied = [e for e in exceedances if _is_about(sentence.bare, e)] if _claims(sentence) else []
            if denied:
                named = "、".join(dict.fromkeys(f"{e.outlet} {e.pollutant}" for e in denied))
                # Above the permit's limit and called in order: more than a slip of the pen.
                kind = SUBSTANTIVE if any(e.grave for e in denied) else None
                yield Found(sentence.cell, f"与超标记录一致：{named}", (label,), kind=kind, section=chapter)
                break


def _in_their_tables(case: Case) -> Iterator[_Exceedance]:
    for table, medium in EXCEEDANCES.items():
        for row in case.read.rows(table):
            # A line of / or 无 says that there was none.
            cell = row["pollutant"]
            if not (cell.empty or cell.not_applicable):
                grave = _above(case, row, row["concentration"].number)
                yield _Exceedance(medium, row.outlet, row.pollutant, grave)


def _counted(case: Case) -> Iterator[_Exceedance]:
    for table, medium in zip(STATISTICS, MEDIA, strict=True):
        for row in case.read.rows(table):
            count = row["exceeded"].number
            if count is not None and count > 0:
                grave = _above(case, row, row["max"].number)
                yield _Exceedance(medium, row.outlet, row.pollutant, grave)


def _above(case: Case, row: Row, value: Decimal | None) -> bool:
    highs = (limit.high for limit in case.limits.get((row.outlet, row.pollutant), ()))
    return value is not None and any(high is not None and value > high for high in highs)


def _claims(sentence: Sentence) -> bool:
    """Whether it says without exception that everything is in order."""
    said = NOT_COMPLYING.sub("", sentence.bare)
    claimed = COMPLIES.search(said) is not None or denies_exceeding(sentence.bare)
    return claimed and not EXCEPTED.search(sentence.bare) and not admits_exceeding(sentence.bare)


def _is_about(text: str, exceedance: _Exceedance) -> bool:
    """A sentence on waste water says nothing of gas, one on DA002 nothing of DA001."""
    media = [medium for medium, words in MEDIA.items() if any(word in text for word in words)]
    codes = CODE.findall(text.upper())
    return (not media or exceedance.medium in media) and (not codes or exceedance.outlet in codes)


@audit_rule(
    34,
    "measures:41",
    "regulation:22",
    "code:1086",
    kind=SUBSTANTIVE,
    owner="APPROVAL",
    section="conclusion",
    dimension="合规性",
)
def punishment_denied(case: Case) -> Answer:
    """报告称全部合规，与本年度处罚记录矛盾。"""
    told = {chapter: sentences_of(case, chapter) for chapter in LAWFUL}
    if not any(told.values()):
        return
    if case.facts.penalties is None:
        yield Gap("没有处罚记录可供核对")
        return
    said = [sentence.bare for sentences in told.values() for sentence in sentences]
    # What is told anywhere in these chapters is not denied in another place.
    if not case.facts.penalties or any(PUNISHED.search(NOT_PUNISHED.sub("", text)) for text in said):
        return
    for chapter, label in LAWFUL.items():
        claim = next((s for s in told[chapter] if OBEYS.search(NOT_COMPLYING.sub("", s.bare))), None)
        if claim:
            expected = f"写明处罚情况：{'；'.join(case.facts.penalties)}"
            yield Found(claim.cell, expected, (label,), section=chapter)
