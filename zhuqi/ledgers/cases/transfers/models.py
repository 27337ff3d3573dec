"""边界: matters the office may not handle itself, and the sheets by which they are handed over."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models.case import Case


class Allowed(StrEnum):
    """What a boundary may allow; each is a column of the table."""

    GUIDE = "guide"
    TRANSFER = "transfer"
    URGE = "urge"
    COUNT = "count"
    INSTRUCT = "instruct"
    RATE = "rate"
    KEEP_COPY = "keep_copy"

    @property
    def label(self) -> str:
        """What officials call it."""
        return str(_LABELS[self])


_LABELS = {
    Allowed.GUIDE: _("告知去处"),
    Allowed.TRANSFER: _("移送"),
    Allowed.URGE: _("催办督办"),
    Allowed.COUNT: _("计入办理率"),
    Allowed.INSTRUCT: _("领导批示"),
    Allowed.RATE: _("请企业评价"),
    Allowed.KEEP_COPY: _("平台留存内容"),
}


class Boundary(models.Model):
    """One kind of matter with what is allowed on it. Cases keep it by its row."""

    code = models.SlugField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("边界"), max_length=30, unique=True)
    organ = models.CharField(_("主管机关"), max_length=80)
    ground = models.TextField(_("依据"), max_length=1000)
    statement = models.TextField(_("告知企业的去处"), max_length=1000)
    guide = models.BooleanField(_LABELS[Allowed.GUIDE], default=True)
    transfer = models.BooleanField(_LABELS[Allowed.TRANSFER], default=True)
    urge = models.BooleanField(_LABELS[Allowed.URGE], default=False)
    count = models.BooleanField(_LABELS[Allowed.COUNT], default=False)
    instruct = models.BooleanField(_LABELS[Allowed.INSTRUCT], default=False)
    rate = models.BooleanField(_LABELS[Allowed.RATE], default=False)
    keep_copy = models.BooleanField(_LABELS[Allowed.KEEP_COPY], default=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name

    def allows(self, what: Allowed | str) -> bool:
        """True if this may be done on such a matter."""
        return bool(getattr(self, Allowed(what)))


def allows(case: Case, what: Allowed | str) -> bool:
    """True unless the case stands behind a boundary that forbids it."""
    return case.boundary is None or case.boundary.allows(what)


def forbidden(case: Case, what: Allowed) -> str:
    """Why not, in a sentence; "" where it is allowed."""
    if allows(case, what):
        return ""
    return f"“{case.boundary}”事项不能{what.label}"


class Transfer(models.Model):
    """移送单: what was handed over to whom, by which number; later the receipt.

    `digest` covers everything that was handed over. `sealed`: nobody reads the matter on the
    platform any more, its content is taken out once as a package, and gone at the receipt.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="transfer")
    boundary = models.ForeignKey(Boundary, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="transfers")
    number = models.CharField(_("移送单号"), max_length=40, unique=True)
    organ = models.CharField(_("移送机关"), max_length=80)
    reason = models.TextField(_("移送理由"))
    handed_over = models.TextField(_("移送内容清单"))
    digest = models.CharField(_("内容摘要值"), max_length=64)
    sealed = models.BooleanField(_("密封移送"), default=False)
    transferred_at = models.DateTimeField(_("移送时间"))
    transferred_by = models.CharField(_("签发人"), max_length=40)
    packed_at = models.DateTimeField(_("密封件取出时间"), null=True, blank=True)
    packed_by = models.CharField(_("取出人"), max_length=40, blank=True)
    receipt = models.CharField(_("回执编号"), max_length=60, blank=True)
    received_by = models.CharField(_("接收人"), max_length=40, blank=True)
    received_on = models.DateField(_("接收日期"), null=True, blank=True)
    erased_at = models.DateTimeField(_("平台内容销毁时间"), null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.number
