"""What has to be found out about an act and is answered yes or no; without an answer nobody has looked yet."""

from collections.abc import Mapping

# Name → the question as it is asked. The names are those under which a case keeps the answers.
QUESTIONS: Mapping[str, str] = {
    "first_time": "是否初次违法",
    "slight": "违法行为或者后果是否轻微",
    "corrected": "是否及时改正",
    "harmless": "是否没有造成危害后果",
    "environmental_harm": "是否造成环境危害（追责期限）",
    "health_harm": "是否涉及公民生命健康安全且有危害后果（追责期限）",
    "still_going": "复查时是否仍在违法（按日连续处罚）",
}


def inquiry_fault(known: Mapping[str, bool]) -> str:
    """Answers that exclude each other, as a sentence; "" where none do."""
    if known.get("harmless") and (known.get("environmental_harm") or known.get("health_harm")):
        return "没有造成危害后果，与造成环境危害或者有危害后果不能同时为“是”，请核对。"
    if known.get("still_going") and known.get("corrected"):
        return "复查时仍在违法，与已及时改正不能同时为“是”，请核对。"
    return ""
