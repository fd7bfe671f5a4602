"""行政处罚案件: stages and dates, people, pauses of the clock, legal review, and the file list (plan 3.4, 3.5)."""

import uuid

from django.db import models
from django.db.models import F, Q

from postpermit.enforcement.states import (
    CASE_STEPS,
    REVIEW_STEPS,
    CaseRole,
    CaseState,
    Party,
    ReviewState,
    Ruling,
)
from postpermit.trail.models import Matter


class PenaltyCase(Matter):
    """A case. The dates say where it stands; the clocks are computed from them (``rules.clocks``)."""

    state = models.CharField("状态", max_length=24, choices=CaseState.choices(), db_index=True)
    number = models.CharField("案件编号", max_length=48, unique=True)
    title = models.CharField("案由", max_length=160)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    conduct = models.CharField("违法行为", max_length=32)
    act_from = models.DateField("行为开始")
    act_to = models.DateField("行为结束", null=True, blank=True)
    lead = models.ForeignKey(
        "linkage.ViolationLead", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="线索"
    )
    # The number in the city's case system, where the originals are.
    city_number = models.CharField("市系统案号", max_length=64, blank=True)
    summary = models.BooleanField("简易程序", default=False)
    complex = models.BooleanField("复杂或重大", default=False)
    public_interest = models.BooleanField("涉及公共利益", default=False)
    extension_days = models.PositiveSmallIntegerField("延长办案期限（日）", default=0)
    found_on = models.DateField("发现日期")
    filed_on = models.DateField("立案日期", null=True, blank=True)
    order_on = models.DateField("责令改正日期", null=True, blank=True)
    concluded_on = models.DateField("调查终结日期", null=True, blank=True)
    reviewed_on = models.DateField("法制审核日期", null=True, blank=True)
    discussed_on = models.DateField("集体讨论日期", null=True, blank=True)
    notified_on = models.DateField("告知送达日期", null=True, blank=True)
    statement_on = models.DateField("收到陈述申辩日期", null=True, blank=True)
    hearing_asked_on = models.DateField("要求听证日期", null=True, blank=True)
    hearing_on = models.DateField("听证日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    paid_on = models.DateField("缴清日期", null=True, blank=True)
    rechecked_on = models.DateField("复查日期", null=True, blank=True)
    disclosed_on = models.DateField("公开日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    # Days that few cases have, under the names of ``rules.case_facts``: 先行登记保存、查封、复议、诉讼、强制执行 ….
    other_dates = models.JSONField("其他日期", default=dict, blank=True)
    # What a person chose: the reading of the law, and what is proposed and decided. Amounts in yuan.
    basis = models.CharField("适用依据", max_length=48, blank=True)
    circumstance = models.CharField("情节", max_length=32, blank=True)
    basis_why = models.CharField("适用理由", max_length=300, blank=True)
    proposed_fine = models.DecimalField(
        "拟罚款（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    fine = models.DecimalField("罚款（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    measures = models.CharField("其他处罚或措施", max_length=200, blank=True)
    party = models.CharField("当事人类型", max_length=12, choices=Party.choices(), default=Party.UNIT)
    # For provisions that fine every time.
    times = models.PositiveSmallIntegerField("次数", default=1)
    # Beside the fine: people responsible as [{"who", "yuan"}], and gains; first as proposed, then as decided.
    proposed_persons = models.JSONField("拟对责任人员罚款", default=list, blank=True)
    persons = models.JSONField("责任人员罚款", default=list, blank=True)
    proposed_gains = models.DecimalField(
        "拟没收违法所得（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    gains = models.DecimalField("没收违法所得（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    # What was found out, by the names of ``rules.inquiry``: yes or no; absent: nobody has looked yet.
    looked_into = models.JSONField("查明情况", default=dict, blank=True)
    hearing_host = models.ForeignKey(
        "office.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="听证主持人"
    )
    # 按日连续处罚 {"number", "on", "days", "yuan"}, and what became of 加处罚款 {"paid", "waived", "why", "by"}.
    daily = models.JSONField("按日连续处罚", default=dict, blank=True)
    surcharge = models.JSONField("加处罚款", default=dict, blank=True)
    # Of the measures, those that the law treats apart: 吊销、限制停产停业.
    grave = models.BooleanField("吊销、限产停产等", default=False)
    decision_number = models.CharField("决定书文号", max_length=64, blank=True)
    # Documents that this case does not have, by code, with the reason that somebody gave.
    excused = models.JSONField("本案没有的文书", default=dict, blank=True)
    why = models.CharField("说明", max_length=300, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    STEPS = CASE_STEPS

    class Meta:
        verbose_name = "行政处罚案件"
        verbose_name_plural = "行政处罚案件"
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act_to__isnull=True) | Q(act_to__gte=F("act_from")),
                name="an_act_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CaseState.DECIDED, CaseState.SERVED, CaseState.EXECUTED))
                | (
                    Q(decided_on__isnull=False)
                    & ~Q(decision_number="")
                    & ~Q(basis="")
                    & (Q(reviewed_on__isnull=False) | Q(summary=True))
                ),
                name="a_decision_has_number_basis_and_review",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseMember(models.Model):
    """An investigator or reviewer; nobody is both."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="members", verbose_name="案件")
    officer = models.ForeignKey("office.Officer", models.PROTECT, related_name="+", verbose_name="人员")
    name = models.CharField("姓名", max_length=32)
    certificate = models.CharField("执法证号", max_length=32, blank=True)
    role = models.CharField("分工", max_length=16, choices=CaseRole.choices())
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    why = models.CharField("更换理由", max_length=100, blank=True)

    class Meta:
        verbose_name = "办案人员"
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "officer"], name="nobody_investigates_and_reviews"),
            models.CheckConstraint(
                condition=~Q(role=CaseRole.INVESTIGATOR) | ~Q(certificate=""),
                name="an_investigator_has_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CasePause(models.Model):
    """Days that do not count in the time for deciding: hearing, notice, monitoring, appraisal, service, suspension."""

    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="pauses", verbose_name="案件")
    reason = models.CharField("事由", max_length=16)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    note = models.CharField("说明", max_length=100, blank=True)
    by_name = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = "不计入办案期限"
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="a_pause_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"


class CaseRuling(models.Model):
    """A decision revoked or amended by whoever reviewed it: the document, and what it was before. Rows are only added."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="rulings", verbose_name="案件")
    ruling = models.CharField("结果", max_length=16, choices=Ruling.choices())
    number = models.CharField("文书文号", max_length=64)
    body = models.CharField("作出机关", max_length=64)
    on = models.DateField("作出日期")
    why = models.CharField("理由", max_length=300)
    fine_before = models.DecimalField("原罚款（元）", max_digits=12, decimal_places=2)
    measures_before = models.CharField("原其他处罚或措施", max_length=200, blank=True)
    fine = models.DecimalField("变更后罚款（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    measures = models.CharField("变更后其他处罚或措施", max_length=200, blank=True)
    by_name = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = "复议、诉讼结果"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="a_ruling_is_entered_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ruling=Ruling.REVOKED),
                name="a_decision_is_revoked_once",
            ),
            models.CheckConstraint(
                condition=Q(ruling=Ruling.REVOKED, fine__isnull=True)
                | Q(ruling=Ruling.AMENDED, fine__isnull=False),
                name="an_amended_decision_has_its_fine",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LegalReview(Matter):
    """法制审核: asked for by the investigators, answered by somebody of 法制科 who did not investigate."""

    state = models.CharField("状态", max_length=24, choices=ReviewState.choices(), db_index=True)
    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="reviews", verbose_name="案件")
    asked_on = models.DateField("送审日期")
    asked_ref = models.CharField("送审人", max_length=64)
    asked_name = models.CharField("送审人姓名", max_length=64)
    opinion = models.TextField("审核意见", blank=True)
    reviewed_ref = models.CharField("审核人", max_length=64, blank=True)
    reviewed_name = models.CharField("审核人姓名", max_length=64, blank=True)
    reviewed_on = models.DateField("审核日期", null=True, blank=True)

    STEPS = REVIEW_STEPS

    class Meta:
        verbose_name = "法制审核"
        verbose_name_plural = "法制审核"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=ReviewState.ASKED),
                name="a_case_is_reviewed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.ASKED)
                | (~Q(reviewed_ref="") & ~Q(reviewed_ref=F("asked_ref")) & ~Q(opinion="")),
                name="a_review_is_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_on}"


class CaseFile(models.Model):
    """One row of 卷内目录: a document that is there, with its date, pages, and number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(PenaltyCase, models.PROTECT, related_name="files", verbose_name="案件")
    code = models.CharField("文书种类", max_length=32, blank=True)
    title = models.CharField("文书名称", max_length=120)
    number = models.CharField("文号", max_length=64, blank=True)
    on = models.DateField("日期")
    pages = models.PositiveSmallIntegerField("页数", default=1)
    annex = models.BooleanField("副卷", default=False)
    attachment = models.ForeignKey(
        "trail.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件"
    )
    withdrawn_why = models.CharField("撤出理由", max_length=100, blank=True)
    by_name = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = "卷内文书"
        ordering = ["annex", "on", "pk"]

    def __str__(self) -> str:
        return self.title
