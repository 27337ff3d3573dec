"""What every page knows about itself: its area, where one can go, whose desk it is."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from zhuqi.foundation.accounts.browsers import is_phone
from zhuqi.foundation.notices.queries import sms_ready
from zhuqi.interfaces.shell import drawing, navigation, sign_ins

AREAS = ("desk", "portal")
BAR_PAGES = 2


class Surroundings:
    """The `shell` of a page. Read lazily: a page that shows no navigation pays for none."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.sample_mode: bool = settings.SAMPLE_MODE
        self.sso = str(settings.OIDC["name"]) if settings.OIDC else ""
        self.phone_days: int = settings.FIRM_PHONE_DAYS
        self.max_upload: int = settings.ATTACHMENT_MAX_BYTES

    @cached_property
    def area(self) -> str:
        """The first namespace of the address that is an area; "" for pages of no area."""
        match = self._request.resolver_match
        spaces = match.namespaces if match else []
        return next((space for space in spaces if space in AREAS), "")

    @cached_property
    def nav(self) -> list[navigation.NavItem]:
        """Where this person can go from here."""
        return navigation.items(self.area, self._request)

    @cached_property
    def nav_groups(self) -> SafeString:
        """The same under the headings of what people do, drawn once: it stands on a page twice."""
        return drawing.nav_groups(navigation.groups(self.area, self.nav))

    @cached_property
    def starts(self) -> list[navigation.NavItem]:
        """What this person can begin from here."""
        return navigation.starts(self.area, self._request)

    @cached_property
    def search_url(self) -> str:
        """Where the search box of the top line sends; "" where there is none."""
        return navigation.search_url(self.area, self._request)

    @property
    def suggest_url(self) -> str:
        """Where the list under the box comes from."""
        return navigation.suggest_url(self.area)

    @property
    def search_words(self) -> str:
        """What was searched for, on the page that answers."""
        here = self._request.path == self.search_url
        return self._request.GET.get("q", "") if here else ""

    @cached_property
    def filling(self) -> str:
        """How far a sample city is that is still being filled; "" for every other."""
        return sign_ins.filling()

    @property
    def bar(self) -> list[navigation.NavItem]:
        """The pages that stand at the bottom of a phone: the first two of one's own."""
        return self.nav[:BAR_PAGES]

    @cached_property
    def bell(self) -> navigation.Bell | None:
        """Where one's messages are, and how many are unread."""
        return navigation.bell(self.area, self._request)

    @cached_property
    def place(self) -> str:
        """Office, unit or firm."""
        return navigation.place(self.area, self._request)

    @cached_property
    def sms(self) -> bool:
        """True where codes can be sent to phones: only then pages offer it."""
        return sms_ready()

    @property
    def phone(self) -> bool:
        """True on a phone: only there one can stay signed in."""
        return is_phone(self._request.headers.get("User-Agent", ""))

    @cached_property
    def person(self) -> str:
        """The signed-in person's name; "" before signing in."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        full_name: Callable[[], str] = user.get_full_name
        return str(getattr(user, "name", "") or full_name() or user.get_username())

    @property
    def person_id(self) -> int:
        """Whose page it is, so that what they type is kept for them alone; 0 for strangers."""
        user = getattr(self._request, "user", None)
        return (user.pk or 0) if user is not None else 0


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template variables `shell` and `sample_sign_ins` (groups of people, sample mode only)."""
    return {
        "shell": Surroundings(request),
        "sample_sign_ins": SimpleLazyObject(sign_ins.groups),
    }
