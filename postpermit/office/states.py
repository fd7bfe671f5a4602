"""Ranks of posts and kinds of absence. Plain words, no workflow."""

from postpermit.trail.steps import Labelled


class Rank(Labelled):
    """What a post may decide within its division."""

    LEADER = "LEADER", "工作组组长"
    HEAD = "HEAD", "负责人"
    DEPUTY = "DEPUTY", "副职"
    STAFF = "STAFF", "经办"
    READER = "READER", "技术机构"
    ADMIN = "ADMIN", "系统管理"


class HolderRole(Labelled):
    """A person holds a post as its A or as its B person."""

    A = "A", "A角"
    B = "B", "B角"


class AbsenceKind(Labelled):
    """Why somebody is away; a seconded officer keeps the post and gets no new duty."""

    LEAVE = "LEAVE", "请假"
    COURSE = "COURSE", "培训（党校）"
    SECONDMENT = "SECONDMENT", "借调"
    DUTY_TRIP = "DUTY_TRIP", "出差或保障任务"
