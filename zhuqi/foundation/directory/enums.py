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
    CHAMBER = "chamber", _("工商联商会")


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


class LiaisonKind(TextChoices):
    """As what someone looks after a firm."""

    LEADER = "leader", _("包联领导")
    OFFICIAL = "official", _("助企干部")
    UNIT = "unit", _("包联单位")


class CorrectionStatus(TextChoices):
    """Where a firm's request to correct its facts stands."""

    WAITING = "waiting", _("等待核对")
    ACCEPTED = "accepted", _("已采纳")
    REFUSED = "refused", _("未采纳")


class EnterpriseEvent(TextChoices):
    """Kinds of event on object type "enterprise"."""

    ADDED = "enterprise.added", _("登记企业")
    CHANGED = "enterprise.changed", _("修改企业信息")
    CONTACT_ADDED = "enterprise.contact_added", _("添加联系人")
    CONTACT_CHANGED = "enterprise.contact_changed", _("修改联系人")
    CONTACT_REMOVED = "enterprise.contact_removed", _("移除联系人")
    CONTACT_FIRST = "enterprise.contact_first", _("改换首要联系人")
    LIAISON_LINKED = "enterprise.liaison_linked", _("建立包联")
    LIAISON_ENDED = "enterprise.liaison_ended", _("解除包联")
    CHAMBER_JOINED = "enterprise.chamber_joined", _("加入商会")
    CHAMBER_LEFT = "enterprise.chamber_left", _("退出商会")
    CORRECTION_ASKED = "enterprise.correction_asked", _("企业申请更正信息")
    CORRECTION_ACCEPTED = "enterprise.correction_accepted", _("采纳更正申请")
    CORRECTION_REFUSED = "enterprise.correction_refused", _("未采纳更正申请")
    NOTE_ADDED = "enterprise.note_added", _("企业备注")
    NOTE_STRUCK = "enterprise.note_struck", _("划去企业备注")
    TAGGED = "enterprise.tagged", _("标签")


# The kind of event that shows masked phones to whoever asked; it may be one of any object.
REVEALED = "phones_revealed"
