"""Industry checklists of the city, loaded beside annex 3."""

import uuid

from django.db import models


class LoadedChecklist(models.Model):
    """A list as it was loaded; a newer one of the same name counts from its own day on."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=64, db_index=True)
    industries = models.CharField("适用行业代码", max_length=120, blank=True)
    since = models.DateField("自何日起")
    document = models.CharField("文件", max_length=120)
    rows = models.JSONField("内容")
    loaded_ref = models.CharField("载入人", max_length=64)
    loaded_name = models.CharField("载入人姓名", max_length=64)
    at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = "行业检查单"
        verbose_name_plural = "行业检查单"
        ordering = ["name", "-since", "-pk"]

    def __str__(self) -> str:
        return self.name
