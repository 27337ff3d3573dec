"""The steps of a ladder, and what a delegation is and does."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.cases.enums import ClockKind


class Step(models.TextChoices):
    """What an office does about a time that runs out, in its order."""

    REMIND = "remind", _("到期前提醒")
    URGE = "urge", _("催办")
    AGAIN = "again", _("再次催办")
    INQUIRE = "inquire", _("问效")


# By which a unit owes the office a result. Being late with a signature or a first word is reminded
# of, as every time is, but urged by people alone.
URGED: Final = frozenset(
    {ClockKind.RESOLVE, ClockKind.REDO, ClockKind.PART, ClockKind.CO_UNIT, ClockKind.INSTRUCTION}
)


class DelegationState(models.TextChoices):
    """Whether a delegation was taken back; when it ends by itself its days say."""

    GIVEN = "given", _("已授权")
    REVOKED = "revoked", _("已收回")


class DelegationVerb(models.TextChoices):
    """What is done with a delegation once it is given."""

    REVOKE = "revoke", _("收回授权")


class DelegationRole(models.TextChoices):
    """As what somebody stands to a delegation."""

    SIGNER = "signer", _("活动办签发")
