"""What the pages of people add to pages that belong to others."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.desk.people import event_words
from zhuqi.interfaces.desk.people.search_texts import PERSON_TEXTS
from zhuqi.interfaces.desk.people.views.handover import ORDERS
from zhuqi.interfaces.desk.people.views.people import PEOPLE
from zhuqi.interfaces.desk.people.within import people_within
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Hit, source_of

KEEPERS = access.administers(Role.SECURITY_ADMIN)


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("请假代理"), "desk:absence", "calendar", 50, "administration"), access.has_work)
    offer(Entry(_("人员与角色"), "desk:admin_people", "users", 70, "administration"), KEEPERS)
    offer(
        Entry(_("账号找回"), "desk:recovery", "key", 90, "administration"),
        access.gives_back_accounts,
    )
    PERSON_TEXTS.register()
    SEARCH_SOURCES.register(
        "people",
        source_of(
            _("人员"),
            PERSON_TEXTS.name,
            rows=_people,
            readings=lambda _person: PERSON_TEXTS.readings,
            hit=lambda user: Hit(
                user.name, reverse("desk:admin_person", args=[user.pk]), user.sign_in_name
            ),
            allowed=KEEPERS,
            all_url=_people_list,
        ),
        order=4,
    )
    exporting.offer(PEOPLE, KEEPERS)
    exporting.offer(ORDERS, access.hands_over)
    event_words.words()


def _people(person: Person) -> QuerySet[User]:
    kept = people_within(person.scope).order_by().values("pk")
    return User.objects.filter(pk__in=kept).order_by("name", "pk")


def _people_list(words: str) -> str:
    return f"{reverse('desk:admin_people')}?{urlencode({'q': words})}"
