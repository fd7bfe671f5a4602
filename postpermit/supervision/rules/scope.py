"""合规性：排放口和污染物与许可证是否一致."""

from collections.abc import Iterator

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import (
    FORMAL,
    QUESTION,
    SUBSTANTIVE,
    Answer,
    Case,
    Found,
    Gap,
    audit_rule,
)
from postpermit.supervision.rules.facts import OutletFacts
from postpermit.supervision.rules.permitted import (
    AMOUNTS,
    RESULTS,
    SCOPED,
    annual_amount,
    is_main,
    is_measured,
    is_pollutant,
    is_told,
    medium_of,
    outlets_in,
    permitted_pollutants,
    section_of,
    title_of,
    told_pollutants,
)
from postpermit.supervision.rules.sentences import said_to_stand_still, spoken_of
from postpermit.supervision.states import FindingKind

NO_OUTLETS = "登记信息中没有排放口"


@audit_rule(
    18,
    "regulation:18",
    "plan:a3.2.1",
    "code:182",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="emissions",
    dimension="合规性",
)
def outlet_beyond_the_permit(case: Case) -> Answer:
    """报告中有许可证没有载明的排放口。"""
    known = case.permit.outlets if case.permit else None
    seen = set(case.outlets)
    for row in case.read.rows(*SCOPED):
        told = outlets_in(case, row)
        if told and known is None:
            yield Gap(NO_OUTLETS)
            return
        for code in (c for c in told if c not in seen):
            seen.add(code)
            listed = "、".join(o.code for o in known or ()) or "无"
            yield Found(
                row["outlet"], f"许可证载明的排放口：{listed}", (code,), section=section_of(row.table)
            )


@audit_rule(
    19,
    "regulation:22",
    "measures:41",
    "hj944:6",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def outlet_left_out(case: Case) -> Answer:
    """许可证载明的排放口没有填报，也没有说明停排原因。"""
    if not any(case.read.has(t) for m in RESULTS for t in (*RESULTS[m], AMOUNTS[m])):
        return
    if case.permit is None or case.permit.outlets is None:
        yield Gap(NO_OUTLETS)
        return
    for outlet in case.permit.outlets:
        table = _left_out_of(case, outlet)
        if table and not said_to_stand_still(case, outlet):
            yield _left_out(case, outlet, table)


def _left_out_of(case: Case, outlet: OutletFacts) -> str:
    """The table that is there, should tell of the outlet and does not; "" where none should."""
    medium = medium_of(outlet)
    if not medium:
        return ""
    results, amounts, code = RESULTS[medium], AMOUNTS[medium], outlet.code.upper()
    if _asks_results(case, outlet) and code not in told_pollutants(case, results):
        table = next((t for t in results[:2] if case.read.has(t)), "")
        if table:
            return table
    missing = case.read.has(amounts) and code not in told_pollutants(case, (amounts,))
    return amounts if missing and _asks_amounts(case, outlet) else ""


def _asks_results(case: Case, outlet: OutletFacts) -> bool:
    """The permit asks for results here. Where nothing of the kind is registered, every outlet is thought to be asked."""
    assert case.permit is not None
    if case.permit.monitoring is None and case.permit.limits is None:
        return True
    return bool(permitted_pollutants(case).get(outlet.code.upper()))


def _asks_amounts(case: Case, outlet: OutletFacts) -> bool:
    """Only these have amounts of their own; ordinary outlets may stand in one line of their total."""
    code = outlet.code.upper()
    return is_main(outlet) or any(
        o == code and annual_amount(case, o, pollutant) is not None for o, pollutant in case.limits
    )


def _left_out(case: Case, outlet: OutletFacts, table: str) -> Found:
    # Worse than an omission: a main outlet, or one with instruments, of which the whole report does not say a word.
    told = outlet.code.upper() in told_pollutants(case, SCOPED) or spoken_of(case, outlet)
    grave = not told and (outlet.automatic or is_main(outlet))
    return Found(
        Cell("", title_of(table)),
        f"填报 {outlet.code} {outlet.name}".rstrip() + "，或者说明停排原因",
        (outlet.code.upper(),),
        kind=SUBSTANTIVE if grave else None,
        section=section_of(table),
        found="未填报",
    )


@audit_rule(
    20,
    "regulation:19",
    "measures:41",
    "hj944:6",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def pollutant_left_out(case: Case) -> Answer:
    """许可证对排放口规定的污染物没有填报。"""
    present = [m for m in RESULTS if any(case.read.has(t) for t in (*RESULTS[m], AMOUNTS[m]))]
    if not present:
        return
    if case.permit is None or case.permit.outlets is None:
        yield Gap(NO_OUTLETS)
        return
    if case.permit.monitoring is None:
        yield Gap("登记信息中没有自行监测要求")
    if case.permit.limits is None:
        yield Gap("登记信息中没有许可限值")
    for outlet in case.permit.outlets:
        if medium_of(outlet) in present:
            yield from _pollutants_left_out(case, outlet)


def _pollutants_left_out(case: Case, outlet: OutletFacts) -> Iterator[Found]:
    results, amounts, code = RESULTS[medium_of(outlet)], AMOUNTS[medium_of(outlet)], outlet.code.upper()
    # Where the whole outlet is missing that is rule 19's business.
    told = told_pollutants(case, results).get(code)
    missing = [(p, why) for p, why in permitted_pollutants(case).get(code, {}).items() if why != "SELDOM"]
    missing = [(p, why) for p, why in missing if told and is_measured(p) and not is_told(p, told)]
    summed = told_pollutants(case, (amounts,)).get(code)
    unsummed = [
        p for o, p in case.limits if o == code and summed and not is_told(p, summed) and annual_amount(case, o, p) is not None
    ]  # fmt: skip
    if (missing or unsummed) and said_to_stand_still(case, outlet):
        return
    for pollutant, why in missing:
        # Records of an instrument cannot be missing by oversight.
        yield _missing(outlet, pollutant, results[0], SUBSTANTIVE if why == "AUTOMATIC" else FORMAL)
    for pollutant in unsummed:
        yield _missing(outlet, pollutant, amounts, FORMAL)


def _missing(outlet: OutletFacts, pollutant: str, table: str, kind: FindingKind) -> Found:
    section = section_of(table)
    return Found(
        Cell("", title_of(table)),
        f"填报 {outlet.code} 的{pollutant}",
        (outlet.code.upper(), pollutant, "监测结果" if section == "monitoring" else "排放量"),
        kind=kind,
        section=section,
        found="未填报",
    )


@audit_rule(
    21,
    "code:1103",
    "code:182",
    "regulation:15",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def pollutant_beyond_the_permit(case: Case) -> Answer:
    """报告的污染物不在许可证对该排放口规定的污染物之内。"""
    rows = [row for row in case.read.rows(*SCOPED) if row["pollutant"].bare and is_pollutant(row.pollutant)]
    permit = case.permit
    if rows and (permit is None or (permit.limits is None and permit.monitoring is None)):
        yield Gap("登记信息中没有许可限值和自行监测要求")
        return
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for code in outlets_in(case, row):
            if (code, row.pollutant) not in seen and not row["pollutant"].empty:
                seen.add((code, row.pollutant))
                yield from _beyond(case, row, code)


def _beyond(case: Case, row: Row, code: str) -> Answer:
    assert case.permit is not None
    told = _named(case, code)
    if is_told(row.pollutant, [*told, *_named(case, "")]) or not _reports(row):
        return
    if case.outlets and code not in case.outlets:  # rule 18's business
        return
    if not told:
        yield Gap(f"{code} 没有登记许可限值和自行监测要求")
    elif case.permit.limits is None or case.permit.monitoring is None:
        lacking = "许可限值" if case.permit.limits is None else "自行监测要求"
        yield Gap(f"登记信息中没有{lacking}，不能确定 {code} 是否规定了{row.pollutant}")
    else:
        # Named at another outlet it is a question; named nowhere it is a kind of pollutant without permission.
        elsewhere = any(is_told(row.pollutant, _named(case, o)) for o in case.outlets)
        yield Found(
            row["pollutant"],
            f"许可证规定的污染物：{'、'.join(told)}",
            (code, row.pollutant),
            kind=QUESTION if elsewhere or not _found_any(row) else SUBSTANTIVE,
            section=section_of(row.table),
        )


def _named(case: Case, code: str) -> list[str]:
    """Every pollutant that the permit names at an outlet, those of which only the amount is permitted too."""
    amounts = (p for o, p in case.limits if o == code)
    return list(dict.fromkeys([*permitted_pollutants(case).get(code, {}), *amounts]))


def _values(row: Row) -> list[Cell]:
    return [row[c] for c in ("max", "mean", "total", "concentration") if row[c].bare]


def _reports(row: Row) -> bool:
    """A row without any value reports nothing."""
    return any(not cell.empty and not cell.not_applicable for cell in _values(row))


def _found_any(row: Row) -> bool:
    return any(cell.number is not None and cell.number > 0 and not cell.undetected for cell in _values(row))
