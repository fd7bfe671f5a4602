"""``duties`` reads a year's ledger; ``generate-duties`` stores it."""

import json
from datetime import date
from typing import Any

from django.utils import timezone

from postpermit import law, workdays
from postpermit.duties.operations import generate_duties
from postpermit.duties.queries import ledger
from postpermit.duties.states import DutyState
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused


class UnableToShowYear(Refused):
    """The year or the day cannot be reckoned."""


def run(arguments: Any) -> int:
    """The ledger as the rules give it from the facts now in the register. Writes nothing."""
    on = _day(arguments.as_of)
    _refuse_year(arguments.year)
    rows = ledger(arguments.year, on)
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    labels = {s.value: s.label for s in DutyState}
    for row in rows:
        late = " 逾期" if row["overdue"] else ""
        count = f" {row['done']}/{row['target']}" if row["target"] is not None else ""
        kind = law.duty_kind(row["kind"]).label
        print(
            f"{row['due_on']}  {labels[row['state']]}{late}  {kind}{count}  {row['subject_name']} {row['period']}"
        )
    print(f"共 {len(rows)} 项，以 {on} 为准。")
    return 0


def generate(arguments: Any) -> int:
    """Make the stored ledger agree with the rules."""
    _refuse_year(arguments.year)
    done = generate_duties(year=arguments.year, by=COMMAND_LINE, at=timezone.now())
    facts = {
        "added": done.added,
        "voided": done.voided,
        "reissued": done.reissued,
        "discharged": done.discharged,
    }
    if arguments.json:
        print(json.dumps({"ok": True, **facts}, ensure_ascii=False))
        return 0
    print(
        f"{arguments.year} 年：新增 {done.added} 项，不再适用 {done.voided} 项，重新开出 {done.reissued} 项，"
        f"随记录完成 {done.discharged} 项。"
    )
    return 0


def _day(text: str | None) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnableToShowYear(f"日期“{text}”不对，请写成 2026-11-24。") from error


def _refuse_year(year: int) -> None:
    known = workdays.shipped().years
    if year not in range(known[0] + 1, known[-1]):
        raise UnableToShowYear(f"年度应在 {known[0] + 1} 至 {known[-1] - 1} 之间。")
