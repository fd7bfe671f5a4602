"""What a paper of a visit needs before it bears a number or is recorded as signed (plan 6.1). No Django."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from postpermit import law
from postpermit.enforcement.states import PaperKind

# What stands on every paper where two versions of one answer wait for somebody to choose.
BOTH = "两个版本，待选定"
U = TypeVar("U")
F = TypeVar("F")
# Sentence of what is wrong, and the field beside which it stands; ("", "") where nothing is.
Fault = tuple[str, str]
FIT: Fault = ("", "")


@law.rule("EN-115", "plan:6.1")
def undecided_fault(kind: PaperKind, questions: Sequence[str]) -> Fault:
    """同一项有两个版本待选定的，文书照写待选定，选定之前不能出具和签署；照片证据除外。"""
    if not questions or kind == PaperKind.PHOTOS:
        return FIT
    named = "、".join(f"“{q}”" for q in questions[:3]) + (
        f"等 {len(questions)} 项" if len(questions) > 3 else ""
    )
    return f"{named}有两个版本，请先选定。", "kind"


@law.rule("EN-116", "plan:6.1", "penalty-law:28")
def empty_fault(kind: PaperKind, count: int) -> Fault:
    """没有责令改正的问题就没有责令改正决定书，没有照片就没有照片证据。"""
    if kind == PaperKind.ORDER and not count:
        return "这个单位没有立行立改或立案查处的问题，没有可以责令改正的事实。", "kind"
    if kind == PaperKind.PHOTOS and not count:
        return "还没有现场照片，不能出具照片证据。", "kind"
    return FIT


@law.rule("EN-117", "plan:6.1", "penalty-law:47")
def backing_fault(*, issued_here: bool, numbered: bool, elsewhere: bool, scanned: bool) -> Fault:
    """登记签署要有凭据：本系统出具的先有文号，其余写明原件的系统和编号，或者附签字页扫描件。"""
    if elsewhere or (scanned and not issued_here) or (numbered and issued_here):
        return FIT
    if issued_here:
        return "文书由本系统出具，还没有文号，请先“编号打印”，签字后再登记。", "kind"
    return "请写明原件在哪个系统和编号，或者附签字页扫描件。", "original_number"


@law.rule("EN-118", "plan:6.1", "penalty-law:28")
def by_party(findings: Iterable[tuple[U, F]], visited: U) -> dict[U, list[F]]:
    """责令改正决定书按违法单位分别出具，一个单位一份，受检单位的在前。"""
    found: dict[U, list[F]] = {visited: []}
    for unit, finding in findings:
        found.setdefault(unit, []).append(finding)
    return found


@law.rule("EN-119", "plan:6.1")
def number_fault(*, issued_here: bool, ended: bool) -> Fault:
    """由本系统出具的文书在检查结束后第一次打印供签字时取得文号，此前打印的都是底稿。"""
    if not issued_here:
        return "文书原件在其他系统出具，本系统只打印底稿，不编文号。", "kind"
    if not ended:
        return "检查还没有结束，打印的是底稿，不编文号。", "kind"
    return FIT
