"""What the pages of people add to pages that belong to others."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.search.kinds import KINDS
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.desk.people import event_words
from zhuqi.interfaces.desk.people.search_texts import KIND, PERSON_KIND, READINGS
from zhuqi.interfaces.desk.people.views.handover import ORDERS
from zhuqi.interfaces.desk.people.views.people import PEOPLE
from zhuqi.interfaces.desk.people.within import people_within
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.searching import (
    SEARCH_SOURCES,
    Found,
    Hit,
    SearchSource,
    Sought,
    found_among,
)

KEEPERS = access.administers(Role.SECURITY_ADMIN)


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("请假代理"), "desk:absence", "calendar", 50, "administration"), access.has_work)
    offer(Entry(_("人员与角色"), "desk:admin_people", "users", 70, "administration"), KEEPERS)
    offer(
        Entry(_("账号找回"), "desk:recovery", "key", 90, "administration"),
        access.gives_back_accounts,
    )
    KINDS.register(KIND, PERSON_KIND)
    SEARCH_SOURCES.register(
        "people", SearchSource(_("人员"), _people, KEEPERS, all_url=_people_list), order=4
    )
    exporting.offer(PEOPLE, KEEPERS)
    exporting.offer(ORDERS, access.hands_over)
    event_words.words()


def _people(person: Person, sought: Sought) -> Found:
    kept = people_within(person.scope).order_by().values("pk")
    return found_among(
        User.objects.filter(pk__in=kept).order_by("name", "pk"),
        sought,
        kind=KIND,
        readings=READINGS,
        write=lambda users: [
            Hit(user.name, reverse("desk:admin_person", args=[user.pk]), user.sign_in_name)
            for user in users
        ],
    )


def _people_list(words: str) -> str:
    return f"{reverse('desk:admin_people')}?{urlencode({'q': words})}"
