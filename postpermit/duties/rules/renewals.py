"""Renewal of permits and registrations, and the check when one has run out."""

from collections.abc import Iterator
from datetime import date, timedelta

from postpermit import law
from postpermit.duties.rules.facts import Basis, HolderFacts, Law, Planned, fixed, reckon
from postpermit.duties.rules.windows import void_why


@law.rule("DU-10", "plan:10.1", "regulation:14")
def renew_permit(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """许可证期满前六十个自然日提出延续申请，倒算的日期不顺延。"""
    if not unit.holds_permit:
        return
    before, opens = (
        int(law_.value("permit.renewal.days_before")),
        int(law_.value("permit.renewal.opens_days_before")),
    )
    yield from _renewals(unit, year, "renew-permit", before, opens, f"有效期届满前 {before} 日")


@law.rule("DU-11", "plan:10.1")
def renew_registration(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """排污登记在有效期届满前办理延续，期限为届满当日。"""
    if unit.holds_permit:
        return
    opens = int(law_.value("registration.renewal.opens_days_before"))
    yield from _renewals(unit, year, "renew-registration", 0, opens, "登记有效期届满日")


def _renewals(
    unit: HolderFacts, year: int, kind: str, before: int, opens: int, note: str
) -> Iterator[Planned]:
    terms: list[tuple[date, date | None]] = [(t.valid_to, t.renewed_on) for t in unit.terms]
    for valid_to, renewed_on in [*terms, (unit.valid_to, None)]:
        due_on = valid_to - timedelta(days=before)
        if due_on.year != year:
            continue
        yield Planned(
            kind,
            "HOLDER",
            unit.number,
            unit.name,
            valid_to.isoformat(),
            valid_to - timedelta(days=opens),
            fixed(due_on, f"{note}（{valid_to} 届满），不因休息日顺延"),
            void_why="" if renewed_on else void_why(unit, due_on),
            done_on=renewed_on,
            facility=unit.facility,
        )


@law.rule("DU-12", "plan:10.1")
def check_expired(unit: HolderFacts, year: int, on: date, law_: Law) -> Iterator[Planned]:
    """许可证到期未延续又未注销的，执法大队核查是否仍在排污；既逾期又排污的是线索。"""
    ended = unit.ended_on is not None and unit.ended_on <= on
    if not unit.holds_permit or on <= unit.valid_to or ended or unit.valid_to.year not in (year, year - 1):
        return
    due = reckon(Basis("add", unit.valid_to, int(law_.value("expired.check.days"))), law_.calendar)
    if due.on.year == year:
        yield Planned(
            "check-expired",
            "ENFORCEMENT",
            unit.number,
            unit.name,
            unit.valid_to.isoformat(),
            unit.valid_to + timedelta(days=1),
            due,
            confirmed=law_.confirmed("expired.check.days"),
            facility=unit.facility,
        )
