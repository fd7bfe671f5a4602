"""State secrets have no place in this system: how they are recognised (plan 19.1)."""

from postpermit.law.rules import rule

SECRET_WORDS = ("涉密", "国家秘密")
# The product says this itself on its template; it is no secret.
SECRET_NOTICE = "涉密单位不得录入本系统"
SECRET_REFUSAL = "含有涉密内容，不予接收、不予保存。涉密单位不得录入本系统，请走涉密网络或纸质渠道。"


@rule("LW-1", "plan:19.1")
def holds_secret(text: str) -> bool:
    """出现“涉密”“国家秘密”字样的内容整体拒收，系统不保存、不复述。"""
    return any(word in text for word in SECRET_WORDS) and text.strip() != SECRET_NOTICE
