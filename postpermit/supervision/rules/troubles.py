"""Sentences that tell of a failure, as against those that say there was none, or what is done when there is one."""

import re

FAILURE = "(?:故障|异常|损坏|失效|停运|缺失|中断|非正常)"
TROUBLE = re.compile(FAILURE + "|检修|维修|更换")
# 无故障或异常, 如发生故障; 异常情况：无. What follows up to the next stop is not told as having happened.
DENIED = re.compile(
    rf"(?:无|未|没有|不存在|零|避免|防止|预防|减少|如|若|一旦|发现)[^,。;:]{{0,8}}?{FAILURE}(?:[或和及、与]{FAILURE})*"
    rf"|{FAILURE}(?:情况|工况|运行|现象)*(?:说明|汇总|记录|统计)*表?[,:]?(?:无|没有|未发生|未出现|不涉及|0次)"
)
SENTENCES = re.compile(r"[。;!\n]")


def sentences(text: str) -> list[str]:
    """The sentences of a bare text."""
    return [part for part in SENTENCES.split(text) if part]


def tells_of_trouble(text: str, *about: str) -> bool:
    """Whether a sentence of the bare text tells of a failure; with ``about``, one that also holds one of these words."""
    return any(
        TROUBLE.search(DENIED.sub("", part)) is not None
        and (not about or any(word in part for word in about))
        for part in sentences(text)
    )
