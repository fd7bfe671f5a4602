"""What the answers of a checklist add up to, and the provisions a question stands on (plan 6.1, annex 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from postpermit import law
from postpermit.enforcement.states import CheckResult

# An answer that says more than 符合 needs words; 未查 is the default and needs none until the visit is closed.
_WORDED = (CheckResult.FAILS, CheckResult.NOT_APPLICABLE)
TWO_READINGS = (
    "条例和法典对同一行为都有规定，一并列出；触犯多项规定的按罚款数额高的处罚（法典第1055条），由人判断。"
)
OLD_OR_LIGHTER = "行为之后有新规定施行，从旧兼从轻（法典第1057条），由人判断。"
NOTHING_FOUND = "行为发生之日没有收录适用的条款，依据由人查明。"


@dataclass(frozen=True)
class Bases:
    """Provisions for an act of one day. ``later``: those that came into force between the act and the decision.

    ``standards``: how it is measured and done, beside what is owed.
    """

    duties: tuple[law.QuestionBasis, ...]
    penalties: tuple[law.QuestionBasis, ...]
    later: tuple[law.QuestionBasis, ...]
    both_readings: bool
    notes: tuple[str, ...]
    standards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """How a visit went, in numbers: questions by result, items by result, and the questions that failed."""

    questions: Mapping[CheckResult, int]
    items: Mapping[str, CheckResult]
    failed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was left 未查."""
        return not self.questions[CheckResult.NOT_CHECKED]


@law.rule("EN-30", "plan:6.1")
def item_result(results: Iterable[CheckResult]) -> CheckResult:
    """有一问不符合的，该项不符合；全部不适用的，不适用；还有未查的，未查；其余符合。"""
    found = set(results)
    if CheckResult.FAILS in found:
        return CheckResult.FAILS
    if found == {CheckResult.NOT_APPLICABLE}:
        return CheckResult.NOT_APPLICABLE
    if not found or CheckResult.NOT_CHECKED in found:
        return CheckResult.NOT_CHECKED
    return CheckResult.MEETS


@law.rule("EN-31", "plan:6.1", "code:1055", "code:1057", judgement=True)
def basis_of(question: law.Question, act_day: date, *, decided_on: date | None = None) -> Bases:
    """依据按行为发生日选用，条例和法典都有规定的一并列出，之后施行的新规定另列，由人选择。"""
    held = [b for b in question.bases if b.in_force(act_day)]
    penalties = tuple(b for b in held if b.role == "penalty")
    later = tuple(b for b in question.bases if decided_on and _came_between(b, act_day, decided_on))
    both = {"regulation", "code"} <= {b.document for b in penalties}
    notes = [TWO_READINGS] if both else []
    notes += [OLD_OR_LIGHTER] if later else []
    notes += [NOTHING_FOUND] if not penalties else []
    duties = tuple(b for b in held if b.role == "duty")
    return Bases(duties, penalties, later, both, tuple(notes), question.standards)


def _came_between(basis: law.QuestionBasis, act_day: date, decided_on: date) -> bool:
    return basis.role == "penalty" and basis.since is not None and act_day < basis.since <= decided_on


@law.rule("EN-33", "plan:6.1")
def visit_summary(asked: law.Checklist, results: Mapping[str, CheckResult]) -> Summary:
    """一次检查的结果按问题和检查项分别计数，没有回答的计为未查。"""
    given = {q.code: results.get(q.code, CheckResult.NOT_CHECKED) for q in asked.questions}
    counts = {r: sum(v is r for v in given.values()) for r in CheckResult}
    items = {i.code: item_result(given[q.code] for q in i.questions) for i in asked.items}
    return Summary(counts, items, tuple(c for c, r in given.items() if r is CheckResult.FAILS))


@law.rule("EN-34", "plan:6.1")
def answer_fault(result: CheckResult, reason: str, *, closing: bool = False) -> str:
    """不符合和不适用要写明情况或理由；结束检查时，未查的也要写明原因。

    Returns the sentence of what is wrong, or "".
    """
    if reason.strip():
        return ""
    if result in _WORDED:
        return f"“{result.label}”请写明{'情况' if result is CheckResult.FAILS else '理由'}。"
    if closing and result is CheckResult.NOT_CHECKED:
        return "未查的请写明原因。"
    return ""


@law.rule("EN-35", "plan:6.1", judgement=True)
def conducts_of(question: law.Question, result: CheckResult) -> tuple[str, ...]:
    """只有不符合的问题指向违法情形，供立案或移交时参考，由人认定。"""
    return question.conducts if result is CheckResult.FAILS else ()


@law.rule("EN-37", "plan:6.1")
def first_to_ask(asked: law.Checklist, last: Mapping[str, CheckResult]) -> tuple[str, ...]:
    """检查前提示：上次不符合的先看，上次没有查到的其次。"""
    order = (CheckResult.FAILS, CheckResult.NOT_CHECKED)
    return tuple(q.code for r in order for q in asked.questions if last.get(q.code) is r)
