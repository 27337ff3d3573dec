"""Kinds of token, and what happens to one, in the words the log shows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TokenKind(TextChoices):
    """Whose it is."""

    PERSONAL = "personal", _("个人令牌")
    SYSTEM = "system", _("系统令牌")


class TokenEvent(TextChoices):
    """Kinds of event on object type "api_token"."""

    MADE = "token_made", _("生成访问令牌")
    REVOKED = "token_revoked", _("作废访问令牌")


class ServiceEvent(TextChoices):
    """Kinds of event on object type "service_account"."""

    OPENED = "service_opened", _("登记系统账号")
