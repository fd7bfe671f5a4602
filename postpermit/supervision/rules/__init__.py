"""The audit of execution reports: 84 numbered rules in files by dimension, as pure functions of plain facts."""

from postpermit.supervision.rules import limits
from postpermit.supervision.rules.audit import (
    AuditRule,
    Case,
    Found,
    Gap,
    Hit,
    Verdict,
    ask,
    audit,
    audit_rule,
    audit_rules,
)

# Importing a file declares its rules.
DIMENSIONS = (limits,)

__all__ = [
    "DIMENSIONS",
    "AuditRule",
    "Case",
    "Found",
    "Gap",
    "Hit",
    "Verdict",
    "ask",
    "audit",
    "audit_rule",
    "audit_rules",
]
