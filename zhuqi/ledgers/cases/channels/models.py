"""来源: the inlets by which cases come in, kept as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForeignNumber(models.TextChoices):
    """Whether an inlet has numbers of its own for what it hands over."""

    NONE = "none", _("不填")
    ASKED = "asked", _("可填")
    REQUIRED = "required", _("必填")


class Channel(models.Model):
    """One inlet of the pool. Cases keep its `code`, so a retired one still names old rows.

    `for_portal` … say who may use it. `result_owed`: whoever handed the case over waits to be
    told what came of it.
    """

    code = models.SlugField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    for_portal = models.BooleanField(_("企业自己提交"), default=False)
    for_registrar = models.BooleanField(_("活动办登记"), default=False)
    for_liaison = models.BooleanField(_("助企干部登记"), default=False)
    for_chamber = models.BooleanField(_("工商联商会代会员提交"), default=False)
    foreign_number = models.CharField(
        _("来源编号"), max_length=8, choices=ForeignNumber, default=ForeignNumber.NONE
    )
    result_owed = models.BooleanField(_("结果须回复来源"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name
