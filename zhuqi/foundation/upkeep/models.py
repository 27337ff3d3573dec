"""When what keeps the site in order was last done, and how it went."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class UpkeepRun(models.Model):
    """One backup or check that came to its end. `name` is "backup", or "check:" and which one.

    Not part of the log: it says nothing that doing it again would not say.
    """

    name = models.CharField(_("做了什么"), max_length=60)
    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    good = models.BooleanField(_("没有问题"))
    sentence = models.TextField(_("结果"), blank=True)

    class Meta:
        verbose_name = _("备份和检查")
        verbose_name_plural = verbose_name
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "-id"], name="upkeep_run_newest"),
        ]

    def __str__(self) -> str:
        """What, and when."""
        return f"{self.name} {self.ended_at:%Y-%m-%d %H:%M}"
