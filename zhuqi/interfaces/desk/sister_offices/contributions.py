"""What sisters add to pages of others: navigation, home, cases, a firm's file, the log."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import home_queues, nouns
from zhuqi.interfaces.desk.cases.below_times import BELOW_TIMES
from zhuqi.interfaces.desk.cases.beside import BESIDE, Beside
from zhuqi.interfaces.desk.firm_sections import FIRM_SECTIONS
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.sister_offices import beside_case
from zhuqi.interfaces.desk.sister_offices.firm_section import SECTION
from zhuqi.interfaces.desk.sister_offices.views import (
    ALLIANCE_VIEWS,
    ALLIANCES,
    APART_VIEWS,
    SHARING_VIEWS,
    SHARINGS,
)
from zhuqi.interfaces.shell import case_words, event_words
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.parts import Happening
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.mechanisms.sister_offices import handlers, moments, queries
from zhuqi.mechanisms.sister_offices.actions import alliances, sharings
from zhuqi.mechanisms.sister_offices.enums import Beginning
from zhuqi.mechanisms.sister_offices.models import Alliance, Sharing

# Home ---------------------------------------------------------------------------------------------


def _alliances_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    seen = Alliance.objects.visible_to(scope).filter(queries.to_join(scope))
    return seen.order_by().values_list("pk")


def _alliance_queues(person: Person, _at: datetime) -> list[WorkQueue]:
    which = queries.to_join(person.scope)
    rows = list(queries.alliances(person.scope).filter(which).order_by("pk")[:MOST_COUNTED])
    table = ALLIANCES.excerpt(person, rows, "name", "members", "days", "source")
    days = [row.since for row in rows]
    url = f"{reverse('desk:sister_alliances')}?hand=join"
    return list(excerpt_queue(_now("待确认加入的活动办联动"), table, days, url))


def _sharings_waiting(scope: Scope, _at: Times) -> QuerySet[Any, Any]:
    seen = Sharing.objects.visible_to(scope).filter(queries.to_answer(scope))
    return seen.order_by().values_list("pk")


def _sharing_queues(person: Person, _at: datetime) -> list[WorkQueue]:
    which = queries.to_answer(person.scope)
    seen = queries.sharings(person.scope).filter(which)
    rows = list(seen.order_by("waits_since", "pk")[:MOST_COUNTED])
    table = SHARINGS.excerpt(person, rows, "number", "state", "owner", "sister", "waits")
    days = [timezone.localdate(row.waits_since or row.begun_at) for row in rows]
    url = f"{reverse('desk:sister_sharings')}?hand=answer"
    return list(excerpt_queue(_now("待答复的联动事项"), table, days, url))


# Cases --------------------------------------------------------------------------------------------


def _told(moment: OtherMoment) -> Happening:
    """A moment in the timeline of its case."""
    about = moment.details
    if isinstance(about, moments.OfSharing):
        words = {"what": about.what, "sister": about.sister}
        what = _now("三办联动（%(sister)s）：%(what)s") % words
    else:
        number = about.number if isinstance(about, moments.OfDistinction) else ""
        what = _now("判定和联动活动办的 %(number)s 不是同一件事") % {"number": number}
    return Happening(moment.at, moment.by.name, what, moment.text, unit=moment.by.unit)


# What is registered -------------------------------------------------------------------------------


def _in_log() -> None:
    begun = {word.value: word.label for word in Beginning if word != Beginning.SHARE}
    nouns.name(SHARING_VIEWS, **begun)
    event_words.register_work(
        {
            alliances.NOTIFY: _("告知活动办联动"), sharings.NOTIFY: _("告知联动事项"),
            handlers.EXPIRE: _("结束到期的活动办联动"), handlers.CLOSE: _("结束保密诉求的共享"),
        }
    )  # fmt: skip
    event_words.register_fields(
        {
            "keeper": _("建立联动的活动办"), "offices": _("活动办"), "sister": _("联动活动办"),
            "alliance": _("联动"),
        },
        {"keeper": Unit, "offices": Unit, "sister": Unit, "alliance": Alliance},
    )  # fmt: skip


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(SHARING_VIEWS, nouns.Standing("cases", "users", 27, start=43))
    nouns.offer(ALLIANCE_VIEWS, nouns.Standing("cases", "users", 28, start=92))
    # Reached from where it is decided, and from the alliance.
    nouns.name(APART_VIEWS)
    nouns.tell(APART_VIEWS)
    exporting.offer(APART_VIEWS.its_list, APART_VIEWS.allowed)
    for name, queues, waiting in (
        ("alliances", _alliance_queues, _alliances_waiting),
        ("sharings", _sharing_queues, _sharings_waiting),
    ):
        part = HomeQueues(queues, waiting=waiting, seldom=True)
        home_queues.HOME_QUEUES.register(f"sister {name}", part)
    verbs = frozenset({Verb.ACCEPT, Verb.ASSIGN})
    twins = Beside("desk/sister_offices/twins.html", verbs, beside_case.twins_beside)
    BESIDE.register("sister offices", twins)
    BELOW_TIMES.register("sister offices", beside_case.below_times)
    FIRM_SECTIONS.register("sister offices", SECTION, order=45)
    for kind in moments.KINDS:
        case_words.register_happening("desk", kind, _told)
    _in_log()
    for kind, address in (
        (alliances.OBJECT, "desk:sister_alliance"), (sharings.OBJECT, "desk:sister_sharing"),
    ):  # fmt: skip
        links.register(kind, _to(address), firm=False)


def _to(address: str) -> links.Address:
    return lambda pk: reverse(address, args=[int(pk)])
