"""Whom an abnormal event is routed to, and who follows it until the unit runs normally again (plan 9.2)."""

from postpermit import law
from postpermit.supervision.states import EventKind

ECOLOGY, POLLUTION = "ECOLOGY", "POLLUTION"


@law.rule("SV-104", "plan:9.2")
def routed_to(kind: str) -> tuple[str, ...]:
    """单位报告的异常情况，不分类别，立即同时转生态科和污防科。"""
    return (ECOLOGY, POLLUTION) if EventKind(kind) else ()


@law.rule("SV-105", "plan:3.2", "plan:3.3", judgement=True)
def follows_until_restored(kind: str) -> str:
    """两科室都已处置而单位尚未恢复的，自行监测未完成由生态科继续跟踪，其余由污防科继续跟踪。"""
    return ECOLOGY if EventKind(kind) is EventKind.MONITORING else POLLUTION
