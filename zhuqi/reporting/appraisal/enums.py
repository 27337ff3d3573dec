"""What a scheme of appraisal consists of, which reviews there are, and where each thing stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What a row of a scheme is about."""

    GROUP = "group", _("分组")
    INDICATOR = "indicator", _("指标")
    ITEM = "item", _("加减分项")


class MarkPart(models.TextChoices):
    """What a line of a unit's points is about."""

    INDICATOR = "indicator", _("指标")
    ITEM = "item", _("加减分")
    CORRECTION = "correct", _("更正")


class Better(models.TextChoices):
    """Which way an indicator is better; of an item: whether it adds or takes off."""

    HIGHER = "higher", _("越高越好")
    LOWER = "lower", _("越低越好")


class Span(models.TextChoices):
    """What a review looks back on."""

    MONTH = "month", _("月讲评")
    HALF = "half", _("半年评")
    YEAR = "year", _("年终评")


class ReviewState(models.TextChoices):
    """Where a review stands."""

    DRAFT = "draft", _("拟评")
    PUBLISHED = "published", _("已公布")
    DROPPED = "dropped", _("已作废")


class ReviewVerb(models.TextChoices):
    """What is done with a review."""

    AWARD = "award", _("记加减分")
    STRIKE = "strike", _("划去加减分")
    RENEW = "renew", _("更新数据")
    PUBLISH = "publish", _("公布")
    CORRECT = "correct", _("更正")
    DROP = "drop", _("作废")


class ReviewRole(models.TextChoices):
    """As what somebody stands to a review."""

    OFFICE = "office", _("活动办受理、审核")
    SIGNER = "signer", _("活动办签发")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    SUBMITTED = "submitted", _("待裁定")
    UPHELD = "upheld", _("成立")
    REFUSED = "refused", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")


class AppealVerb(models.TextChoices):
    """What is done with an appeal."""

    UPHOLD = "uphold", _("裁定成立")
    REFUSE = "refuse", _("裁定不成立")
    WITHDRAW = "withdraw", _("撤回申诉")


class AppealRole(models.TextChoices):
    """As what somebody stands to an appeal."""

    UNIT = "unit", _("申诉单位")
    OFFICE = "office", _("公布排名的活动办审核、签发")


class MeritKind(models.TextChoices):
    """What is put down of a unit."""

    PRAISE = "praise", _("表彰")
    ACCOUNT = "account", _("问责")


class MeritState(models.TextChoices):
    """Where an entry of the register stands."""

    ENTERED = "entered", _("已登记")
    WITHDRAWN = "withdrawn", _("已撤销")


class MeritVerb(models.TextChoices):
    """What is done with an entry."""

    WITHDRAW = "withdraw", _("撤销")


class MeritRole(models.TextChoices):
    """As what somebody stands to an entry."""

    OFFICE = "office", _("登记的活动办审核、签发")
