"""What of an official's account is searched: the names, and how they are read."""

from django.db.models import Q

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.foundation.search.words import latin

NAMES = ("name", "username", "registered_as", "official__name")
PERSON_TEXTS = Searched(
    "user",
    User,
    (
        Text("pa", NAMES, heading=True),
        Text("pi", ("official__initials",), heading=True, spelled=latin),
    ),
    only=Q(official__isnull=False),
    part="account",
)
