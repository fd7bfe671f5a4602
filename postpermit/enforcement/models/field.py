"""What devices sent: each act once, whatever the network did."""

from django.db import models


class DeviceAct(models.Model):
    """An act of a device that was taken in; the same uid again gets the same receipt and changes nothing."""

    append_only = True

    uid = models.UUIDField("编号", primary_key=True)
    device = models.CharField("设备", max_length=40)
    visit = models.ForeignKey(
        "enforcement.Visit", models.PROTECT, related_name="device_acts", verbose_name="执法检查"
    )
    kind = models.CharField("类别", max_length=16)
    # SHA-256 of the bytes that the device sent: it may delete its copy when this comes back.
    digest = models.CharField("数据校验值", max_length=64)
    answer = models.JSONField("答复")
    by_ref = models.CharField("发送人", max_length=64)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "现场数据"
        ordering = ["received_at", "uid"]

    def __str__(self) -> str:
        return str(self.uid)
