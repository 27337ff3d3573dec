"""Levels, kinds of unit, size classes and sector ledgers, with their Chinese names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Levels of government that keep a ledger, or stand above one that does."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWN = "town", _("园区乡镇级")


class UnitKind(TextChoices):
    """What a unit is."""

    OFFICE = "office", _("活动办")
    DEPARTMENT = "department", _("部门")
    PARK = "park", _("园区")
    TOWN = "town", _("乡镇街道")
    SUBORDINATE = "subordinate", _("下属单位")
    SECTION = "section", _("科室")
    EXTERNAL = "external", _("垂管与外部单位")


class EnterpriseStatus(TextChoices):
    """Whether a firm exists yet."""

    PREPARING = "preparing", _("筹建")
    OPERATING = "operating", _("在营")
    CLOSED = "closed", _("已注销")


class SizeClass(TextChoices):
    """统计上大中小微型企业划分办法(2017)."""

    LARGE = "large", _("大型")
    MEDIUM = "medium", _("中型")
    SMALL = "small", _("小型")
    MICRO = "micro", _("微型")


class Sector(TextChoices):
    """Sector ledgers kept by different bureaus."""

    INDUSTRY = "industry", _("工业")
    CONSTRUCTION = "construction", _("建筑")
    AGRICULTURE = "agriculture", _("农业")
    COMMERCE = "commerce", _("商贸")
    OTHER = "other", _("其他")
