"""When a correction that was demanded on site counts as made (plan 6.1). No Django."""

from enum import Enum

from postpermit import law


class Proof(Enum):
    """What a file from the unit says of the correction."""

    NONE = "none"
    FITS = "fits"
    ELSEWHERE = "elsewhere"
    EARLIER = "earlier"


@law.rule("EN-142", "plan:6.1")
def proof_fault(*, visited: bool, proof: Proof) -> str:
    """没有到现场复查的，凭提出整改要求之后收到的照片或材料认定已整改，没有材料的由负责人认定。

    Returns the sentence of what is wrong, or "".
    """
    if proof is Proof.ELSEWHERE:
        return "所选文件不是这次检查的附件。"
    if proof is Proof.EARLIER:
        return "所选文件在提出整改要求之前就有，不能证明已整改。"
    if visited or proof is Proof.FITS:
        return ""
    return "请选择哪次复查，或先在本页“附件”上传单位整改后的照片、材料再选；都没有的，由负责人认定。"


@law.rule("EN-143", "plan:6.1")
def recheck_fault(*, correcting: bool, extended: bool) -> str:
    """复查办结前，所复查的问题须已登记已整改，或者延长整改期限，或者立案查处。

    Returns the sentence of what is wrong, or "".
    """
    if correcting and not extended:
        return "所复查的问题还没有结论，请到原检查页登记复查已整改、延长整改期限或立案查处。"
    return ""
