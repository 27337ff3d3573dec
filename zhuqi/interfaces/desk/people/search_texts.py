"""What of an official's account is searched: the names, and how they are read."""

from typing import Final

from django.db.models import Q

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import Kind
from zhuqi.foundation.search.queries import Reading
from zhuqi.foundation.search.words import latin

KIND: Final = "user"
NAME, READ_AS = "pa", "pi"
READINGS = (Reading(NAME, heading=True), Reading(READ_AS, spelled=latin, heading=True))
_OFFICIALS = Q(official__isnull=False)
_ACCOUNTS = Columns(
    User,
    {
        NAME: ("name", "username", "registered_as", "official__name"),
        READ_AS: ("official__initials",),
    },
    only=_OFFICIALS,
)

PERSON_KIND = Kind(
    rows=lambda: User.objects.filter(_OFFICIALS),
    parts={"account": _ACCOUNTS.part},
    codes=frozenset({NAME, READ_AS}),
    touched={
        "directory.Official": lambda ids: (
            User.objects.filter(official__in=ids).order_by().values_list("pk", flat=True)
        )
    },
)
