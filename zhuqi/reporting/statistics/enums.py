"""The words of figures: what they count over, by what they are told apart, which way is better."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Base(TextChoices):
    """Whose month counts."""

    COHORT = "cohort", _("按收集月")
    FLOW = "flow", _("按发生月")


class Dimension(TextChoices):
    """By what a figure is told apart."""

    LEVEL = "level", _("台账层级")
    OFFICE = "office", _("台账")
    REGION = "region", _("企业所在县区")
    UNIT = "unit", _("主办单位")
    SECTOR = "sector", _("行业台账")
    ITEM = "item", _("事项")
    KIND = "kind", _("类型")
    CHANNEL = "channel", _("来源")
    TIER = "tier", _("难易")
    MONTH = "month", _("月份")


class Measure(TextChoices):
    """What a figure is measured in."""

    RATE = "rate", _("百分比")
    COUNT = "count", _("件数")
    DAYS = "days", _("工作日")
    MONEY = "money", _("万元")
    PEOPLE = "people", _("人")
    FIRMS = "firms", _("家")


class Better(TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("越高越好")
    LOWER = "lower", _("越低越好")
    NEITHER = "neither", _("不分高低")


class Part(TextChoices):
    """Which of its rows a figure opens."""

    NUMERATOR = "numerator", _("分子")
    DENOMINATOR = "denominator", _("分母")
    EXCLUDED = "excluded", _("未计入")
