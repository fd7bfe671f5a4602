"""A unit of the register (排污单位), and values proposed by somebody who does not own the field."""

import uuid

from django.db import models
from django.db.models import Q

from postpermit.register.states import (
    PROPOSAL_STEPS,
    FacilityStatus,
    ManagementClass,
    PermitEvent,
    ProposalState,
    SupervisionLevel,
)
from postpermit.trail.models import Matter, label_of


class Facility(models.Model):
    """One source, registered once. The permit's dates here mirror the version in force, so that lists need no join."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("编号", max_length=22, blank=True)
    name = models.CharField("单位名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    management_class = models.CharField(
        "管理类别", max_length=12, choices=ManagementClass.choices(), db_index=True
    )
    industry_code = models.CharField("行业代码", max_length=8, blank=True)
    industry_name = models.CharField("行业类别", max_length=64, blank=True)
    address = models.CharField("生产经营场所地址", max_length=200, blank=True)
    street = models.CharField("街镇", max_length=32, blank=True, db_index=True)
    longitude = models.DecimalField("经度", max_digits=10, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=64, blank=True)
    environment_contact = models.CharField("环保负责人", max_length=64, blank=True)
    phone = models.CharField("联系电话", max_length=32, blank=True)
    status = models.CharField(
        "状态", max_length=12, choices=FacilityStatus.choices(), default=FacilityStatus.NORMAL
    )
    issuer = models.CharField("发证机关", max_length=64, blank=True)
    supervision_level = models.CharField(
        "监管层级", max_length=12, choices=SupervisionLevel.choices(), default=SupervisionLevel.DISTRICT
    )
    city_class = models.CharField("市监管对象类别", max_length=12, blank=True)
    key_unit_kinds = models.CharField("环境监管重点单位类别", max_length=120, blank=True)
    general_processes = models.CharField("通用工序", max_length=120, blank=True)
    eia_number = models.CharField("环评批复文号", max_length=120, blank=True)
    emergency_plan_filed_on = models.DateField("应急预案备案日期", null=True, blank=True)
    first_issued_on = models.DateField("首次发证日期", null=True, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_to = models.DateField("有效期止", null=True, blank=True, db_index=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_by = models.CharField("终止事由", max_length=12, choices=PermitEvent.choices(), blank=True)
    # Columns of imported lists that belong to no field are kept as they came.
    extra = models.JSONField("其他列", default=dict, blank=True)
    # field → {"by": division, "on": day}: from whom a value came.
    provenance = models.JSONField("数据来源", default=dict, blank=True)
    # Name, number, code, pinyin and initials in small letters, for the search from anywhere.
    search_text = models.TextField("检索", blank=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_source_is_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(management_class=ManagementClass.UNLISTED, number="")
                | (~Q(management_class=ManagementClass.UNLISTED) & ~Q(number="")),
                name="only_an_unlisted_unit_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="a_permit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FieldProposal(Matter):
    """A differing value for a filled field, from a division that does not own it (plan 8.2)."""

    state = models.CharField("状态", max_length=24, choices=ProposalState.choices(), db_index=True)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="proposals", verbose_name="单位")
    field = models.CharField("字段", max_length=40)
    current = models.CharField("现有值", max_length=255)
    proposed = models.CharField("建议值", max_length=255)
    proposed_by = models.ForeignKey(
        "office.Division", models.PROTECT, related_name="+", verbose_name="提出科室"
    )
    proposed_on = models.DateField("提出日期")
    owner = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="归口科室")

    STEPS = PROPOSAL_STEPS

    class Meta:
        verbose_name = "数据建议"
        verbose_name_plural = "数据建议"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "field", "proposed_by"],
                condition=Q(state=ProposalState.OPEN),
                name="a_division_proposes_one_value_per_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.field}"

    @property
    def field_label(self) -> str:
        """The field's Chinese name."""
        return label_of(Facility, self.field)
