"""Which webhooks there are, and what their accounts may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.tokens.models import ApiToken, ServiceAccount
from zhuqi.foundation.tokens.queries import refuse_shut_out
from zhuqi.foundation.tokens.scopes import Use, scope
from zhuqi.foundation.webhooks.models import Delivery, Webhook
from zhuqi.foundation.webhooks.subjects import Telling, groups_of, subject_of


def webhooks(person: Person) -> QuerySet[Webhook]:
    """Those one keeps, the newest first."""
    return Webhook.objects.visible_to(person).select_related("user", "made_by")


def deliveries(webhook: Webhook) -> QuerySet[Delivery]:
    """What was sent by one, the newest first."""
    return webhook.deliveries.order_by("-id")


def services() -> QuerySet[User]:
    """Accounts of other systems, for which somebody else keeps webhooks."""
    named = ServiceAccount.objects.filter(user__is_active=True)
    return User.objects.filter(pk__in=named.values("user")).order_by("name", "pk")


def wanted_codes() -> frozenset[str]:
    """What anybody wants to be told. One query."""
    return frozenset(code for (kinds,) in _KINDS() for code in kinds.split())


# Asked of every event.
_KINDS = Prepared(lambda: Webhook.objects.listening().order_by().values_list("kinds"))


def readable_groups(user_ids: Iterable[int], now: datetime) -> dict[int, frozenset[str]]:
    """For what each account has a token in force that reads. One query."""
    found: dict[int, frozenset[str]] = dict.fromkeys(user_ids, frozenset())
    for token in ApiToken.objects.live(now).filter(user__in=found).order_by():
        read = {code.partition(":")[0] for code in token.allowed if code.endswith(f":{Use.READ}")}
        found[token.user_id] |= read
    return found


def missing_scopes(codes: Iterable[str], groups: Iterable[str]) -> list[str]:
    """Scopes a token is wanted for that none has."""
    return [scope(group, Use.READ) for group in sorted(groups_of(codes) - set(groups))]


@dataclass(frozen=True, slots=True)
class Reader:
    """An account at the moment something is to be told to it, and what its tokens read."""

    person: Person
    groups: frozenset[str]

    def telling(self, code: str, object_id: int, seq: int) -> Telling | None:
        """The object as it may be told; None where it may not."""
        subject = subject_of(code)
        if subject is None or subject.group not in self.groups:
            return None
        return subject.tell(self.person, object_id, seq)


def reader_of(user: User, groups: frozenset[str], now: datetime) -> Reader | None:
    """None for an account that would not be let in by the API either."""
    if not user.is_active or not groups:
        return None
    person = person_of(user, now)
    try:
        refuse_shut_out(user, person)
    except NotYours:
        return None
    return Reader(person, groups)


def why_silent(webhook: Webhook, groups: frozenset[str]) -> str:
    """Why nothing, or not all of it, is sent though it is not paused; "" where all is well."""
    if not webhook.user.is_active:
        return _("账号已经停用")
    if not groups:
        return _("账号没有有效的访问令牌")
    if missing_scopes(webhook.chosen, groups):
        return _("有的动态没有令牌可以查看")
    return ""
