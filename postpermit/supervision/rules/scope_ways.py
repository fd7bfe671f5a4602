"""合规性：排放方式和去向与许可证是否一致."""

import re
from collections.abc import Iterator

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import OutletFacts
from postpermit.supervision.rules.permitted import CODE, SCOPED, medium_of, outlets_in, section_of
from postpermit.supervision.rules.wording import bare

DESTINATION = "排放去向"
WAYS = (DESTINATION, "排放方式", "排放形式")
# Where waste water may go, by the words of the platform's list and of daily use; the first that fits counts.
DESTINATIONS = (
    ("NOWHERE", re.compile(r"不外排|零排放|全部回用")),
    ("INDUSTRIAL", re.compile(r"工业(?:园区)?(?:废水|污水)?集中|园区(?:废水|污水)")),
    (
        "TOWN",
        re.compile(
            r"(?:城[镇市]|市政|公共)[^,。]{0,4}(?:污水|下水|管网)|纳管|污水管网|污水处理厂|水质净化厂"
        ),
    ),
    ("INSIDE", re.compile(r"厂内|本厂|厂区内|自建")),
    ("DIRECT", re.compile(r"直接|江|河|湖|海|水库|地表水|水环境|农田|渗|蒸发")),
    ("OTHER", re.compile(r"其他单位|委托|外运")),
    ("AIR", re.compile(r"大气|高空|有组织|排气筒")),
)
INDIRECT = ("TOWN", "INDUSTRIAL", "OTHER")
CHANGED = re.compile(r"^(?:是|有|已)?(?:发生)?变[化更]|^是$|[☑√■]变[化更]")
SUMMARY = "summary"


@audit_rule(
    27,
    "regulation:18",
    "regulation:15",
    "plan:a3.2.2",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="basic",
    dimension="合规性",
)
def other_way_or_destination(case: Case) -> Answer:
    """排放方式或去向与许可证不一致。"""
    told = list(_told(case))
    if told and (case.permit is None or case.permit.outlets is None):
        yield Gap("登记信息中没有排放口")
        return
    seen: set[tuple[str, ...]] = set()
    for row, cell, outlets in told:
        about = (_about(row, outlets),)
        for answer in _judge(row, cell, outlets, about):
            if isinstance(answer, Gap) or about not in seen:
                yield answer
            seen.add(about)


def _told(case: Case) -> Iterator[tuple[Row, Cell, list[OutletFacts]]]:
    """Every place that tells a way or destination, with the outlets of the permit that it can mean."""
    held = (case.permit.outlets if case.permit else None) or ()
    for row in case.read.rows(SUMMARY):
        content = row["content"].bare
        if any(way in content for way in WAYS):
            outlets = _meant(row, held)
            if outlets or not held:
                yield row, row["value"], outlets
    for row in case.read.rows(*SCOPED):
        for heading, text in row.extra.items():
            if DESTINATION not in bare(heading):
                continue
            outlets = [o for o in held if o.code.upper() in outlets_in(case, row)]
            if outlets or not held:
                yield row, Cell(text, f"{row.place}“{heading}”"), outlets


def _meant(row: Row, held: tuple[OutletFacts, ...]) -> list[OutletFacts]:
    """By code, failing that all of the medium; how gas leaves the site as a whole is said of no outlet in particular."""
    words = row["item"].bare + row["group"].bare + row["content"].bare
    codes = CODE.findall((words + row["value"].bare).upper())
    if codes:
        return [o for o in held if o.code.upper() in codes]
    water = "废水" in words or (DESTINATION in words and "废气" not in words and "大气" not in words)
    return [o for o in held if medium_of(o) == "WATER"] if water else []


def _judge(row: Row, cell: Cell, outlets: list[OutletFacts], about: tuple[str, ...]) -> Answer:
    known = [o for o in outlets if o.destination]
    where, changed = section_of(row.table), row["changed"].bare
    if len(known) < len(outlets):
        for outlet in (o for o in outlets if not o.destination):
            yield Gap(f"登记信息中没有 {outlet.code} 的排放去向")
    if not known:
        return
    expected = f"许可证载明：{'、'.join(dict.fromkeys(o.destination for o in known))}"
    same = None if cell.empty else _same(cell.bare, known)
    # Another destination may belong to an outlet whose own is not registered.
    if same is False and len(known) == len(outlets):
        yield Found(cell, expected, about, section=where)
    elif CHANGED.search(changed):
        yield Found(row["changed"], f"{expected}，没有变化", about, section=where)
    elif same is None and not cell.empty:
        yield Gap(f"{about[0]} 的排放去向“{cell.text.strip()}”与登记内容不能比较")


def _same(said: str, outlets: list[OutletFacts]) -> bool | None:
    """Whether it is what one of the outlets has; None when it cannot be told."""
    answers = [_agrees(said, outlet) for outlet in outlets]
    return True if True in answers else None if None in answers else False


def _agrees(said: str, outlet: OutletFacts) -> bool | None:
    permitted = bare(outlet.destination)
    if said == permitted or permitted in said:
        return True
    if medium_of(outlet) == "AIR":
        return False if "无组织" in said and "有组织" not in said else True if _class(said) == "AIR" else None
    one, other = _class(said), _class(permitted)
    if "间接排放" in said or "直接排放" in said:
        return None if not other else (other in INDIRECT) == ("间接排放" in said)
    return None if not one or not other else one == other


def _class(text: str) -> str:
    return next((name for name, words in DESTINATIONS if words.search(text)), "")


def _about(row: Row, outlets: list[OutletFacts]) -> str:
    return "、".join(o.code for o in outlets) or row["content"].bare
