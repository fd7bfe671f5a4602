"""义务落实：信息公开是否做到，是否查得到."""

from collections.abc import Iterator
from datetime import timedelta

from postpermit.supervision.report import Cell, Row, first_and_last, words_of
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.running import stood_still
from postpermit.supervision.rules.wording import bare, dates_in, said_in, shown

# 无 and 不适用 deny nothing: they say that there was nothing to do.
DENIALS = ("否", "不符", "不满足", "未")
NO_DUTY = ("未要求", "未涉及")
RECORD = "信息公开记录"
# How the permit's own page is ruled: these say how, when and where, and are no content that could be missing by name.
HEADINGS = ("公开方式", "公开内容", "公开时间", "时间节点", "其他", "其他信息")


@audit_rule(
    69,
    "plan:14.1",
    "regulation:23",
    "code:1110",
    kind=SUBSTANTIVE,
    owner="APPROVAL",
    section="disclosure",
    dimension="义务落实",
)
def not_disclosed(case: Case) -> Answer:
    """没有按许可证规定的内容或时间公开信息。"""
    for row in case.read.rows("disclosure"):
        if _denies(row["fits"]):
            yield Found(row["fits"], "按许可证要求公开", (row["item"].bare or row.place,))
    # A quarterly or monthly report has no such section: the year's report answers for the year.
    if case.read.kind != "ANNUAL":
        return
    if case.facts.disclosed is None:
        yield Gap("没有信息公开记录")
        return
    yield from _missing(case)
    yield from _late(case)


@audit_rule(
    70,
    "plan:14.1",
    "regulation:23",
    "code:1110",
    kind=QUESTION,
    owner="APPROVAL",
    section="disclosure",
    dimension="义务落实",
)
def published_but_not_seen(case: Case) -> Answer:
    """报告称已公开，但公开平台上查不到或时间不一致。"""
    claims = list(_claims(case))
    if not claims:
        return
    if case.facts.published is None:
        yield Gap("没有公开平台的查询结果")
        return
    if not case.facts.published:
        yield Found(claims[0][1], "公开平台上可以查到")
    grace = timedelta(days=case.value("audit.disclosure.claimed_days"))
    for what, seen in case.facts.published:
        row, cell = _claim_of(what, claims)
        if seen is None:
            yield Found(cell, f"公开平台上可以查到{_called(what)}", (what,), found="查不到")
            continue
        claimed = list(dates_in(row["done"].bare)) if row else []
        if len(claimed) == 1 and seen > claimed[0] + grace:
            yield Found(cell, f"平台显示公开于{shown(seen)}", (what,))


def _denies(cell: Cell) -> bool:
    return cell.bare.startswith(DENIALS) and not cell.bare.startswith(NO_DUTY)


def _same(one: str, other: str) -> bool:
    a, b = bare(one), bare(other)
    return bool(a and b) and (a in b or b in a)


def _missing(case: Case) -> Answer:
    """Content that the permit wants published and nobody has seen."""
    if case.permit is None or case.permit.disclosure is None:
        yield Gap("登记信息中没有信息公开要求")
        return
    if case.permit.disclosure and not case.facts.disclosed:
        yield Found(Cell("", RECORD), "按许可证要求公开", found="没有公开记录")
        return
    for what in dict.fromkeys(case.permit.disclosure):
        seen = any(_same(what, each.what) for each in case.facts.disclosed or ())
        # Who stood still all the time and sampled nothing has no results to publish.
        nothing_to_show = "监测" in what and not case.facts.samples and stood_still(case)
        if not seen and not nothing_to_show and bare(what) not in HEADINGS:
            yield Found(Cell("", RECORD), f"公开{what}", (what,), found="没有公开记录")


def _late(case: Case) -> Answer:
    for seen in case.facts.disclosed or ():
        if seen.required_by is None:
            continue
        if seen.on is None:
            yield Gap(f"{seen.what}的公开日期没有记录")
        elif seen.on > seen.required_by:
            limit = f"不晚于{shown(seen.required_by)}"
            yield Found(Cell(shown(seen.on), f"{RECORD}“{seen.what}”"), limit, (seen.what, limit))


def _claims(case: Case) -> Iterator[tuple[Row | None, Cell]]:
    """Where the report says that it published: rows of its table, or the chapter's text."""
    table = False
    for row in case.read.rows("disclosure"):
        table = True
        if row["fits"].says_yes or "已公开" in row["done"].bare:
            yield row, row["done"]
    if not table and "已公开" in said_in(case, "disclosure"):
        yield None, Cell(case.read.text("disclosure").strip(), case.read.chapters["disclosure"].place)


def _claim_of(what: str, claims: list[tuple[Row | None, Cell]]) -> tuple[Row | None, Cell]:
    """The claim about this content; failing that the place of the first claim, whose dates are then not compared."""
    for row, cell in claims:
        # A period stands in many a date and names no content.
        if row and not first_and_last(what) and (_same(what, row["item"].text) or bare(what) in cell.bare):
            return row, cell
    return None, claims[0][1]


def _called(what: str) -> str:
    """A period as what was looked for stands for that period's report."""
    return f"{words_of(what)}执行报告" if first_and_last(what) else what
