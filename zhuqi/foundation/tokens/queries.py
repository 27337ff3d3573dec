"""Whose token a request brought, and which tokens there are."""

import hashlib
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuqi.foundation.access import ADMIN_ROLES, NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import must_change
from zhuqi.foundation.accounts.second_factor import lacks_second_factor
from zhuqi.foundation.tokens.models import ApiToken, ServiceAccount

# Says in a leaked file or log what it is.
MARK: Final = "zq_"
_LONGEST = 80


def digest_of(secret: str) -> str:
    """What is kept. The secret is 256 random bits: nobody guesses it, so no key and no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str, now: datetime) -> ApiToken | None:
    """The token that opens now; None for anything else. One query."""
    if not secret.startswith(MARK) or len(secret) > _LONGEST:
        return None
    live = ApiToken.objects.live(now).filter(digest=digest_of(secret))
    return live.select_related("user").first()


def refuse_shut_out(user: User, person: Person) -> None:
    """NotYours for whoever no page opens to: no key opens more than signing in would, see the
    shell's `SignedInAs`."""
    if must_change(user):
        raise NotYours(_("请先登录并修改一次性密码"))
    if person.scope.own.holds(*ADMIN_ROLES):
        raise NotYours(_("三员不使用访问令牌：管理只在页面上进行"))
    if lacks_second_factor(user, person.scope):
        raise NotYours(_("您的角色须先登录并设置二次验证"))


def tokens(person: Person) -> QuerySet[ApiToken]:
    """Those one may see, the newest first."""
    return ApiToken.objects.visible_to(person).select_related("user", "made_by")


def why_no_sign_in(user_id: int) -> str:
    """Another system's account has tokens and no door. One query."""
    if not ServiceAccount.objects.filter(user=user_id).exists():
        return ""
    return _("这是其他系统使用的账号，只凭令牌办理，没有人用它登录")


def services() -> QuerySet[ServiceAccount]:
    """Every account of another system."""
    return ServiceAccount.objects.select_related("user", "unit", "opened_by")
