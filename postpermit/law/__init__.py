"""法规：条款、带日期的数值和规则，数字都有出处。"""

from postpermit.law.clauses import Clause, Document, Strength, UnknownClause, UnreadableLaw
from postpermit.law.district import (
    District,
    DutyKind,
    UnknownValue,
    clause,
    clauses,
    district,
    documents,
    duty_kind,
    duty_kinds,
    use,
    using,
    value,
    values,
)
from postpermit.law.rules import Rule, rule, rules
from postpermit.law.secrets import SECRET_NOTICE, SECRET_REFUSAL, SECRET_WORDS, holds_secret
from postpermit.law.table import clause_table
from postpermit.law.values import Value

__all__ = [
    "SECRET_NOTICE",
    "SECRET_REFUSAL",
    "SECRET_WORDS",
    "Clause",
    "District",
    "Document",
    "DutyKind",
    "Rule",
    "Strength",
    "UnknownClause",
    "UnknownValue",
    "UnreadableLaw",
    "Value",
    "clause",
    "clause_table",
    "clauses",
    "district",
    "documents",
    "duty_kind",
    "duty_kinds",
    "holds_secret",
    "rule",
    "rules",
    "use",
    "using",
    "value",
    "values",
]
