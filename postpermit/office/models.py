"""Divisions, posts, officers and who stands where on which day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from postpermit.office.states import AbsenceKind, HolderRole, Rank


class Division(models.Model):
    """A division of the bureau, or the working group. Official names are data of the district."""

    code = models.CharField("代码", max_length=16, primary_key=True)
    name = models.CharField("全称", max_length=48)
    short_name = models.CharField("简称", max_length=16)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "科室"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.short_name


class Post(models.Model):
    """A post: duties lie on its desk, whoever holds it."""

    code = models.CharField("岗位代码", max_length=24, primary_key=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="posts", verbose_name="科室")
    title = models.CharField("岗位名称", max_length=32)
    rank = models.CharField("层级", max_length=8, choices=Rank.choices())
    in_group = models.CharField("工作组身份", max_length=8, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        ordering = ["division__order", "code"]

    def __str__(self) -> str:
        return f"{self.division_id} {self.title}"


class Officer(models.Model):
    """A person. The account may be closed; the person stays in every entry."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("姓名", max_length=32)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="officer", verbose_name="账号"
    )
    phone = models.CharField("电话", max_length=32, blank=True)
    certificate = models.CharField("执法证号", max_length=32, blank=True)
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)
    must_change_password = models.BooleanField("须改密码", default=False)

    class Meta:
        verbose_name = "人员"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the trail names this person."""
        return f"officer:{self.public_id}"


class Holding(models.Model):
    """Who holds a post from when to when, as A or B person."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="holdings", verbose_name="人员")
    role = models.CharField("角色", max_length=1, choices=HolderRole.choices(), default=HolderRole.A)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "任岗"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="a_holding_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["post", "role"],
                condition=Q(to_on__isnull=True),
                name="a_post_has_one_open_holder_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.post_id} {self.role}"


class Absence(models.Model):
    """Days on which an officer is away."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences", verbose_name="人员")
    kind = models.CharField("事由", max_length=12, choices=AbsenceKind.choices())
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "离岗"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="an_absence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.kind} {self.from_on}"


class StandIn(models.Model):
    """Somebody named to act for a post during given days, beside the standing B person."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins", verbose_name="岗位")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="stand_ins", verbose_name="代办人")
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    reason = models.CharField("事由", max_length=100)

    class Meta:
        verbose_name = "代办"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="a_stand_in_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.post_id} {self.from_on}"


class LoadedCalendar(models.Model):
    """An official holiday list that somebody loaded after the release; the newest row of a year counts."""

    append_only = True

    year = models.PositiveSmallIntegerField("年份")
    notice = models.CharField("通知文号", max_length=64)
    published = models.DateField("发布日期")
    days_off = models.JSONField("放假")
    working_weekends = models.JSONField("调休上班")
    loaded_by = models.CharField("载入人", max_length=64)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = "法定工作日安排"

    def __str__(self) -> str:
        return f"{self.year} {self.notice}"


class InvitationLink(models.Model):
    """A one-time link with which the first administrator, or somebody whose password was reset, sets a password."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="invitations", verbose_name="人员")
    made_at = models.DateTimeField("生成时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "一次性链接"

    def __str__(self) -> str:
        return self.digest[:8]


class RunningNumber(models.Model):
    """The last number given in a year for a kind of document. Raised in the same transaction as the document."""

    kind = models.CharField("文种", max_length=24)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "流水号"
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="a_kind_counts_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class AdoptedValue(models.Model):
    """A dated line of a law value that the office has adopted on the strength of a document."""

    append_only = True

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("数值", max_length=64, db_index=True)
    text = models.CharField("取值", max_length=64)
    since = models.DateField("生效日期")
    document = models.CharField("依据文件", max_length=120)
    why = models.CharField("说明", max_length=200, blank=True)
    by_ref = models.CharField("确认人", max_length=64)
    by_name = models.CharField("确认人姓名", max_length=64)
    at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = "已确认数值"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.since} {self.text}"


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads the deadlines of one post."""

    token = models.CharField("口令", max_length=64, primary_key=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="feeds", verbose_name="岗位")
    made_by = models.CharField("开通人", max_length=64)
    made_at = models.DateTimeField("开通时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "日历订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(ended_at__isnull=True), name="a_post_has_one_open_feed"
            )
        ]

    def __str__(self) -> str:
        return self.post_id
