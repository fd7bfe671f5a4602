"""What is asked of an act as it arrives from a device, beside what the desk asks too (plan 6.1). No Django."""

from datetime import datetime

from postpermit import law
from postpermit.enforcement.rules.versions import CLOCK_LEEWAY


@law.rule("EN-110", "plan:6.1", "penalty-law:47")
def not_own(owner: str, sender: str, *, carried: bool = False) -> str:
    """现场数据只由填写的本人发送或导入，证据上写的始终是填写的人；封存文件里没有写明填写人的不导入。

    ``owner`` and ``sender`` are references of officers. Returns the sentence of what is wrong, or "".
    """
    if not owner and carried:
        return "没有写明是谁填写的，不能导入。"
    if owner and owner != sender:
        return "这是另一人填写的，由本人登录后同步或导入；本人不能办理的，把封存文件作为附件放到这次检查里。"
    return ""


@law.rule("EN-111", "plan:6.1")
def hour_of(told: datetime, at: datetime) -> datetime:
    """手机时钟略快，填写的开始、结束时间比现在晚不超过五分钟的，按现在登记；再晚的照样退回。"""
    return at if at < told <= at + CLOCK_LEEWAY else told


@law.rule("EN-112", "plan:6.1")
def code_overtaken(known: str, seen: str, code: str) -> str:
    """手机上登记检查码时，别人已登记了另一个码的，不改写，注明未采纳。

    ``seen``: the code that was on the screen. Returns why the act takes no effect, or "".
    """
    if known in ("", seen, code):
        return ""
    return f"检查码已由他人登记为 {known}"


@law.rule("EN-113", "plan:6.1")
def done_before(what: str, told: str, *, by_self: bool) -> str:
    """开始、结束检查重复点的只生效一次：先点的是本人就说本人，是他人就说他人，并写明已登记的内容。"""
    return f"{'您已经' if by_self else '已由他人'}{what}，{told}"


@law.rule("EN-114", "plan:6.1")
def caption_overtaken(known: str, seen: str, said: str) -> str:
    """照片说明发出以后还可以在手机上补写，原来的留着；别人已另外补写的，不改写，注明未采纳。

    ``seen``: the words that were on the screen. Returns why the act takes no effect, or "".
    """
    return "" if known in (seen, said) else f"照片说明已由他人补写为“{known}”"
