"""Which rules fire, and how often a person confirms them: so that bad rules are seen and tuned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from postpermit.supervision.models import AuditRun, Hint
from postpermit.supervision.rules import AuditRule, audit_rules
from postpermit.supervision.states import HintState


@dataclass(frozen=True)
class RuleLine:
    """One rule: how often it hinted, and what persons said. ``share`` of the answered ones confirmed, None without any."""

    rule: AuditRule
    fired: int
    open: int
    confirmed: int
    dismissed: int
    unknown: int

    @property
    def share(self) -> int | None:
        """Confirmed per hundred answered."""
        answered = self.confirmed + self.dismissed
        return round(100 * self.confirmed / answered) if answered else None


def rule_lines(campaign: int | None = None) -> list[RuleLine]:
    """Every rule with its figures, over everything or over one campaign. Two queries."""
    hints = Hint.objects.all()
    runs = AuditRun.objects.all()
    if campaign is not None:
        hints = hints.filter(check_matter__campaign=campaign)
        runs = runs.filter(check_matter__campaign=campaign)
    counted = {
        row["rule"]: row
        for row in hints.exclude(state=HintState.GONE)
        .values("rule")
        .annotate(
            fired=Count("pk"),
            open=Count("pk", filter=Q(state=HintState.OPEN)),
            confirmed=Count("pk", filter=Q(state=HintState.CONFIRMED)),
            dismissed=Count("pk", filter=Q(state=HintState.DISMISSED)),
        )
        .order_by()
    }
    gaps = _gaps(runs)
    return [_line(rule, counted.get(rule.number, {}), gaps.get(rule.number, 0)) for rule in audit_rules()]


def _gaps(runs: Any) -> dict[str, int]:
    """Rule → reports in whose newest run it could not judge."""
    newest: dict[int, list[Any]] = {}
    for check, gaps in runs.order_by("pk").values_list("check_matter", "gaps").iterator(chunk_size=2000):
        newest[check] = gaps
    out: dict[str, int] = {}
    for gaps in newest.values():
        for rule in {row[0] for row in gaps}:
            out[rule] = out.get(rule, 0) + 1
    return out


def _line(rule: AuditRule, row: Mapping[str, Any], unknown: int) -> RuleLine:
    return RuleLine(
        rule,
        row.get("fired", 0),
        row.get("open", 0),
        row.get("confirmed", 0),
        row.get("dismissed", 0),
        unknown,
    )
