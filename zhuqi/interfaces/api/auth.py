"""Whose request it is, and whether its token was made for this."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from zhuqi.foundation.access import ActorKind, NotYours, Person, TooMany
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.accounts.queries import act_as, request_person
from zhuqi.foundation.accounts.rates import MINUTE, Counted, in_words, take_counted
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.foundation.tokens.queries import refuse_shut_out, token_of
from zhuqi.foundation.tokens.scopes import Use, scope
from zhuqi.foundation.tokens.scopes import in_words as scope_words
from zhuqi.interfaces.desk.access import Allowed
from zhuqi.interfaces.shell.middleware import SAFE_METHODS

# Wrong tokens an address may try in a minute; nobody guesses one, but trying costs us.
_WRONG: Final = 60
# Set on a request made in this process; nothing that is sent can set it.
_LET_IN: Final = "api_let_in"


class Bearer(HttpBearer):
    """A token in the header Authorization: the only way in. Cookies are not looked at."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self.group = group

    def __call__(self, request: HttpRequest) -> Any:
        """As every operation asks; what was let in needs no token."""
        return vars(request).get(_LET_IN) or super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None, which is a 401, for what opens nothing.

        NotYours for a token not made for this group, or of somebody no page opens to either;
        TooMany beyond its limit.
        """
        now = timezone.now()
        found = token_of(token, now)
        if found is None:
            _count_wrong(request)
            return None
        vars(request)["api_turn"] = _take(found)
        person = act_as(request, found.user)
        vars(request)["api_token"] = found
        refuse_shut_out(found.user, person)
        use = Use.READ if request.method in SAFE_METHODS else Use.WRITE
        if (wanted := scope(self.group, use)) not in found.allowed:
            raise NotYours(_("这个令牌没有“%(scope)s”的权限") % {"scope": scope_words([wanted])})
        return found


def let_in(request: HttpRequest) -> None:
    """A request of our own making, in whose name it is asked is settled: for `hooks`."""
    vars(request)[_LET_IN] = True


def opens(request: HttpRequest) -> bool:
    """Whether the request brought a token of any group: for what holds nobody's data."""
    mark, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return mark.lower() == "bearer" and token_of(secret, timezone.now()) is not None


def _take(token: ApiToken) -> Counted:
    turn = take_counted(f"api token {token.pk}", settings.API_PER_MINUTE, MINUTE)
    if turn.left < 0:
        reason = _("每分钟最多 %(n)s 次，请%(wait)s后再试")
        said = {"n": settings.API_PER_MINUTE, "wait": in_words(turn.resets)}
        raise TooMany(reason % said, wait=turn.resets)
    return turn


def _count_wrong(request: HttpRequest) -> None:
    turn = take_counted(f"api wrong {client_ip(request)}", _WRONG, MINUTE)
    if turn.left < 0:
        raise TooMany(_("无效的令牌太多，请稍后再试"), wait=turn.resets)


def enter(request: HttpRequest, allowed: Allowed) -> Person:
    """Who asks; NotYours for whoever the page of the same does not open to."""
    person = request_person(request)
    if person.actor.kind is not ActorKind.OFFICIAL or not allowed(person.scope):
        raise NotYours(_("您的角色不使用这个页面"))
    return person


def token_used(request: HttpRequest) -> ApiToken | None:
    """The token the request came in with."""
    found: Any = vars(request).get("api_token")
    return found if isinstance(found, ApiToken) else None


def turn_taken(request: HttpRequest) -> Counted | None:
    """Which of its token's turns it took."""
    found: Any = vars(request).get("api_turn")
    return found if isinstance(found, Counted) else None
