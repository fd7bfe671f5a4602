"""合规性：浓度、速率和排放量与许可限值的比较."""

from postpermit.supervision.rules.audit import SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule

STATISTICS = ("air-concentration", "water-concentration")


@audit_rule(
    28,
    "regulation:34",
    "code:1103",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def above_permitted_concentration(case: Case) -> Answer:
    """监测结果最大值高于许可排放浓度限值。"""
    if case.permit is None or case.permit.limits is None:
        yield Gap("登记信息中没有许可限值")
        return
    for row in case.read.rows(*STATISTICS):
        top = row["max"].number
        if top is None:
            continue
        limits = [
            limit for limit in case.limits.get((row.outlet, row.pollutant), ()) if limit.high is not None
        ]
        if not limits:
            yield Gap(f"{row.outlet} {row.pollutant} 没有登记浓度限值")
            continue
        for limit in limits:
            if limit.high is not None and top > limit.high:
                yield Found(
                    row["max"], f"不高于 {limit.high.normalize():f} {limit.unit}", (row.outlet, row.pollutant)
                )
                break
